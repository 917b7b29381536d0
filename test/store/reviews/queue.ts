import type { Actor } from '../../../domain/access/access.ts';
import type { CaseEvent } from '../../../domain/case/event.ts';
import { evidenceParts } from '../../../domain/case/evidence.ts';
import { shiftMs } from '../../../domain/time.ts';
import { claimNextReview } from '../../../store/reviews/claim-next-review.ts';
import {
  ANNA,
  answers,
  APP,
  BERT,
  DETAILS,
  freshStore,
  happens,
  type LIVE,
  makeCase,
  saveCase,
  submission,
  T0,
  TEST,
  type TestCase,
  type TestStore,
} from '../kit/make.ts';

export const NOW = shiftMs(T0, 600_000);
export const HELD_MS = 1_800_000;

export interface Wish {
  at?: string;
  country?: string;
  mode?: 'live' | 'test';
  submittedBy?: Actor;
  after?: (one: TestCase) => CaseEvent;
}

export interface Ask {
  now?: string;
  readsFindings?: boolean;
  takesEscalated?: boolean;
  /** As `takesEscalated`, unless told. */
  confirms?: boolean;
  scope?: typeof TEST | typeof LIVE;
}

export interface Queue {
  store: TestStore;
  /** A case in review, and the review's id. Each test has a mode, or a queue, of its own. */
  inReview: (wish?: Wish) => Promise<TestCase & { review: string }>;
  next: (actor: Actor, ask?: Ask) => Promise<string | null>;
  /** Nothing of what was there before is given to anybody any more. */
  empty: () => Promise<void>;
  /** What the audit trail says of the claims of a case. */
  claimsOf: (customer: string) => Promise<object[]>;
}

export async function openQueue(): Promise<Queue> {
  const store = await freshStore();
  return {
    store,
    inReview: (wish) => inReview(store, wish),
    next: (actor, ask) => next(store, actor, ask),
    empty: () => empty(store),
    claimsOf: (customer) => claimsOf(store, customer),
  };
}

/** A final rejection that Anna proposes. */
export function proposal({ state }: TestCase): CaseEvent {
  return {
    kind: 'decision_proposed',
    actor: ANNA,
    outcome: 'reject',
    requirements: null,
    reasons: ['declined_by_reviewer'],
    final: true,
    note: null,
    message: null,
    evidence: evidenceParts(state),
  };
}

async function inReview(store: TestStore, wish: Wish = {}): Promise<TestCase & { review: string }> {
  const { at = T0, country = 'SE', mode = 'test', submittedBy = APP } = wish;
  const details = { ...DETAILS, address: { ...DETAILS.address, country } };
  const one = happens(await makeCase(store, { at, details, mode }), {
    ...submission(),
    actor: submittedBy,
  });
  const two = happens(one, answers(one, 'inconclusive'));
  const three = wish.after ? happens(two, wish.after(two)) : two;
  await saveCase(store, three);
  return { ...three, review: two.state.review?.id ?? '' };
}

function next(store: TestStore, actor: Actor, ask: Ask = {}): Promise<string | null> {
  const { now = NOW, readsFindings = true, takesEscalated = false, scope = TEST } = ask;
  const { confirms = takesEscalated } = ask;
  const asked = { now, until: shiftMs(now, HELD_MS), readsFindings, takesEscalated, confirms };
  return store.database.transaction().execute((trx) => claimNextReview(trx, actor, scope, asked));
}

async function empty(store: TestStore): Promise<void> {
  for (;;) {
    const more = await next(store, BERT, { takesEscalated: true, now: shiftMs(NOW, -1) });
    if (more === null) break;
  }
  await store.database
    .updateTable('review_claim')
    .set({ expires_at: '2099-01-01T00:00:00.000Z' })
    .execute();
}

async function claimsOf(store: TestStore, customer: string): Promise<object[]> {
  const entries = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', customer)
    .where('body', 'like', '%review.claimed%')
    .orderBy('n')
    .execute();
  return entries.map(({ body }) => (JSON.parse(body) as { data: object }).data);
}
