import { afterAll, beforeAll, expect, test } from 'vitest';
import { SYSTEM } from '../../../domain/access/access.ts';
import type { Finding } from '../../../domain/checks/findings.ts';
import { listChecks } from '../../../store/checks/list-checks.ts';
import { revealReadings } from '../../../store/checks/reveal-readings.ts';
import { openRound } from '../../../store/findings/open-round.ts';
import { registerIdentityNumber } from '../../../store/findings/register-identity-number.ts';
import { listAnswers, storeFindings } from '../../../store/findings/store-findings.ts';
import { newId } from '../../../platform/new-id.ts';
import {
  answers,
  APP,
  BERT,
  DETAILS,
  freshStore,
  happens,
  makeCase,
  saveCase,
  submission,
  T0,
  TEST,
  type TestCase,
  type TestStore,
} from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

const POLICY = { name: 'standard', version: 1 };
function finding(id: string, more: Partial<Finding> = {}): Finding {
  return {
    id,
    kind: 'identity_reading',
    outcome: 'pass',
    reasons: [],
    validUntil: '2031-01-01T00:00:00.000Z',
    readings: [{ field: 'document_number', value: 'CANARY123', page: 0, box: [1, 2, 3, 4] }],
    pieces: [{ name: 'names', score: 0.93, weight: 1 }],
    measures: { angle: 1.5 },
    notProven: ['that it is genuine'],
    engine: 'mrz@1',
    startedAt: T0,
    endedAt: T0,
    ...more,
  };
}
async function submitted(): Promise<{ one: TestCase; document: string; check: string }> {
  const document = newId('document');
  const one = happens(await makeCase(store), submission(document));
  await saveCase(store, one);
  const check = one.state.checks.find(({ kind }) => kind === 'identity_reading')?.id ?? '';
  return { one, document, check };
}
const put = (customer: string, document: string, findings: Finding[], detailsVersion = 1) =>
  store.database.transaction().execute((trx) =>
    storeFindings(trx, store.keys, SYSTEM, {
      customer,
      document,
      detailsVersion,
      policy: POLICY,
      findings,
      at: T0,
    }),
  );
const entriesOf = async (chain: string) =>
  (
    await store.database
      .selectFrom('audit_entry')
      .select('body')
      .where('chain', '=', chain)
      .orderBy('n')
      .execute()
  ).map(({ body }) => JSON.parse(body) as { action: string; data: unknown });

test('a finding is stored once per check; its readings are sealed and open by a reveal that leaves an entry', async () => {
  const {
    one: { customer },
    document,
    check,
  } = await submitted();
  await put(customer, document, [finding(check)]);
  await put(customer, document, [finding(check, { outcome: 'fail' })]);
  const row = await store.database
    .selectFrom('finding')
    .selectAll()
    .where('check_id', '=', check)
    .executeTakeFirstOrThrow();
  expect(row.readings.includes('CANARY')).toBe(false);
  expect(row).toMatchObject({
    outcome: 'pass',
    late: false,
    policy_name: 'standard',
    details_version: 1,
  });
  const listed = (await listChecks(store.database, TEST, customer)).find(({ id }) => id === check);
  expect(listed?.finding).toMatchObject({
    pieces: [{ score: 0.93 }],
    measures: { angle: 1.5 },
    engine: 'mrz@1',
    late: false,
  });
  expect(JSON.stringify(listed)).not.toContain('CANARY');
  const readings = await store.database
    .transaction()
    .execute((trx) => revealReadings(trx, store.keys, BERT, TEST, { customer, at: T0 }));
  expect(readings.get(check)).toEqual(finding(check).readings);
  const actions = (await entriesOf(customer)).map(({ action }) => action);
  expect(actions.filter((action) => action === 'finding.stored')).toHaveLength(1);
  expect(actions.at(-1)).toBe('readings.revealed');
});

test('a repeated round is told which checks have their answer', async () => {
  const {
    one: { customer },
    document,
    check,
  } = await submitted();
  await put(customer, document, [finding(check)]);
  const stored = await listAnswers(store.database, { customer, checks: [check, 'chk_other'] });
  expect(stored).toEqual([
    {
      id: check,
      kind: 'identity_reading',
      outcome: 'pass',
      reasons: [],
      validUntil: '2031-01-01T00:00:00.000Z',
    },
  ]);
  expect(await listAnswers(store.database, { customer, checks: [] })).toEqual([]);
  const of = (id: string | null) =>
    listAnswers(store.database, { customer, checks: [check], document: id });
  expect(await of(document)).toEqual(stored);
  expect(await of('doc_other')).toEqual([]);
  expect(await of(null)).toEqual([]);
});

