import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseFilter } from '../../../domain/policy/move.ts';
import { newId } from '../../../platform/new-id.ts';
import { advanceMove, endMove, startMove, takePage } from '../../../store/policies/advance-move.ts';
import { beginMove, cancelMove } from '../../../store/policies/begin-move.ts';
import { getMove, listOpenMovesUnscoped } from '../../../store/policies/policy-move.ts';
import type { Database } from '../../../store/db/database.ts';
import type { Transaction } from 'kysely';
import { APP, freshStore, LIVE, makeCase, T0, TEST, type TestStore } from '../kit/make.ts';

let store: TestStore;
let customers: string[];
const SEEING = { ...TEST, readsFindings: true };
beforeAll(async () => {
  store = await freshStore();
  customers = [];
  for (let n = 0; n < 5; n += 1) {
    const at = `2027-01-10T09:00:0${n}.000Z`;
    customers.unshift((await makeCase(store, { at })).customer); // the newest is asked first
  }
});
afterAll(() => store.end());

const within = <T>(work: (trx: Transaction<Database>) => Promise<T>): Promise<T> =>
  store.database.transaction().execute(work);

async function begun(filter: CaseFilter = {}): Promise<string> {
  const id = newId('policyMove');
  const policy = { name: 'manual', version: 1 };
  const input = { id, mode: 'test' as const, policy, filter, at: T0, request: 'req_1' };
  await within((trx) => beginMove(trx, APP, input));
  await within((trx) => beginMove(trx, APP, { ...input, filter: { level: 'other' } }));
  return id;
}

const actionsOf = async (id: string) => {
  const rows = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('body', 'like', `%${id}%`)
    .execute();
  return rows.map(({ body }) => (JSON.parse(body) as { action: string }).action);
};

test('a move goes through its cases page by page, and counts each page once', async () => {
  const id = await begun();
  const started = await within((trx) => startMove(trx, { id, at: T0 }));
  expect(started).toMatchObject({ state: 'running', total: 5, filter: {} });
  const seen: string[] = [];
  for (const size of [2, 2, 1, 0]) {
    const { page } = await within((trx) => takePage(trx, { id, limit: 2 }));
    const again = await within((trx) => takePage(trx, { id, limit: 3 }));
    expect(again.page).toEqual(page);
    expect(page).toHaveLength(size);
    seen.push(...page.map((one) => one.id));
    const answers = page.map((_, n) => (n === 0 ? null : ('case_closed' as const)));
    const asked = { page, answers };
    await Promise.all([1, 2].map(() => within((trx) => advanceMove(trx, { id, asked }))));
  }
  expect(seen).toEqual(customers);
  for (const state of ['done', 'cancelled'] as const) {
    await within((trx) => endMove(trx, { id, state, at: T0 }));
  }
  const ended = await getMove(store.database, SEEING, id);
  expect(ended).toMatchObject({ state: 'done', done: 5, moved: 3, refused: { case_closed: 2 } });
  expect(await actionsOf(id)).toEqual([
    'policy_move.begun',
    'policy_move.started',
    'policy_move.ended',
  ]);
});

test('a case that leaves the filter while its page is asked is counted all the same', async () => {
  const id = await begun({ customer: customers[0] });
  const { page } = await within((trx) => takePage(trx, { id, limit: 2 }));
  await store.database
    .updateTable('case')
    .set({ policy_name: 'manual' })
    .where('customer_id', '=', customers[0] ?? '')
    .execute();
  expect((await within((trx) => takePage(trx, { id, limit: 2 }))).page).toEqual(page);
});

test('a move is stopped once, by who may see it, and is open until it ended', async () => {
  const id = await begun();
  const open = () =>
    listOpenMovesUnscoped(store.database, { createdBefore: '2027-01-11T00:00:00Z' });
  expect(await open()).toContain(id);
  const cancel = (scope: typeof TEST | typeof LIVE) =>
    within((trx) => cancelMove(trx, APP, scope, { id, at: T0 }));
  await expect(cancel(LIVE)).rejects.toMatchObject({ code: 'not_found' });
  await expect(getMove(store.database, { ...SEEING, ...LIVE }, id)).rejects.toMatchObject({
    code: 'not_found',
  });
  await within((trx) => startMove(trx, { id, at: T0 }));
  const taken = await within((trx) => takePage(trx, { id, limit: 2 }));
  await cancel(TEST);
  await cancel(TEST);
  // What an earlier run began may be moved in part: it is asked and counted, and nothing behind it.
  const { page } = await within((trx) => takePage(trx, { id, limit: 2 }));
  expect(page).toEqual(taken.page);
  await within((trx) => advanceMove(trx, { id, asked: { page, answers: [null, null] } }));
  expect(await within((trx) => takePage(trx, { id, limit: 2 }))).toMatchObject({
    page: [],
    moved: 2,
  });
  await within((trx) => endMove(trx, { id, state: 'cancelled', at: T0 }));
  await expect(cancel(TEST)).rejects.toMatchObject({ code: 'nothing_changed' });
  expect(await open()).not.toContain(id);
  expect(await actionsOf(id)).toEqual([
    'policy_move.begun',
    'policy_move.started',
    'policy_move.cancelled',
    'policy_move.ended',
  ]);
});
