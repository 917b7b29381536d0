import { z } from '@hono/zod-openapi';
import { CHECKS } from '../../domain/checks/checks.ts';
import { REFUSAL_CODES } from '../../domain/refusal.ts';
import { REQUIREMENTS } from '../../domain/case/requirements.ts';
import { VERDICTS } from '../../domain/policy/simulate/as-new.ts';
import { STATUS_REASONS, STATUSES } from '../../domain/case/status.ts';
import { coded } from '../http/body/validation.ts';
import { CASES, NOT_ONE_OF_CASES, oneOfCases } from './policy-move.ts';
import { version } from './names.ts';
import { PolicyRules } from './policy.ts';
import { after } from './text.ts';

/** Most cases that one answer simulates: some seconds of work. */
export const SIMULATED_MAX = 10_000;

export const SimulationCreate = z
  .strictObject({
    /** The rules of a version that is not published yet. */
    draft: PolicyRules.optional(),
    /** A published version of this name. */
    version: version.optional(),
    ...CASES,
    limit: z.int().min(1).max(SIMULATED_MAX).default(SIMULATED_MAX),
    after: after.optional(),
  })
  .refine(oneOfCases, NOT_ONE_OF_CASES)
  .refine(
    ({ draft, version }) => (draft === undefined) !== (version === undefined),
    coded('not_exactly_one', 'Exactly one of draft, version.'),
  )
  .openapi('SimulationCreate');

const Standing = z
  .strictObject({ status: z.enum(STATUSES), status_reason: z.enum(STATUS_REASONS) })
  .openapi('Standing');
const KEPT = ['currently_due', 'pending', 'in_review', 'satisfied', 'waived'] as const;
const verdict = z.enum(VERDICTS).nullable();

const SimulatedCase = z
  .strictObject({
    customer: z.string(),
    now: Standing,
    /** The case's state after a move; null if the case would refuse the move. */
    moved: Standing.nullable(),
    refused: z.enum(REFUSAL_CODES).nullable(),
    /** The case's state if everything on file came in today: under its own policy, and under this one. */
    as_new: z.strictObject({ from: Standing, to: Standing }),
    /** What a move would change, and where the rules would decide differently; null: not asked for. */
    requirements: z.array(
      z.strictObject({
        requirement: z.enum(REQUIREMENTS),
        now: z.enum(KEPT).nullable(),
        moved: z.enum(KEPT).nullable(),
        verdict,
        verdict_then: verdict,
      }),
    ),
    /** Checks that would have to run before more can be predicted. */
    unforeseen: z.array(z.enum(CHECKS)),
  })
  .openapi('SimulatedCase');

const change = z.strictObject({ from: Standing, to: Standing, count: z.int() });

/** All counts are of the cases in this answer; `next` leads to the others. */
export const SimulationBody = z
  .strictObject({
    object: z.literal('simulation'),
    policy: z.strictObject({ name: z.string(), version: z.int().nullable() }),
    examined: z.int(),
    changed: z.int(),
    by_status: z.array(change),
    by_status_as_new: z.array(change),
    by_requirement: z.array(
      z.strictObject({
        requirement: z.enum(REQUIREMENTS),
        from: verdict,
        to: verdict,
        count: z.int(),
      }),
    ),
    refused: z.partialRecord(z.enum(REFUSAL_CODES), z.int()),
    unforeseen: z.partialRecord(z.enum(CHECKS), z.int()),
    /** Every case that would change. */
    data: z.array(SimulatedCase),
    next: z.string().nullable(),
  })
  .openapi('Simulation');
