import { sha256Hex } from '../../store/sealing/digest.ts';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shiftMs } from '../../domain/time.ts';
import type { Blobs } from '../../store/blobs/blobs.ts';
import { stageDetails } from '../../store/details/stage-details.ts';
import { newId } from '../../platform/new-id.ts';
import { listChangesUnscoped } from '../../store/record/changes.ts';
import { sweep } from '../../store/sweep.ts';
import { stageText } from '../../store/texts/stage-text.ts';
import { type NewUpload, stageUploads } from '../../store/uploads/stage-uploads.ts';
import {
  APP,
  DETAILS,
  freshStore,
  happens,
  makeCase,
  saveCase,
  T0,
  TEST,
  type TestCase,
  type TestStore,
} from './kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

const CONTENT = Buffer.from('a passport scan');
async function upload(one: TestCase, files: NewUpload[], at = T0) {
  for (const { blob, bytes } of files)
    await store.blobs.put({ customer: one.customer, id: blob, bytes });
  const quota = { day: at.slice(0, 10), files: files.length, bytes: 1 };
  const staged = { customer: one.customer, files, quota, held: null, at, request: 'req_5' };
  return stageUploads(store.database, store.keys, APP, TEST, staged);
}
const file = (document: string, page = 0): NewUpload => ({
  document,
  page,
  side: page === 0 ? 'front' : 'back',
  blob: newId('blob'),
  mediaType: 'image/jpeg',
  bytes: CONTENT,
  sha256: sha256Hex(CONTENT),
});
async function submitted(): Promise<{ one: TestCase; document: string; blob: string }> {
  const one = await makeCase(store);
  const document = newId('document');
  const [stored] = await upload(one, [file(document)]);
  if (!stored) throw new Error('nothing was stored');
  const { side, blob, digest, mediaType } = stored;
  const pages = [{ side, blob, digest, mediaType }];
  const next = happens(one, {
    kind: 'documents_submitted',
    actor: APP,
    documents: [{ id: document, type: 'passport', country: 'SE', pages }],
  });
  await saveCase(store, next);
  return { one: next, document, blob };
}

/** What was staged for a case: one text and version 3 of the details came to be used, the others did not. */
async function withLeftovers(one: TestCase): Promise<{ kept: string }> {
  const { customer } = one;
  const [kept, dropped] = [newId('text'), newId('text')];
  await store.database.transaction().execute(async (trx) => {
    for (const id of [kept, dropped]) {
      const text = { id, customer, kind: 'reason' as const, text: 'x', at: T0 };
      await stageText(trx, store.keys, APP, TEST, text);
    }
    await stageDetails(trx, store.keys, APP, TEST, { customer, details: DETAILS, at: T0 });
    await stageDetails(trx, store.keys, APP, TEST, { customer, details: DETAILS, at: T0 });
  });
  const { present } = one.state;
  const changed = { from: 1, to: 3, changed: ['phone' as const], present, country: 'SE' };
  const locked = happens(one, { kind: 'locked', actor: APP, reason: kept });
  await saveCase(store, happens(locked, { kind: 'details_changed', actor: APP, ...changed }));
  return { kept };
}

/** Ids or numbers of a customer's rows in one column. */
async function left(customer: string) {
  const { database } = store;
  const uploads = await database
    .selectFrom('upload')
    .select('document_id as value')
    .where('customer_id', '=', customer)
    .execute();
  const texts = await database
    .selectFrom('text')
    .select('id as value')
    .where('customer_id', '=', customer)
    .execute();
  const versions = await database
    .selectFrom('details_version')
    .select('version as value')
    .where('customer_id', '=', customer)
    .orderBy('version')
    .execute();
  const lookups = await database
    .selectFrom('lookup')
    .select('details_version as value')
    .distinct()
    .where('customer_id', '=', customer)
    .orderBy('details_version')
    .execute();
  return [uploads, texts, versions, lookups].map((rows) => rows.map(({ value }) => value));
}

