import { z } from '@hono/zod-openapi';
import { MODES } from '../../domain/access/access.ts';
import { MOVE_STATES, NOT_MOVED } from '../../domain/policy/move.ts';
import { RISKS } from '../../domain/policy/policy.ts';
import { STATUS_REASONS, STATUSES } from '../../domain/case/status.ts';
import { coded } from '../http/body/validation.ts';
import { ActorBody } from './actor.ts';
import { externalId, name, version } from './names.ts';
import { after, instant, instantIn, limit, matching } from './text.ts';

const customer = matching(/^cus_\w{1,60}$/, 'not_an_id', 'The id of a customer.');

/** The filters of the list of customers, and the policy that the case is under now. */
export const CaseFilterBody = z
  .strictObject({
    status: z.enum(STATUSES).optional(),
    status_reason: z.enum(STATUS_REASONS).optional(),
    external_id: externalId.optional(),
    level: name.optional(),
    risk: z.enum(RISKS).optional(),
    policy: name.optional(),
    policy_version: version.optional(),
    created_after: instantIn.optional(),
    created_before: instantIn.optional(),
    updated_after: instantIn.optional(),
  })
  .openapi('CaseFilter');

/** One case, or all that fit a filter. An empty filter selects all cases of the key’s mode. */
export const CASES = { customer: customer.optional(), filter: CaseFilterBody.optional() };

export function oneOfCases(asked: { customer?: unknown; filter?: unknown }): boolean {
  return (asked.customer === undefined) !== (asked.filter === undefined);
}

export const NOT_ONE_OF_CASES = coded('not_exactly_one', 'Exactly one of customer, filter.');

export const PolicyMoveCreate = z
  .strictObject(CASES)
  .refine(oneOfCases, NOT_ONE_OF_CASES)
  .openapi('PolicyMoveCreate');

export const PolicyMoveBody = z
  .strictObject({
    id: z.string().openapi({ example: 'mov_4TfYq0ZbN3' }),
    object: z.literal('policy_move'),
    policy: z.strictObject({ name: z.string(), version: z.int() }),
    mode: z.enum(MODES),
    customer: z.string().nullable(),
    filter: CaseFilterBody.nullable(),
    state: z.enum(MOVE_STATES),
    /** How many cases fitted the filter when the move began; null before that. */
    total: z.int().nullable(),
    /** How many cases were asked: those that moved, and those that refused or failed, by code. */
    done: z.int(),
    moved: z.int(),
    refused: z.partialRecord(z.enum(NOT_MOVED), z.int()),
    by: ActorBody,
    created_at: instant,
    started_at: instant.nullable(),
    cancel_requested_at: instant.nullable(),
    ended_at: instant.nullable(),
  })
  .openapi('PolicyMove');

export const PolicyMoveList = z
  .strictObject({ data: z.array(PolicyMoveBody), next: z.string().nullable() })
  .openapi('PolicyMoveList');

export const PolicyMovePage = z.strictObject({ limit, after: after.optional() });
