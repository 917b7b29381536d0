import type { Policy } from '../../policy/policy.ts';
import type { RefusalCode } from '../../refusal.ts';
import type { Requirement } from '../requirements.ts';
import { askAnew } from '../reopen-requirements.ts';
import type { EventOf } from '../event.ts';
import { endedBy } from '../level.ts';
import { restsOn } from '../policy-reads.ts';
import { engineChecks, runChecks } from '../rounds.ts';
import type { CaseState, CheckRecord } from '../state.ts';
import { checksOf, currentDocument, dropChecks, type Step } from '../step.ts';

/** The case takes another policy; what only waited because of the old one is judged again. */
export function policyMoved(step: Step, event: EventOf<'policy_moved'>): RefusalCode | undefined {
  const { draft } = step;
  const ended = endedBy(draft);
  if (ended) return ended;
  const { policy } = event;
  if (policy.name === draft.policy.name && policy.version === draft.policy.version) {
    return 'nothing_changed';
  }
  if (!Object.hasOwn(policy.levels, draft.level)) return 'level_unknown';
  adopt(step, policy);
  return undefined;
}

/**
 * A case that is verified again does so under the newest version of its policy, which the command
 * brings (docs/policy.md#versions). One that lacks the customer's level waits for an administrator.
 */
export function takeNewer(step: Step, newest: Policy | undefined): void {
  if (newest && isNewer(step.draft, newest)) adopt(step, newest);
}

function isNewer({ policy, level }: CaseState, other: Policy): boolean {
  const isLater = other.name === policy.name && other.version > policy.version;
  return isLater && Object.hasOwn(other.levels, level);
}

function adopt(step: Step, policy: Policy): void {
  const { draft } = step;
  const before = { ...draft };
  draft.policy = policy;
  for (const record of draft.requirements) {
    const askedByPerson = record.personAsked || record.cause === 'requested';
    if (record.state === 'in_review' && !askedByPerson) record.state = 'pending';
    if (record.state === 'pending') askStale(step, record.requirement, before);
  }
  askAnew(step, 'policy');
}

/**
 * Of what is not proven yet: answers that nobody asks for any more are let go, and those that rest on
 * limits no longer in force are asked for again.
 */
function askStale(step: Step, requirement: Requirement, before: CaseState): void {
  const { draft } = step;
  const asked = engineChecks(draft, requirement);
  dropChecks(step, (one) => one.requirement === requirement && !asked.includes(one.kind));
  const stale = staleChecks(before, draft, requirement).map(({ kind }) => kind);
  if (stale.length === 0) return;
  const document = currentDocument(draft, requirement);
  if (document?.state === 'in_review') document.state = 'verifying';
  runChecks(step, requirement, stale);
}

/** The checks of a requirement whose answers rest on limits that another policy changes. */
export function staleChecks(
  before: CaseState,
  after: CaseState,
  requirement: Requirement,
): CheckRecord[] {
  return checksOf(after, requirement).filter((one) => restsOn(before, one) !== restsOn(after, one));
}
