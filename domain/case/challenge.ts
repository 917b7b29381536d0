import type { RefusalCode } from '../refusal.ts';
import { endedBy, mandatory } from './level.ts';
import type { CaseState } from './state.ts';
import { recordOf } from './step.ts';

/**
 * The round of the selfie for which a challenge may be drawn; a refusal where none would be of use: the
 * case has ended, no selfie is asked for, its policy holds no challenge, or its face may not be measured.
 */
export function challengeRound(state: CaseState): { round: number } | { refusal: RefusalCode } {
  const ended = endedBy(state);
  if (ended) return { refusal: ended };
  const record = recordOf(state, 'selfie');
  const isAsked = mandatory(state).includes('selfie') && record !== undefined;
  const isHeld = state.policy.requirements.selfie.checks.includes('liveness');
  const isOpen = record?.state !== 'waived' && (record?.state !== 'satisfied' || record.dueSoon);
  if (!isAsked || !isHeld || !isOpen) return { refusal: 'document_not_asked' };
  return state.faceConsent === 'given' ? { round: record.round } : { refusal: 'consent_required' };
}
