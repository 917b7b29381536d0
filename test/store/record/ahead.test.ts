import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseEvent } from '../../../domain/case/event.ts';
import { shiftMs } from '../../../domain/time.ts';
import { getCustomerInScope } from '../../../store/customers/get-customer.ts';
import { findCommandUnscoped, listChangesUnscoped } from '../../../store/record/changes.ts';
import { createStandings, recordCase } from '../../../store/record/record-case.ts';
import {
  APP,
  freshStore,
  happens,
  makeCase,
  makeCustomer,
  openTestCase,
  submission,
  TEST,
  type TestCase,
  type TestStore,
} from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

const LOCK: CaseEvent = { kind: 'locked', actor: APP, reason: null };
const UNLOCK: CaseEvent = { kind: 'unlocked', actor: APP, reason: null };

/** An event as an update of this id brings it. */
function asked(one: TestCase, event: CaseEvent, command: string, lateMs = 60_000): TestCase {
  const next = happens(one, event, shiftMs(one.recorded.at(-1)?.at ?? '', lateMs));
  const recorded = next.recorded.map((told, index) =>
    index === next.recorded.length - 1 ? { ...told, command } : told,
  );
  return { ...next, recorded };
}

const last = (one: TestCase, count = 1) => ({
  state: one.state,
  events: one.recorded.slice(-count),
});
const record = (batch: ReturnType<typeof last>, standings = createStandings()) =>
  recordCase(store.database, batch, standings);
const rowOf = ({ customer }: TestCase) => getCustomerInScope(store.database, TEST, customer);

test('a version that another change has is not recorded, and that change is the answer', async () => {
  const one = await makeCase(store);
  const seen = asked(one, submission(), 'upd-submit');
  await record(last(seen));
  const other = asked(one, LOCK, 'upd-lock');
  const answer = await record(last(other));
  expect(answer).toEqual({
    changes: [
      {
        version: 2,
        at: seen.recorded.at(-1)?.at,
        command: 'upd-submit',
        event: JSON.parse(JSON.stringify(seen.recorded.at(-1)?.event)),
      },
    ],
  });
  expect(await rowOf(one)).toMatchObject({ version: 2, statusReason: 'verifying' });
});

test('the same event of another command, or at another instant, is another change', async () => {
  const one = await makeCase(store);
  await record(last(asked(one, LOCK, 'upd-1')));
  expect(await record(last(asked(one, LOCK, 'upd-1')))).toEqual({ fresh: [] });
  expect(await record(last(asked(one, LOCK, 'upd-2')))).toHaveProperty('changes');
  expect(await record(last(asked(one, LOCK, 'upd-1', 61_000)))).toHaveProperty('changes');
});

test('a process that remembers a case is told just the same', async () => {
  const mine = createStandings();
  const one = openTestCase(await makeCustomer(store));
  await record(last(one), mine);
  await record(last(asked(one, submission(), 'upd-a')), mine);
  const answer = await record(last(asked(one, LOCK, 'upd-b')), mine);
  expect(answer).toMatchObject({ changes: [{ version: 2, command: 'upd-a' }] });
});

test('a recording without events tells whether the row has more', async () => {
  const one = await makeCase(store);
  const nothing = { state: one.state, events: [] };
  expect(await record(nothing)).toEqual({ fresh: [] });
  const locked = asked(one, LOCK, 'upd-1');
  await record(last(locked));
  await record(last(asked(locked, UNLOCK, 'upd-2')));
  expect(await record(nothing)).toMatchObject({
    changes: [
      { version: 2, command: 'upd-1', event: LOCK },
      { version: 3, command: 'upd-2', event: UNLOCK },
    ],
  });
});

test('a batch that the row has, and more after it, is answered with all from its beginning', async () => {
  const one = openTestCase(await makeCustomer(store));
  const locked = asked(one, LOCK, 'upd-1');
  await record(last(locked, 2));
  expect(await record(last(one))).toMatchObject({ changes: [{ version: 1 }, { version: 2 }] });
});

test('versions that nobody kept, and another opening, are followed by nothing', async () => {
  const one = await makeCase(store);
  await record(last(asked(one, submission(), 'upd-1')));
  await store.database.deleteFrom('case_change').where('customer_id', '=', one.customer).execute();
  expect(await record(last(asked(one, LOCK, 'upd-2')))).toBe('unkept');

  const opening = await makeCustomer(store);
  await record(last(openTestCase(opening)));
  const facts = { ...opening.facts, country: 'NO' };
  expect(await record(last(openTestCase({ ...opening, facts })))).toBe('unkept');
});

test('each change is kept with its command, by which a caller finds it', async () => {
  const one = await makeCase(store);
  await record(last(asked(one, LOCK, 'upd-1')));
  const { customer } = one;
  const kept = await listChangesUnscoped(store.database, { customer, after: 0 });
  expect(kept.map(({ version, command }) => [version, command])).toEqual([
    [1, null],
    [2, 'upd-1'],
  ]);
  const found = (command: string, version: number) =>
    findCommandUnscoped(store.database, { customer, command, version });
  expect(await found('upd-1', 2)).toBe(2);
  expect(await found('upd-other', 2)).toBeNull();
  expect(await found('upd-other', 7)).toBeUndefined();
});
