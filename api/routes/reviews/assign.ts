import { audienceOf } from '../../../domain/case/shown/audience.ts';
import { shiftMs } from '../../../domain/time.ts';
import { assignReview, findReviewer } from '../../../store/reviews/assign-review.ts';
import { invalid } from '../../http/errors.ts';
import { operation } from '../../http/operation.ts';
import { ReviewAssign } from '../../schemas/review.ts';
import { found, now, verb } from './claim.ts';

/** An assignment lasts for a working day, because the person may not be there at the moment. */
const ASSIGNED_MS = 8 * 3_600_000;

export const assign = operation(
  {
    ...verb('assign', {
      name: 'assignReview',
      summary: 'Gives a review to a person, whoever holds it now; for eight hours',
      action: 'review.assign',
    }),
    body: ReviewAssign,
    example: { holder: 'berit' },
  },
  async (call) => {
    const { requirements } = await found(call);
    const audience = audienceOf(requirements);
    return call.once({
      plan: () => ({}),
      act: async (run) => {
        const { holder } = call.body;
        const at = { id: call.id, holder, now: call.now, request: call.requestId, audience };
        const until = shiftMs(call.now, ASSIGNED_MS);
        await run.effect('assign', async (trx) => {
          if (!(await findReviewer(trx, call.scope, at))) {
            throw invalid('/holder', 'unknown_person', 'Nobody of this name may decide reviews.');
          }
          await assignReview(trx, call.actor, call.scope, { ...at, until });
        });
        return now(call);
      },
    });
  },
);
