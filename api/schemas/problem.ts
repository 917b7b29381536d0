import { z } from '@hono/zod-openapi';
import { PROBLEM_CODES } from '../http/errors.ts';

/** Its reference in the OpenAPI document. */
export const PROBLEM_SCHEMA = '#/components/schemas/Problem';

export const ProblemBody = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(PROBLEM_CODES),
    detail: z.string().optional(),
    request_id: z.string(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), code: z.string(), message: z.string() }))
      .optional(),
  })
  .openapi('Problem');
