import { z } from '@hono/zod-openapi';
import { DOCUMENT_TYPES } from '../../domain/documents/documents.ts';
import { DISPOSITIONS, NEUTRAL_CODE, REASON_CODES } from '../../domain/reasons/reasons.ts';
import { REQUIREMENT_STATES, REQUIREMENTS } from '../../domain/case/requirements.ts';
import { instant } from './text.ts';

export const ReasonBody = z
  .strictObject({
    code: z.enum([...REASON_CODES, NEUTRAL_CODE]),
    disposition: z.enum(DISPOSITIONS),
    message: z.string(),
  })
  .openapi('Reason');

const names = z.array(z.enum(REQUIREMENTS));

export const RequirementsBody = z
  .strictObject({
    currently_due: names,
    pending: names,
    in_review: names,
    satisfied: names,
    past_due: names,
    waived: names,
    eventually_due: names,
    current_deadline: instant.nullable(),
    items: z.array(
      z.strictObject({
        requirement: z.enum(REQUIREMENTS),
        state: z.enum(REQUIREMENT_STATES),
        accepts: z.array(z.enum(DOCUMENT_TYPES)),
        deadline: instant.nullable(),
        due_again_at: instant.nullable(),
        attempts: z.int(),
        attempts_left: z.int(),
        errors: z.array(ReasonBody),
      }),
    ),
  })
  .openapi('Requirements');
