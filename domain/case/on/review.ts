import type { RefusalCode } from '../../refusal.ts';
import type { Step } from '../step.ts';

/** A reviewer hands the open review to a senior one. Time does the same where nobody decides by its deadline. */
export function reviewEscalated(step: Step): RefusalCode | undefined {
  const { review } = step.draft;
  if (!review) return 'review_not_open';
  if (review.escalatedAt) return 'nothing_changed';
  review.escalatedAt = step.now;
  return undefined;
}
