import { z } from '@hono/zod-openapi';
import { MODES, PEOPLE, ROLES, SCOPES } from '../../domain/access/access.ts';
import { HOLDER, needsHolder } from '../../domain/access/grants.ts';
import { API_KEY_STATES } from '../../store/api-keys/api-key.ts';
import { OVERLAP_SECONDS_MAX } from '../../store/api-keys/rotate-api-key.ts';
import { coded } from '../http/body/validation.ts';
import { ActorBody } from './actor.ts';
import { after, instant, instantIn, limit, line, matching } from './text.ts';

const DAY_SECONDS = 86_400;
const role = z.enum(ROLES).exclude(['system']).openapi('Role');
const mode = z.enum(MODES);
const scope = z.enum(SCOPES).openapi('Scope');
const scopes = z.array(scope).min(1).max(SCOPES.length);

const API_KEY = {
  id: z.string().openapi({ example: '4TfYq0ZbN3aB' }),
  object: z.literal('api_key'),
  name: z.string(),
  mode,
  role: z.enum(ROLES),
  scopes: z.array(scope),
  /** The person who holds the key, if its role is a person's. */
  holder: z.string().nullable(),
  state: z.enum(API_KEY_STATES).openapi({
    description:
      'A `pending` key opens nothing until a second administrator agrees; without that it expires.',
  }),
  /** The agreement of a second administrator, if the key needs one. */
  agreement: z
    .strictObject({
      until: instant,
      agreed_at: instant.nullable(),
      agreed_by: ActorBody.nullable(),
    })
    .nullable(),
  /** The id of the first key in its chain of rotations. */
  app: z.string(),
  created_by: ActorBody,
  created_at: instant,
  expires_at: instant,
  revoked_at: instant.nullable(),
  /** Exact to the minute. */
  last_used_at: instant.nullable(),
};

export const ApiKeyBody = z.strictObject(API_KEY).openapi('ApiKey');

export const ApiKeyMade = z
  .strictObject({
    ...API_KEY,
    key: z.string().nullable().openapi({
      description:
        'The key itself, shown this once and stored nowhere: null in a repeated answer. Who lost it revokes it and makes another.',
    }),
  })
  .openapi('ApiKeyMade');

export const ApiKeyList = z
  .strictObject({ data: z.array(ApiKeyBody), next: z.string().nullable() })
  .openapi('ApiKeyList');

export const ApiKeyFilters = z.strictObject({
  state: z.enum(API_KEY_STATES).optional(),
  limit,
  after: after.optional(),
});

const holder = matching(
  HOLDER,
  'not_a_holder',
  'Lower-case letters, digits, dots, _ and -: one label for each person.',
);

export const ApiKeyCreate = z
  .strictObject({
    name: line(100),
    mode,
    role: role.default('app'),
    scopes,
    holder: holder.nullable().default(null),
    expires_at: instantIn
      .optional()
      .openapi({ description: 'At most 400 days from now; a year unless given.' }),
  })
  .check((ctx) => {
    const { role: asked, holder: named } = ctx.value;
    if (needsHolder(asked) === (named !== null)) return;
    const said =
      named === null
        ? coded('required', `A key of these roles names its person: ${PEOPLE.join(', ')}.`)
        : coded('not_taken', 'An app’s key is nobody’s.');
    ctx.issues.push({ code: 'custom', input: undefined, path: ['holder'], ...said });
  })
  .openapi('ApiKeyCreate');

export const ApiKeyRotate = z
  .strictObject({
    overlap_seconds: z.int().min(0).max(OVERLAP_SECONDS_MAX).default(DAY_SECONDS).openapi({
      description: 'How long the key before goes on beside the new one; a day unless given.',
    }),
    expires_at: instantIn.optional().openapi({
      description:
        'When the new key ends, at most 400 days from now; when the key before would have ended unless given. A person’s own key is given a longer life by another admin.',
    }),
  })
  .openapi('ApiKeyRotate');
