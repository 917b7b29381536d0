import type { RefusalCode } from '../../refusal.ts';
import { askAnew } from '../reopen-requirements.ts';
import type { EventOf } from '../event.ts';
import { endedBy } from '../level.ts';
import { BIOMETRIC, engineChecks, runChecks } from '../rounds.ts';
import { dropChecks, recordOf, type Step } from '../step.ts';

/** A list changed: whoever is screened is screened again; nothing shows until it answers. */
export function listChanged(step: Step): RefusalCode | undefined {
  const { draft } = step;
  if (endedBy(draft)) return 'late';
  const kinds = engineChecks(draft, 'details').filter((kind) => kind === 'screening');
  const record = recordOf(draft, 'details');
  if (kinds.length === 0 || !record || record.state === 'currently_due') return 'late';
  runChecks(step, 'details', kinds);
  return undefined;
}

/** A person's word on one hit. Only a confirmed one raises the risk. */
export function hitDecided(step: Step, event: EventOf<'hit_decided'>): RefusalCode | undefined {
  const { draft } = step;
  const ended = endedBy(draft);
  if (ended) return ended;
  const hit = draft.hits.find(({ id }) => id === event.hit);
  if (!hit) return 'not_found';
  if (hit.decided === event.decided) return 'nothing_changed';
  hit.decided = event.decided;
  const open = draft.hits.some(({ decided }) => decided !== 'not_this_person');
  const record = recordOf(draft, 'details');
  if (!open && record?.state === 'in_review') {
    for (const check of draft.checks) {
      if (check.kind !== 'screening' || check.outcome === 'unavailable') continue;
      check.outcome &&= 'pass';
      check.reasons = [];
    }
    record.state = 'pending';
  }
  if (event.decided === 'this_person') askAnew(step, 'hit');
  return undefined;
}

/** Face biometrics need their own consent; without it a person looks at a plain selfie. */
export function consentGiven(step: Step, event: EventOf<'consent_given'>): RefusalCode | undefined {
  const ended = endedBy(step.draft);
  if (ended) return ended;
  return consent(step, event.given ? 'given' : 'refused');
}

/** Possible for as long as anything may still be measured: until the case is closed. */
export function consentWithdrawn(step: Step): RefusalCode | undefined {
  if (step.draft.closed) return 'case_closed';
  return consent(step, 'refused');
}

function consent(step: Step, to: 'given' | 'refused'): RefusalCode | undefined {
  const { draft } = step;
  if (draft.faceConsent === to) return 'nothing_changed';
  draft.faceConsent = to;
  const selfie = recordOf(draft, 'selfie');
  if (to === 'refused') dropChecks(step, ({ kind }) => BIOMETRIC.includes(kind));
  else if (selfie?.state === 'in_review' && !selfie.personAsked) selfie.state = 'pending';
  return undefined;
}

export function reviewEscalated(step: Step): RefusalCode | undefined {
  const { review } = step.draft;
  if (!review) return 'review_not_open';
  if (review.escalatedAt) return 'nothing_changed';
  review.escalatedAt = step.now;
  return undefined;
}
