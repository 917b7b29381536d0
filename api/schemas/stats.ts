import { z } from '@hono/zod-openapi';
import { STATUS_REASONS, STATUSES } from '../../domain/case/status.ts';
import { instant } from './text.ts';

/** A count up to a thousand. If there are more, `more` is true, and a page shows “1,000+”. */
const Capped = z.strictObject({ count: z.int(), more: z.boolean() }).openapi('CappedCount');

export const StatsBody = z
  .strictObject({
    object: z.literal('stats'),
    at: instant,
    customers: z.array(
      z.strictObject({
        status: z.enum(STATUSES),
        status_reason: z.enum(STATUS_REASONS),
        count: z.int(),
      }),
    ),
    /** About the cases that were most recently approved or finally rejected, at most a thousand. */
    decided: z.strictObject({
      cases: z.int(),
      /** From the opening to the first approval, or to the final rejection. */
      median_seconds: z.number().nullable(),
      /** The share of cases without any review by a person, from 0 to 1. */
      automation_rate: z.number().nullable(),
    }),
    reviews: z.strictObject({
      open: Capped,
      overdue: Capped,
      unclaimed: Capped,
      escalated: Capped,
      oldest_opened_at: instant.nullable(),
      oldest_age_seconds: z.int().nullable(),
    }),
  })
  .openapi('Stats');
