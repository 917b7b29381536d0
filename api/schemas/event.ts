import { z } from '@hono/zod-openapi';
import { STATUS_REASONS, STATUSES } from '../../domain/case/status.ts';
import { WIRE_EVENTS } from '../../domain/wire/event-types.ts';
import { ActorBody } from './actor.ts';
import { instant, limit, wholeNumber } from './text.ts';

export const EventBody = z
  .strictObject({
    id: z.string(),
    sequence: z.int(),
    type: z.enum(WIRE_EVENTS),
    at: instant,
    actor: ActorBody,
    data: z.record(
      z.string(),
      z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
    ),
    status: z.enum(STATUSES),
    status_reason: z.enum(STATUS_REASONS),
  })
  .openapi('Event');

export const EventList = z
  .strictObject({ data: z.array(EventBody), next: z.string().nullable() })
  .openapi('EventList');

export const EventQuery = z.strictObject({
  /** Sequences are 32-bit numbers in the store. */
  after: wholeNumber({ min: 0, max: 2_147_483_647 }).optional(),
  /** Seconds to wait for the next event when there is none yet. */
  wait: wholeNumber({ min: 0, max: 30 }).optional(),
  limit,
});
