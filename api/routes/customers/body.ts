import type { z } from '@hono/zod-openapi';
import { withoutUndisclosed } from '../../../domain/case/shown/audience.ts';
import { reasonOf, disclosedAs } from '../../../domain/reasons/reasons.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { RequirementItem, RequirementsView } from '../../../domain/case/shown/view.ts';
import type { RequirementState } from '../../../domain/case/requirements.ts';
import type { Customer } from '../../../store/customers/customer.ts';
import type { CustomerNow } from '../../schemas/customer-now.ts';
import type { CustomerSummary } from '../../schemas/customer.ts';
import type { ReasonBody, RequirementsBody } from '../../schemas/requirements.ts';

/** What the reader may see beside the case itself: with `findings:read` also findings. */
export interface Reader {
  readsFindings: boolean;
}

export function summaryBody(customer: Customer, reader: Reader): z.output<typeof CustomerSummary> {
  return {
    id: customer.id,
    object: 'customer',
    external_id: customer.externalId,
    status: customer.status,
    status_reason: customer.statusReason,
    level: customer.level,
    ...(reader.readsFindings ? { risk: customer.risk } : {}),
    policy: customer.policy,
    locale: customer.locale,
    version: customer.version,
    mode: customer.mode,
    screening: customer.screening,
    created_at: customer.createdAt,
    updated_at: customer.updatedAt,
    verified_at: customer.verifiedAt,
    closed_at: customer.closedAt,
  };
}

export function nowBody(customer: Customer): z.output<typeof CustomerNow> {
  const { id, status, statusReason, version } = customer;
  return { id, status, status_reason: statusReason, version };
}

/** The object of docs/case.md#requirements, as its reader may see it. */
export function requirementsBody(
  view: RequirementsView,
  reader: Reader,
): z.output<typeof RequirementsBody> {
  const lists = {
    currently_due: [],
    pending: [],
    in_review: [],
    satisfied: [],
    past_due: [],
    waived: [],
  } as Record<RequirementState, RequirementsView['eventuallyDue']>;
  const items = view.items.map((item) => {
    const state = item.isSensitive && !reader.readsFindings ? 'pending' : item.state;
    lists[state].push(item.requirement);
    return {
      requirement: item.requirement,
      state,
      accepts: item.accepts,
      deadline: item.deadline,
      due_again_at: item.dueAgainAt,
      attempts: item.attempts,
      attempts_left: item.attemptsLeft,
      errors: reasonsBody(reader.readsFindings ? item.errors : disclosableErrors(item), reader),
    };
  });
  return {
    ...lists,
    eventually_due: view.eventuallyDue,
    current_deadline: view.currentDeadline,
    items,
  };
}

/**
 * The errors of a requirement that callers without `findings:read` may see: those of a decision, and
 * disclosable ones.
 */
export function disclosableErrors({
  state,
  errors,
}: Pick<RequirementItem, 'state' | 'errors'>): readonly ReasonCode[] {
  const isDecided = state === 'currently_due' || state === 'past_due';
  return isDecided ? errors : withoutUndisclosed(errors);
}

/**
 * Reasons as they may be disclosed: the neutral ones become a single one, unless the reader may read
 * findings.
 */
export function reasonsBody(
  codes: readonly ReasonCode[],
  reader: Reader,
): z.output<typeof ReasonBody>[] {
  if (codes.length === 0) return [];
  if (!reader.readsFindings) {
    return [...new Map(codes.map((code) => [disclosedAs(code).code, disclosedAs(code)])).values()];
  }
  return codes.map((code) => {
    const { disposition, internal } = reasonOf(code);
    return { code, disposition, message: internal };
  });
}
