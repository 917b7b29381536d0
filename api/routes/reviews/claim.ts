import { shiftMs } from '../../../domain/time.ts';
import type { Action } from '../../../domain/access/access.ts';
import { newId } from '../../../platform/new-id.ts';
import { claimReview } from '../../../store/reviews/claim-review.ts';
import { noteReview } from '../../../store/reviews/note-review.ts';
import { releaseReview } from '../../../store/reviews/release-review.ts';
import type { Review } from '../../../store/reviews/review.ts';
import * as messages from '../../../workflows/messages.ts';
import type { AnyCall } from '../../http/call.ts';
import { visibleReview } from '../../http/objects.ts';
import type { Answer } from '../../http/answer.ts';
import { operation } from '../../http/operation.ts';
import { ReasonGiven } from '../../schemas/customer.ts';
import { NoteCreate, ReviewBody } from '../../schemas/review.ts';
import { stageTexts, textIds } from '../../commands/staged-text.ts';
import { ask } from '../../commands/visible.ts';
import { reviewBody } from './body.ts';

/** How long a claim lasts. If its holder claims again, the time starts anew. */
export const CLAIM_MS = 30 * 60_000;

const RESPONSES = { 200: { description: 'The review as it is now', schema: ReviewBody } };

export function verb<const Word extends string, const Name extends string>(
  word: Word,
  said: { name: Name; summary: string; action?: Action },
) {
  return {
    method: 'post',
    path: `/v1/reviews/{id}/${word}`,
    tag: 'Reviews',
    rate: 'writes',
    action: 'review.claim',
    object: 'review',
    idempotency: 'taken',
    responses: RESPONSES,
    ...said,
  } as const;
}

export const claim = operation(
  verb('claim', {
    name: 'claimReview',
    summary: 'Takes a review; no other reviewer may decide meanwhile, a senior or an app may',
  }),
  async (call) => {
    await found(call);
    return call.once({
      plan: () => ({}),
      act: async (run) => {
        const until = shiftMs(call.now, CLAIM_MS);
        const at = { id: call.id, now: call.now, until, request: call.requestId };
        await run.effect('claim', async (trx) => {
          await claimReview(trx, call.actor, call.scope, at);
        });
        return now(call);
      },
    });
  },
);

export const release = operation(
  verb('release', { name: 'releaseReview', summary: 'Gives a claimed review back' }),
  async (call) => {
    await found(call);
    return call.once({
      plan: () => ({}),
      act: async (run) => {
        const at = { id: call.id, now: call.now, request: call.requestId };
        await run.effect('release', (trx) => releaseReview(trx, call.actor, call.scope, at));
        return now(call);
      },
    });
  },
);

export const note = operation(
  {
    ...verb('notes', {
      name: 'noteReview',
      summary: 'Writes a note, sealed',
      action: 'review.note',
    }),
    body: NoteCreate,
    example: { text: 'Asked for a better picture.' },
  },
  async (call) => {
    await found(call);
    return call.once({
      plan: () => ({ note: newId('text') }),
      act: async (run) => {
        const { keys } = call.deps.store;
        const at = { now: call.now, request: call.requestId };
        const said = { id: call.id, note: run.ids.note, text: call.body.text, ...at };
        await run.effect('note', (trx) => noteReview(trx, keys, call.actor, call.scope, said));
        return now(call);
      },
    });
  },
);

export const escalate = operation(
  {
    ...verb('escalate', { name: 'escalateReview', summary: 'Asks a senior reviewer to look' }),
    body: ReasonGiven,
    example: { reason: 'The name is written in two ways.' },
  },
  async (call) => {
    const { customer } = await found(call);
    const texts = { reason: call.body.reason };
    return call.once({
      plan: () => textIds(texts),
      act: async (run) => {
        call.deps.engine.refuseWhileAway();
        const { reason } = await stageTexts(call, run, { customer, texts });
        const by = { actor: call.actor, request: call.requestId };
        await ask(call, {
          customer,
          update: messages.escalateReview,
          id: run.updateId,
          event: { kind: 'review_escalated', ...by, reason },
        });
        return now(call);
      },
    });
  },
);

export async function found(call: AnyCall): Promise<Review> {
  return visibleReview(call.deps, call.caller, call.id);
}

export async function now(call: AnyCall): Promise<Answer> {
  const review = await found(call);
  const body = reviewBody(review, { readsFindings: call.may('finding.read') });
  return { status: 200, body, owner: review.customer };
}
