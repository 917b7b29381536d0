import { z } from '@hono/zod-openapi';
import { RISKS } from '../../domain/policy/policy.ts';
import { NEUTRAL_CODE, REASON_CODES } from '../../domain/reasons/reasons.ts';
import { REQUIREMENTS } from '../../domain/case/requirements.ts';
import { STATUS_REASONS, STATUSES } from '../../domain/case/status.ts';
import { ActorBody } from './actor.ts';
import { name } from './names.ts';
import { after, flag, instant, instantIn, limit, line, matching, prose } from './text.ts';

const ReviewNote = z
  .strictObject({ id: z.string(), text: z.string(), by: ActorBody, created_at: instant })
  .openapi('ReviewNote');

const REVIEW = {
  id: z.string(),
  object: z.literal('review'),
  customer: z.string(),
  state: z.enum(['open', 'closed']),
  level: z.string(),
  risk: z.enum(RISKS).optional(),
  status: z.enum(STATUSES),
  status_reason: z.enum(STATUS_REASONS),
  requirements: z.array(z.enum(REQUIREMENTS)),
  reasons: z.array(z.enum([...REASON_CODES, NEUTRAL_CODE])),
  /** The hash of the evidence that a decision made now would rest on. The decision must name it again. */
  evidence: z.string(),
  opened_at: instant,
  due_at: instant,
  escalated_at: instant.nullable(),
  closed_at: instant.nullable(),
  /** A proposed decision that waits for a second person. */
  proposal: z.string().nullable(),
  claim: z
    .strictObject({ holder: z.string(), claimed_at: instant, expires_at: instant })
    .nullable(),
  /** For people who may open the case, at `GET /v1/reviews/{id}`. */
  notes: z.array(ReviewNote).optional(),
};

export const ReviewBody = z.strictObject(REVIEW).openapi('Review');

export const ReviewNext = z
  .strictObject({ review: ReviewBody.nullable() })
  .openapi('ReviewNext', { description: 'The review with its claim; null where none fits.' });

export const ReviewList = z
  .strictObject({ data: z.array(ReviewBody), next: z.string().nullable() })
  .openapi('ReviewList');

export const ReviewFilters = z.strictObject({
  requirement: z.enum(REQUIREMENTS).optional(),
  level: name.optional(),
  customer: matching(/^cus_\w{1,60}$/, 'not_an_id', 'The id of a customer.').optional(),
  reason: z.enum(REASON_CODES).optional(),
  /** With `findings:read` only. */
  risk: z.enum(RISKS).optional(),
  /** `mine`: reviews that the caller holds; `nobody`: free ones; `all`: all that the caller may see. */
  held_by: z.enum(['mine', 'nobody', 'all']).optional(),
  overdue: flag.optional(),
  escalated: flag.optional(),
  due_before: instantIn.optional(),
  limit,
  after: after.optional(),
});

/** The person, by the name in the `holder` of her key. */
export const ReviewAssign = z.strictObject({ holder: line(200) }).openapi('ReviewAssign');

export const NoteCreate = z.strictObject({ text: prose(4000) }).openapi('NoteCreate');
