import type { z } from '@hono/zod-openapi';
import {
  disclosableRequirements,
  withoutUndisclosed,
} from '../../../domain/case/shown/audience.ts';
import type { Review } from '../../../store/reviews/review.ts';
import type { ReviewBody } from '../../schemas/review.ts';
import type { Reader } from '../customers/body.ts';

export function reviewBody(review: Review, reader: Reader): z.output<typeof ReviewBody> {
  const { claim, reasons } = review;
  return {
    id: review.id,
    object: 'review',
    customer: review.customer,
    state: review.closedAt === null ? 'open' : 'closed',
    level: review.level,
    ...(reader.readsFindings ? { risk: review.risk } : {}),
    status: review.status,
    status_reason: review.statusReason,
    requirements: reader.readsFindings
      ? review.requirements
      : disclosableRequirements(review.requirements),
    reasons: reader.readsFindings ? reasons : withoutUndisclosed(reasons),
    evidence: review.evidence,
    opened_at: review.openedAt,
    due_at: review.dueAt,
    escalated_at: review.escalatedAt,
    closed_at: review.closedAt,
    proposal: reader.readsFindings ? review.proposal : null,
    claim: claim && {
      holder: claim.holder,
      claimed_at: claim.claimedAt,
      expires_at: claim.expiresAt,
    },
  };
}
