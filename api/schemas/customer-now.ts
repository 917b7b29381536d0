import { z } from '@hono/zod-openapi';
import { STATUS_REASONS, STATUSES } from '../../domain/case/status.ts';

/** A summary of the customer in the answer of another resource. */
export const CustomerNow = z
  .strictObject({
    id: z.string(),
    status: z.enum(STATUSES),
    status_reason: z.enum(STATUS_REASONS),
    version: z.int(),
  })
  .openapi('CustomerNow');