/** The case after its passport was rejected. */
function rejected(one: TestCase): TestCase {
  const expired = answers(one, 'pass');
  if (expired.kind !== 'checks_answered') throw new Error('no answers');
  const findings = expired.findings.map((answer) =>
    answer.kind === 'identity_validity'
      ? { ...answer, outcome: 'fail' as const, reasons: ['document_expired' as const] }
      : answer,
  );
  return happens(one, { ...expired, findings });
}

test('a finding of a document that was replaced meanwhile is stored and marked late', async () => {
  const { one, document, check } = await submitted();
  await saveCase(store, rejected(one));
  await put(one.customer, document, [finding(check)]);
  const row = await store.database
    .selectFrom('finding')
    .select('late')
    .where('check_id', '=', check)
    .executeTakeFirstOrThrow();
  expect(row.late).toBe(true);
});

test('a round opens details and earlier readings, and one entry names all of it', async () => {
  const {
    one: { customer },
    document,
    check,
  } = await submitted();
  await put(customer, document, [finding(check)]);
  const round = await store.database.transaction().execute((trx) =>
    openRound(trx, store.keys, SYSTEM, {
      customer,
      detailsVersion: 1,
      documents: [document],
      at: T0,
    }),
  );
  expect(round.details).toEqual(DETAILS);
  expect(round.readings.get(check)?.[0]?.value).toBe('CANARY123');
  expect((await entriesOf(customer)).at(-1)).toMatchObject({
    action: 'round.opened',
    data: { version: 1, documents: [document], checks: [check] },
  });
});

test('of two customers who bring one document number at once, at least one sees the other', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [a, b] = [await makeCase(store), await makeCase(store)];
    const register = ({ customer }: TestCase, number: string) =>
      registerIdentityNumber(store.database, store.keys, APP, {
        customer,
        document: newId('document'),
        mode: 'test',
        country: 'SE',
        number,
        isCertain: true,
        at: T0,
      });
    const seen = await Promise.all([register(a, `AA-${round}00`), register(b, `aa ${round}00`)]);
    expect(seen.some(({ others }) => others === 1)).toBe(true);
    expect(await register(a, `AA${round}00`)).toEqual({ others: 1, alike: 0 });
  }
});

test('a number on a document being verified counts; once that is rejected it does not', async () => {
  const thief = await submitted();
  const holder = await submitted();
  const register = ({ one, document }: { one: TestCase; document: string }) =>
    registerIdentityNumber(store.database, store.keys, APP, {
      customer: one.customer,
      document,
      mode: 'test',
      country: 'SE',
      number: 'STOLEN1',
      isCertain: true,
      at: T0,
    });
  await register(thief);
  expect(await register(holder)).toEqual({ others: 1, alike: 0 });
  await saveCase(store, rejected(thief.one));
  expect(await register(holder)).toEqual({ others: 0, alike: 0 });
  expect(await register(thief)).toEqual({ others: 1, alike: 0 });
});

test('a number counts neither in the other mode nor against its own customer', async () => {
  const { customer } = await makeCase(store);
  const input = {
    customer,
    mode: 'test' as const,
    country: 'SE',
    number: 'ZZ1',
    isCertain: true,
    at: T0,
  };
  const register = (more: object) =>
    registerIdentityNumber(store.database, store.keys, APP, {
      ...input,
      document: newId('document'),
      ...more,
    });
  expect(await register({})).toEqual({ others: 0, alike: 0 });
  expect(await register({})).toEqual({ others: 0, alike: 0 });
  expect(await register({ customer: 'cus_live', mode: 'live' })).toEqual({ others: 0, alike: 0 });
  expect(await register({ customer: 'cus_other' })).toEqual({ others: 1, alike: 0 });
  expect(await register({ customer: 'cus_third', country: 'NO' })).toEqual({ others: 0, alike: 0 });
});

test('a number of print alone meets what it may be, and no certain number meets its twin', async () => {
  const register = async (number: string, isCertain: boolean) => {
    const { customer } = await makeCase(store);
    const input = { customer, mode: 'test' as const, country: 'SE', at: T0 };
    const document = newId('document');
    const of = { ...input, document, number, isCertain };
    return registerIdentityNumber(store.database, store.keys, APP, of);
  };
  expect(await register('B0I2345', true)).toEqual({ others: 0, alike: 0 });
  // both certain: a letter apart is another document
  expect(await register('B012345', true)).toEqual({ others: 0, alike: 0 });
  // O for 0: either of the two may be the one that was misread
  expect(await register('BOI2345', false)).toEqual({ others: 0, alike: 2 });
  expect(await register('B012345', false)).toEqual({ others: 1, alike: 2 });
  // and the misread ones are met by a certain one later
  expect(await register('80I2345', true)).toEqual({ others: 0, alike: 2 });
  expect(await register('B912345', true)).toEqual({ others: 0, alike: 0 });
});
