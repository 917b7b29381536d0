import { RULE } from '../../access/access.ts';
import { derive } from '../../case/derive.ts';
import { judge, type Judgement } from '../../case/judge.ts';
import { mandatory, missingFields, unserved } from '../../case/level.ts';
import { freshRecord } from '../../case/moves.ts';
import { refuseCountry } from '../../case/open.ts';
import { engineChecks } from '../../case/rounds.ts';
import { settle } from '../../case/settle.ts';
import type { CaseState, CheckRecord, RequirementRecord } from '../../case/state.ts';
import { begin, checksOf, currentDocument, dropChecks, recordOf } from '../../case/step.ts';
import type { CheckKind } from '../../checks/checks.ts';
import type { Policy } from '../policy.ts';
import type { Requirement } from '../../case/requirements.ts';
import type { Status, StatusReason } from '../../case/status.ts';
import type { ForetoldCase } from './predict.ts';

/** What a rule says of a requirement. */
export const VERDICTS = ['accept', 'reject', 'reject_finally', 'retake', 'person', 'wait'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Standing {
  status: Status;
  statusReason: StatusReason;
}

export interface AsNew extends Standing {
  verdicts: { requirement: Requirement; verdict: Verdict }[];
  /** Kinds whose answers nobody can tell from the record; their requirements wait. */
  unforeseen: CheckKind[];
}

/**
 * How a case would stand, had what it has on file come today under this policy: nothing that people or
 * earlier rules concluded counts, but what was waived.
 */
export function asNew(
  state: CaseState,
  by: { policy: Policy; answer: (check: CheckRecord) => ForetoldCase; at: string },
): AsNew {
  const step = begin({ ...state, policy: by.policy }, RULE, by.at);
  const { draft } = step;
  const none = { approval: null, review: null, proposal: null, lock: null, rejected: null };
  Object.assign(draft, none, { expiredAt: null, closed: null, doubts: [] });
  draft.onboardingDeadline = by.at;
  draft.requirements = mandatory(draft).map((requirement) => anew(draft, requirement));
  const unforeseen = new Set<CheckKind>();
  for (const { requirement, state: kept } of draft.requirements) {
    const asked = engineChecks(draft, requirement);
    dropChecks(step, (one) => one.requirement === requirement && !asked.includes(one.kind));
    if (kept !== 'pending') continue;
    const known = checksOf(draft, requirement);
    for (const kind of asked) if (!known.some((one) => one.kind === kind)) unforeseen.add(kind);
    for (const check of known) {
      const answer = by.answer(check);
      check.outcome = answer?.outcome ?? null;
      check.reasons = answer?.reasons ?? [];
      if (!answer) unforeseen.add(check.kind);
    }
  }
  const verdicts = draft.requirements.flatMap(({ requirement, state: kept }) =>
    kept === 'pending' ? [{ requirement, verdict: wordOf(judge(draft, requirement)) }] : [],
  );
  if (unserved(draft)) refuseCountry(step);
  const { status, statusReason } = derive(settle(step).state);
  return { status, statusReason, verdicts, unforeseen: [...unforeseen].sort() };
}

/** The requirement as it would be right after its evidence came. */
function anew(draft: CaseState, requirement: Requirement): RequirementRecord {
  const record = recordOf(draft, requirement);
  const fresh = freshRecord(requirement, 'initial');
  if (record?.state === 'waived') return record;
  if (requirement === 'details') {
    return { ...fresh, state: missingFields(draft).length > 0 ? 'currently_due' : 'pending' };
  }
  const document = currentDocument(draft, requirement);
  if (!record || !document || document.state === 'superseded' || document.state === 'expired') {
    return fresh;
  }
  const attempts = record.attempts - (document.counted ? 1 : 0);
  const again = record.cause === 'retake' && document.state === 'rejected' ? 1 : 0;
  document.state = 'verifying';
  document.counted = false;
  return { ...fresh, state: 'pending', attempts, retakes: record.retakes - again };
}

function wordOf(judgement: Judgement): Verdict {
  if (judgement.kind !== 'reject') return judgement.kind;
  return judgement.final ? 'reject_finally' : 'reject';
}
