import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonical } from '../../../store/sealing/canonical.ts';
import { exportAudit } from '../../../store/audit/export-audit.ts';
import { PROCESS_CHAIN } from '../../../store/audit/process-chain.ts';
import { verifyAudit } from '../../../store/audit/verify-audit.ts';
import { writeCheckpoint } from '../../../store/audit/checkpoint.ts';
import { changeMetadata } from '../../../store/customers/change-customer.ts';
import {
  answers,
  APP,
  BERT,
  freshStore,
  happens,
  makeCase,
  saveCase,
  submission,
  T0,
  TEST,
  type TestStore,
} from '../kit/make.ts';

let store: TestStore;
let lines: string[];
let other: string[];
let publicKey: string;
beforeAll(async () => {
  store = await freshStore();
  const customer = await busyCustomer();
  other = await exported(await busyCustomer());
  lines = await exported(customer);
  publicKey = (JSON.parse(lines.at(-2) ?? '') as { public: string }).public;
});
afterAll(() => store.end());

async function busyCustomer(): Promise<string> {
  const one = happens(await makeCase(store), submission());
  const two = happens(one, answers(one, 'inconclusive'));
  await saveCase(store, two);
  await store.database.transaction().execute((trx) =>
    changeMetadata(trx, store.keys, APP, TEST, {
      id: one.customer,
      metadata: { plan: 'red' },
      at: T0,
    }),
  );
  return one.customer;
}
function exported(customer: string): Promise<string[]> {
  return store.database
    .transaction()
    .execute((trx) =>
      exportAudit(trx, store.keys, BERT, TEST, { customer, at: T0, request: 'req_x' }),
    );
}

test('an untouched export verifies, and its last entry is the export itself', () => {
  expect(verifyAudit(lines, { publicKey })).toEqual({
    ok: true,
    entries: lines.length - 4,
    problems: [],
  });
  const last = JSON.parse(lines.at(-4) ?? '') as { body: string };
  expect(JSON.parse(last.body)).toMatchObject({
    action: 'audit.exported',
    actor: BERT,
    request: 'req_x',
  });
});

test('the export opens the private part of an entry, which the chain holds only by digest', () => {
  const entry = lines
    .map((line) => JSON.parse(line) as { detail?: { value: string } | null })
    .find(({ detail }) => detail);
  expect(entry?.detail?.value).toBe('{"from":{"plan":"gold"},"to":{"plan":"red"}}');
});

const tampering = fc.oneof(
  fc.tuple(fc.constant('letter' as const), fc.nat(), fc.nat(), fc.integer({ min: 32, max: 126 })),
  fc.tuple(
    fc.constant('cut letters' as const),
    fc.nat(),
    fc.nat(),
    fc.integer({ min: 1, max: 40 }),
  ),
  fc.tuple(fc.constant('delete' as const), fc.nat(), fc.nat(), fc.integer({ min: 1, max: 3 })),
  fc.tuple(fc.constant('swap' as const), fc.nat(), fc.nat(), fc.constant(0)),
  fc.tuple(fc.constant('repeat' as const), fc.nat(), fc.nat(), fc.constant(0)),
  fc.tuple(fc.constant('cut tail' as const), fc.nat(), fc.nat(), fc.constant(0)),
  fc.tuple(fc.constant('cut middle' as const), fc.nat(), fc.nat(), fc.constant(0)),
  fc.tuple(fc.constant('transplant' as const), fc.nat(), fc.nat(), fc.constant(0)),
);

function tamper([how, a, b, c]: [string, number, number, number]): string[] {
  const [i, j] = [a % lines.length, b % lines.length];
  const changed = [...lines];
  const line = changed[i] ?? '';
  const at = b % line.length;
  if (how === 'letter')
    changed[i] = line.slice(0, at) + String.fromCharCode(c) + line.slice(at + 1);
  if (how === 'cut letters') changed[i] = line.slice(0, at) + line.slice(at + c);
  if (how === 'delete') changed.splice(i, c);
  if (how === 'swap') [changed[i], changed[j]] = [changed[j] ?? '', line];
  if (how === 'repeat') changed.splice(j, 0, line);
  if (how === 'cut tail') changed.length = i;
  if (how === 'cut middle') changed.splice(1 + (a % (lines.length - 4)), 1 + (b % 3));
  if (how === 'transplant') changed[i] = other[j] ?? '';
  return changed;
}

test('1,000 random edits, deletions, swaps, cuts and transplants are all found', () => {
  let tried = 0;
  fc.assert(
    fc.property(tampering, (how) => {
      const changed = tamper(how);
      fc.pre(changed.join('\n') !== lines.join('\n'));
      tried += 1;
      expect(verifyAudit(changed, { publicKey }).ok).toBe(false);
      expect(verifyAudit(changed).ok).toBe(false);
    }),
    { numRuns: 1000, maxSkipsPerRun: 1000 },
  );
  expect(tried).toBeGreaterThanOrEqual(1000);
});