test('a day later only what a case refers to is left, rows and blobs', async () => {
  const { one, document, blob } = await submitted();
  const { customer } = one;
  const orphan = file(newId('document'));
  await upload(one, [orphan]);
  const { kept } = await withLeftovers(one);
  const [lost, fresh] = [newId('blob'), newId('blob')];
  for (const id of [lost, fresh]) await store.blobs.put({ customer, id, bytes: CONTENT });
  const now = shiftMs(T0, 48 * 3_600_000);
  const aged = async (id: string, at: string) =>
    utimes(join(store.directory, 'blobs', id.slice(4, 6), id), new Date(at), new Date(at));
  for (const id of [blob, orphan.blob, lost]) await aged(id, T0);
  await aged(fresh, now);
  await sweep(store.database, store.blobs, { now });
  const opens = async (id: string) => {
    const opened = await Promise.allSettled([store.blobs.open({ customer, id })]);
    return opened[0].status === 'fulfilled';
  };
  const found = await Promise.all([blob, orphan.blob, lost, fresh].map(opens));
  expect(found).toEqual([true, false, false, true]);
  expect(await left(customer)).toEqual([[document], [kept], [1, 3], [1, 3]]);
});

const DAY = 24 * 3_600_000;
test('rows of a customer whose case has recorded nothing since stay, for 30 days', async () => {
  const one = await makeCase(store); // recorded at T0; what follows may be accepted and not recorded
  const { customer } = one;
  const at = shiftMs(T0, 30_000);
  await upload(one, [file(newId('document'))], at);
  await store.database.transaction().execute(async (trx) => {
    const id = newId('text');
    await stageText(trx, store.keys, APP, TEST, { id, customer, kind: 'reason', text: 'x', at });
    await stageDetails(trx, store.keys, APP, TEST, { customer, details: DETAILS, at });
  });
  const counts = async () => (await left(customer)).map((rows) => rows.length);
  await sweep(store.database, store.blobs, { now: shiftMs(at, 30 * DAY) });
  expect(await counts()).toEqual([1, 1, 2, 2]);
  await sweep(store.database, store.blobs, { now: shiftMs(at, 30 * DAY + 1) });
  expect(await counts()).toEqual([0, 0, 1, 1]);
});

test('an event of the very minute of staging proves nothing; one of later does', async () => {
  const one = await makeCase(store);
  await upload(one, [file(newId('document'))], shiftMs(T0, 30_000));
  const sweepAndCount = async () => {
    await sweep(store.database, store.blobs, { now: shiftMs(T0, 2 * DAY) });
    return (await left(one.customer))[0]?.length;
  };
  const locked = happens(one, { kind: 'locked', actor: APP, reason: null }); // at T0 + 1 min
  await saveCase(store, locked);
  expect(await sweepAndCount()).toBe(1);
  await saveCase(store, happens(locked, { kind: 'unlocked', actor: APP, reason: null }));
  expect(await sweepAndCount()).toBe(0);
});

test('references of many blobs are looked up together', async () => {
  const { blob: kept } = await submitted();
  const ids = [kept, ...Array.from({ length: 1200 }, () => newId('blob'))];
  const deleted: string[] = [];
  const blobs: Blobs = {
    ...store.blobs,
    list: async function* () {
      for (const id of ids) yield { id, changedAt: T0 };
    },
    delete: async (id) => void deleted.push(id),
  };
  let queries = 0;
  const database = store.database.withPlugin({
    transformQuery: ({ node }) => ((queries += 1), node),
    transformResult: async ({ result }) => result,
  });
  const swept = await sweep(database, blobs, { now: shiftMs(T0, 2 * DAY) });
  expect(swept.blobs).toBe(1200);
  expect(deleted).toEqual(ids.slice(1));
  expect(queries).toBeLessThan(10);
});

test('what is exactly a day old is left', async () => {
  const one = await makeCase(store);
  await upload(one, [file(newId('document'))]);
  await sweep(store.database, store.blobs, { now: shiftMs(T0, 24 * 3_600_000) });
  expect((await left(one.customer))[0]).toHaveLength(1);
});

test('changes of cases are kept for 30 days by the clock that wrote them', async () => {
  const { customer } = await makeCase(store);
  const kept = async () => {
    await sweep(store.database, store.blobs, { now: T0 });
    return (await listChangesUnscoped(store.database, { customer, after: 0 })).length;
  };
  const recorded = (ago: string) =>
    sql`UPDATE case_change SET recorded_at = now() - ${ago}::interval
      WHERE customer_id = ${customer}`.execute(store.database);
  await recorded('29 days 23 hours');
  expect(await kept()).toBe(1);
  await recorded('30 days 1 minute');
  expect(await kept()).toBe(0);
});
