import { z } from '@hono/zod-openapi';
import { DECISION_OUTCOMES } from '../../domain/case/state.ts';
import { NEUTRAL_CODE, REASON_CODES } from '../../domain/reasons/reasons.ts';
import { REQUIREMENTS } from '../../domain/case/requirements.ts';
import { ActorBody } from './actor.ts';
import { CustomerNow } from './customer-now.ts';
import { instant, matching, prose } from './text.ts';

/** The outcomes that a caller may ask for directly. A proposal is refused through a route of its own. */
const ASKED = DECISION_OUTCOMES.filter((outcome) => outcome !== 'refuse');

const requirements = z.array(z.enum(REQUIREMENTS)).min(1).max(REQUIREMENTS.length);

export const DecisionCreate = z
  .strictObject({
    outcome: z.enum(ASKED),
    requirements: requirements.nullable().default(null),
    reasons: z.array(z.enum(REASON_CODES)).max(10).default([]),
    final: z.boolean().default(false),
    note: prose(4000).nullable().optional(),
    message: prose(1000).nullable().optional(),
    evidence: matching(/^sha256:[0-9a-f]{64}$/, 'not_a_hash', 'The hash as `/checks` shows it.'),
  })
  .openapi('DecisionCreate');

export const DecisionBody = z
  .strictObject({
    id: z.string(),
    object: z.literal('decision'),
    outcome: z.enum(DECISION_OUTCOMES),
    state: z.enum(['made', 'proposed']),
    by: ActorBody,
    requirements: z.array(z.enum(REQUIREMENTS)),
    reasons: z.array(z.enum([...REASON_CODES, NEUTRAL_CODE])),
    final: z.boolean(),
    policy: z.strictObject({ name: z.string(), version: z.int() }),
    evidence: z.string(),
    /** The proposal that this decision confirms or refuses. */
    confirms: z.string().nullable(),
    /** The texts of the decision: with `expand=decisions`, for people who may open the case. */
    note: z.string().nullable().optional(),
    message: z.string().nullable().optional(),
    created_at: instant,
  })
  .openapi('Decision');

/**
 * Not an extension of the schema: an answer would have to match two closed schemas at once, which is
 * impossible.
 */
export const DecisionMade = z
  .strictObject({ ...DecisionBody.shape, customer: CustomerNow })
  .openapi('DecisionMade');

export const ProposalRefuse = z
  .strictObject({ note: prose(4000).nullable().optional() })
  .openapi('ProposalRefuse');
