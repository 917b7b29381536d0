import { z } from '@hono/zod-openapi';
import { ACTOR_KINDS, ROLES, type Actor } from '../../domain/access/access.ts';

export const ActorBody = z
  .strictObject({
    kind: z.enum([...new Set([...ACTOR_KINDS, ...ROLES])]),
    id: z.string().optional(),
    policy: z.string().optional(),
    version: z.int().optional(),
  })
  .openapi('Actor');

/** Who acted, in the API's form: a person by role, an app by key, a rule as itself. */
export function actorBody(actor: Actor): z.output<typeof ActorBody> {
  if (actor.kind === 'rule' || actor.kind === 'system') return { kind: actor.kind };
  return { kind: actor.role === 'app' ? actor.kind : actor.role, id: actor.holder ?? actor.id };
}
