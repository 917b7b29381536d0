import type { z } from '@hono/zod-openapi';
import { personOf } from '../../../domain/access/access.ts';
import { disclosedAs } from '../../../domain/reasons/reasons.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { listReviews } from '../../../store/reviews/list-reviews.ts';
import type { Review } from '../../../store/reviews/review.ts';
import { revealTexts } from '../../../store/texts/reveal-texts.ts';
import type { AnyCall } from '../../http/call.ts';
import { visibleReview } from '../../http/objects.ts';
import { operation } from '../../http/operation.ts';
import { actorBody } from '../../schemas/actor.ts';
import { ReviewBody, ReviewFilters, ReviewList } from '../../schemas/review.ts';
import { mayReadTexts } from '../decisions/texts.ts';
import type { Reader } from '../customers/body.ts';
import { reviewBody } from './body.ts';

const READ = { method: 'get', tag: 'Reviews', rate: 'reads', action: 'review.read' } as const;

export const list = operation(
  {
    ...READ,
    path: '/v1/reviews',
    name: 'listReviews',
    summary:
      'Open reviews, high risk first and then those due first; a reviewer’s are free or her own',
    object: null,
    query: ReviewFilters,
    responses: { 200: { description: 'One page', schema: ReviewList } },
  },
  async (call) => {
    const { limit, after, ...asked } = call.query;
    const { marks, store } = call.deps;
    const reader = { readsFindings: call.may('finding.read') };
    refuseUndisclosable(asked, reader);
    // A list ordered by risk would disclose the risk.
    const order = reader.readsFindings ? ('urgency' as const) : ('due' as const);
    const name = `reviews ${call.scope.mode} ${order} ${JSON.stringify(asked)}`;
    const page = {
      limit,
      now: call.now,
      order,
      ...(after === undefined ? {} : { after: await marks.openCursor(after, name) }),
    };
    const found = await listReviews(store.database, call.scope, filtersOf(call, asked), page);
    const data = found.items.map((review) => reviewBody(review, reader));
    return { status: 200, body: { data, next: await marks.sealCursor(found.next, name) } };
  },
);

type Asked = Omit<z.output<typeof ReviewFilters>, 'limit' | 'after'>;
type Filters = Parameters<typeof listReviews>[2];

function filtersOf(call: AnyCall, asked: Asked): Filters {
  const me = personOf(call.actor) ?? call.actor.id;
  return {
    requirement: asked.requirement,
    reason: asked.reason,
    level: asked.level,
    risk: asked.risk,
    customer: asked.customer,
    dueBefore: asked.due_before,
    overdue: asked.overdue,
    escalated: asked.escalated,
    ...(asked.held_by === 'mine' && { holder: me }),
    ...(asked.held_by === 'nobody' && { unclaimed: true }),
    ...(call.actor.role === 'reviewer' && { freeOrHeldBy: me }),
    audience: call.may('finding.read') ? 'findings' : 'all',
  };
}

/** A filter by something that the caller may not know would disclose it. */
function refuseUndisclosable(
  { risk, reason, requirement }: Asked,
  { readsFindings }: Reader,
): void {
  if (readsFindings) return;
  const isNeutral = reason !== undefined && disclosedAs(reason).code !== reason;
  if (risk === undefined && !isNeutral && requirement !== 'details') return;
  throw new Refusal('forbidden', 'This filter needs the scope findings:read.');
}

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
