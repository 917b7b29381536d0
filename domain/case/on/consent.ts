import type { RefusalCode } from '../../refusal.ts';
import type { EventOf } from '../event.ts';
import { endedBy } from '../level.ts';
import { BIOMETRIC } from '../rounds.ts';
import { dropChecks, recordOf, type Step } from '../step.ts';

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
