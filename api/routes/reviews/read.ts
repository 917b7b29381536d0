import type { z } from '@hono/zod-openapi';
import { personOf } from '../../../domain/access.ts';
import { listReviews } from '../../../store/reviews/list-reviews.ts';
import type { Review } from '../../../store/reviews/review.ts';
import { revealTexts } from '../../../store/texts/reveal-texts.ts';
import type { AnyCall } from '../../call.ts';
import { visibleReview } from '../../objects.ts';
import { operation } from '../../operation.ts';
import { actorBody } from '../../schemas/actor.ts';
import { ReviewBody, ReviewFilters, ReviewList } from '../../schemas/review.ts';
import { mayReadTexts } from '../decisions/texts.ts';
import { reviewBody } from './body.ts';

const READ = { method: 'get', tag: 'Reviews', rate: 'reads', action: 'review.read' } as const;

export const list = operation(
  {
    ...READ,
    path: '/v1/reviews',
    name: 'listReviews',
    summary: 'Open reviews, those due first at the top',
    object: null,
    query: ReviewFilters,
    responses: { 200: { description: 'One page', schema: ReviewList } },
  },
  async (call) => {
    const { limit, after, ...asked } = call.query;
    const { marks, store } = call.deps;
    const name = `reviews ${call.scope.mode} ${JSON.stringify(asked)}`;
    const page = {
      limit,
      now: call.now,
      ...(after === undefined ? {} : { after: await marks.openCursor(after, name) }),
    };
    const filters = {
      ...(asked.requirement && { requirement: asked.requirement }),
      ...(asked.level && { level: asked.level }),
      ...(asked.customer && { customer: asked.customer }),
      ...(asked.due_before && { dueBefore: asked.due_before }),
      ...(asked.held_by === 'mine' && { holder: personOf(call.actor) ?? call.actor.id }),
      ...(asked.held_by === 'nobody' && { unclaimed: true }),
      audience: call.may('finding.read') ? ('findings' as const) : ('all' as const),
    };
    const reader = { readsFindings: call.may('finding.read') };
    const found = await listReviews(store.database, call.scope, filters, page);
    const data = found.items.map((review) => reviewBody(review, reader));
    return { status: 200, body: { data, next: await marks.sealCursor(found.next, name) } };
  },
);

export const one = operation(
  {
    ...READ,
    path: '/v1/reviews/{id}',
    name: 'readReview',
    summary: 'One review, with the hash of the evidence to decide on',
    object: 'review',
    responses: { 200: { description: 'The review', schema: ReviewBody } },
  },
  async (call) => {
    const review = await visibleReview(call.deps, call.caller, call.id);
    const body = reviewBody(review, { readsFindings: call.may('finding.read') });
    if (!(await mayReadTexts(call, review.id))) return { status: 200, body };
    return { status: 200, body: { ...body, notes: await notesOf(call, review) } };
  },
);

async function notesOf(
  call: AnyCall,
  { id, customer }: Review,
): Promise<z.output<typeof ReviewBody>['notes']> {
  const { database, keys } = call.deps.store;
  const asked = { customer, which: { review: id }, at: call.now, request: call.requestId };
  const notes = await database
    .transaction()
    .execute((trx) => revealTexts(trx, keys, call.actor, call.scope, asked));
  return notes.map(({ id: note, text, by, at }) => ({
    id: note,
    text,
    by: actorBody(by),
    created_at: at,
  }));
}
