import { z } from '@hono/zod-openapi';
import { LINK_STATES } from '../../domain/links.ts';
import { ActorBody } from './actor.ts';
import { instant, instantIn } from './text.ts';

const LINK = {
  id: z.string().openapi({ example: 'lnk_4TfYq0ZbN3' }),
  object: z.literal('link'),
  customer: z.string(),
  state: z.enum(LINK_STATES),
  expires_at: instant,
  created_at: instant,
  created_by: ActorBody,
  completed_at: instant.nullable(),
  revoked_at: instant.nullable(),
};

export const LinkBody = z.strictObject(LINK).openapi('Link');

export const LinkMade = z
  .strictObject({
    ...LINK,
    url: z.string().nullable().openapi({
      description:
        'What the customer opens, shown this once and stored nowhere: null in a repeated answer. Who lost it revokes the link and makes another.',
    }),
  })
  .openapi('LinkMade');

export const LinkList = z
  .strictObject({ data: z.array(LinkBody), next: z.string().nullable() })
  .openapi('LinkList');

export const LinkCreate = z
  .strictObject({
    expires_at: instantIn.optional().openapi({
      description:
        'A day from now unless given; at most the customer’s next deadline, or 30 days where there is none.',
    }),
  })
  .openapi('LinkCreate');