/** Who knows the format but not the audit key: hashes are made anew from the changed entry on. */
function rehash(from: number, change: (body: string) => string): string[] {
  const entries = lines
    .slice(1, -3)
    .map((line) => JSON.parse(line) as { body: string; hash: string; prev: string });
  let prev = entries[0]?.prev ?? '';
  const forged = entries.map((entry, index) => {
    const body = index === from ? change(entry.body) : entry.body;
    const hash = createHash('sha256').update(Buffer.from(prev, 'hex')).update(body).digest('hex');
    const line = canonical({ ...entry, body, hash, prev });
    prev = hash;
    return line;
  });
  return [lines[0] ?? '', ...forged, ...lines.slice(-3)];
}

test('old history hashed anew is found at every entry, by the checkpoint and not only by the signature', () => {
  for (let entry = 0; entry < lines.length - 4; entry += 1) {
    const forged = rehash(entry, (body) => body.replace('"at":"2027', '"at":"2028'));
    const { problems } = verifyAudit(forged);
    expect(problems.map(({ problem }) => problem)).toContain('covers another history');
  }
});

test('a tail cut with its count corrected is found by the checkpoint', () => {
  const head = JSON.parse(lines[0] ?? '') as { entries: number };
  const cut = [
    canonical({ ...head, entries: head.entries - 1 }),
    ...lines.slice(1, -4),
    ...lines.slice(-3),
  ];
  const { problems } = verifyAudit(cut);
  expect(problems.map(({ problem }) => problem)).toContain(
    'covers another number of entries: the tail was cut',
  );
});

test('a file signed as a whole with another key is found by who knows the operator’s key', async () => {
  const stranger = await freshStore();
  const one = await makeCase(stranger);
  const file = await stranger.database
    .transaction()
    .execute((trx) =>
      exportAudit(trx, stranger.keys, BERT, TEST, { customer: one.customer, at: T0 }),
    );
  expect(verifyAudit(file).ok).toBe(true);
  expect(verifyAudit(file, { publicKey }).problems.map(({ problem }) => problem)).toEqual([
    'is not the key that you trust',
  ]);
  await stranger.end();
});

test('after erasure the trail still verifies, without its private parts', async () => {
  const customer = await busyCustomer();
  await store.keys.destroy(customer);
  const file = await exported(customer);
  expect(verifyAudit(file, { publicKey }).ok).toBe(true);
  expect(file.join()).not.toContain('plan');
  expect(file.join()).toContain('{"erased":true}');
});

test('checkpoints follow one another, cover what moved, and one is written when nothing moved', async () => {
  const at = '2027-01-10T10:00:00.000Z';
  expect(await writeCheckpoint(store.database, store.keys, { at })).toBe(true);
  expect(await writeCheckpoint(store.database, store.keys, { at })).toBe(true);
  const rows = await store.database
    .selectFrom('audit_checkpoint')
    .selectAll()
    .orderBy('n')
    .execute();
  const bodies = rows.map(
    ({ body }) => JSON.parse(body) as { n: number; prev: string; leaves: number },
  );
  bodies.forEach((body, index) => {
    expect(body.n).toBe(index + 1);
    const before = rows[index - 1];
    if (before) expect(body.prev).toBe(createHash('sha256').update(before.body).digest('hex'));
  });
  expect(bodies.at(-1)?.leaves).toBe(0);
  const left = await store.database
    .selectFrom('audit_chain')
    .select('id')
    .whereRef('count', '>', 'covered')
    .execute();
  expect(left).toEqual([]);
});

test('of writers at once exactly one writes', async () => {
  const at = '2027-01-10T10:01:00.000Z';
  const counted = async () => {
    const row = await store.database
      .selectFrom('audit_checkpoint')
      .select((eb) => eb.fn.countAll<string>().as('n'))
      .executeTakeFirstOrThrow();
    return Number(row.n);
  };
  const before = await counted();
  const wrote = await Promise.all(
    [1, 2, 3].map(() => writeCheckpoint(store.database, store.keys, { at })),
  );
  expect(await counted()).toBe(before + wrote.filter(Boolean).length);
});

test('a process’s own chain begins with the latest checkpoint', async () => {
  const row = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', PROCESS_CHAIN)
    .where('n', '=', 1)
    .executeTakeFirstOrThrow();
  expect(JSON.parse(row.body)).toMatchObject({
    action: 'process.started',
    data: { checkpoint: 0 },
  });
});
