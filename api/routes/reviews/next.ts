import { shiftMs } from '../../../domain/time.ts';
import { claimNextReview } from '../../../store/reviews/claim-next-review.ts';
import { visibleReview } from '../../http/objects.ts';
import { operation } from '../../http/operation.ts';
import { ReviewNext } from '../../schemas/review.ts';
import { reviewBody } from './body.ts';
import { CLAIM_MS } from './claim.ts';

export const next = operation(
  {
    method: 'post',
    path: '/v1/reviews/next',
    name: 'claimNextReview',
    summary:
      'Claims the most urgent review that nobody holds and the caller may decide; escalated and proposed ones go to seniors, whoever held them',
    tag: 'Reviews',
    action: 'review.claim',
    rate: 'writes',
    object: null,
    idempotency: 'taken',
    responses: { 200: { description: 'The review, or null', schema: ReviewNext } },
  },
  async (call) =>
    call.once({
      plan: () => ({}),
      act: async (run) => {
        const readsFindings = call.may('finding.read');
        const { now, requestId: request } = call;
        const id = await run.effect('next', async (trx) => {
          const takesEscalated = call.actor.role === 'senior_reviewer';
          const may = { readsFindings, takesEscalated, confirms: call.may('decision.confirm') };
          const asked = { now, until: shiftMs(now, CLAIM_MS), ...may };
          return (await claimNextReview(trx, call.actor, call.scope, { ...asked, request })) ?? '';
        });
        if (id === '') return { status: 200, body: { review: null } };
        const review = await visibleReview(call.deps, call.caller, id);
        const body = { review: reviewBody(review, { readsFindings }) };
        return { status: 200, body, owner: review.customer };
      },
    }),
);
