import { sha256Hex } from '../../../store/sealing/digest.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mode } from '../../../domain/access/access.ts';
import { storeFindings } from '../../../store/findings/store-findings.ts';
import { newId } from '../../../platform/new-id.ts';
import { findTestValues } from '../../../store/uploads/find-test-values.ts';
import { type NewUpload, stageUploads } from '../../../store/uploads/stage-uploads.ts';
import { APP, freshStore, makeCase, T0, type TestStore } from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

/** A document of two files; each with what its name holds. */
async function staged(mode: Mode, ...pages: string[][]) {
  const { customer } = await makeCase(store, { mode });
  const document = newId('document');
  const files = pages.map((magic, page): NewUpload => ({
    document,
    page,
    side: page === 0 ? 'front' : 'back',
    blob: newId('blob'),
    mediaType: 'image/png',
    bytes: Buffer.from('a card'),
    sha256: sha256Hex('a card'),
    magic,
  }));
  const quota = { day: T0.slice(0, 10), files: files.length, bytes: 1 };
  const input = { customer, files, quota, held: null, at: T0 };
  await stageUploads(store.database, store.keys, APP, { mode }, input);
  return { customer, document };
}

const find = (one: { customer: string; document: string }, detailsVersion = 1) =>
  findTestValues(store.database, { ...one, detailsVersion });

test('the values of all files of a test customer’s document are found, each once', async () => {
  const one = await staged('test', ['pass_slowly', 'fail_image_dark'], ['pass_slowly']);
  expect(await find(one)).toEqual({
    values: ['pass_slowly', 'fail_image_dark'],
    isChanged: false,
  });
  const other = await staged('test', [], []);
  expect(await find(other)).toBeNull();
  expect(await find({ customer: other.customer, document: one.document })).toBeNull();
});

test('a live customer’s are neither stored nor, forged, found', async () => {
  const one = await staged('live', ['pass_all']);
  const rows = store.database.selectFrom('upload').select('test_values');
  const kept = rows.where('document_id', '=', one.document);
  expect(await kept.execute()).toEqual([{ test_values: null }]);
  const forged = store.database.updateTable('upload').set({ test_values: 'pass_all' });
  await forged.where('document_id', '=', one.document).execute();
  expect(await kept.execute()).toEqual([{ test_values: 'pass_all' }]);
  expect(await find(one)).toBeNull();
});

test('what was judged with earlier details is told apart from what was not', async () => {
  const { customer, document } = await staged('test', ['pass_until_changed']);
  const finding = {
    id: newId('check'),
    kind: 'identity_match' as const,
    outcome: 'pass' as const,
    reasons: [],
    readings: [],
    pieces: [],
    measures: {},
    notProven: [],
    engine: 'test-mode/1',
    startedAt: T0,
    endedAt: T0,
  };
  const policy = { name: 'standard', version: 1 };
  const round = { customer, document, detailsVersion: 1, policy, findings: [finding], at: T0 };
  await store.database.transaction().execute((trx) => storeFindings(trx, store.keys, APP, round));
  const values = ['pass_until_changed'];
  expect(await find({ customer, document }, 1)).toEqual({ values, isChanged: false });
  expect(await find({ customer, document }, 2)).toEqual({ values, isChanged: true });
});

test('the column takes words alone', async () => {
  const one = await staged('test', ['pass_all']);
  const words = store.database.updateTable('upload').where('document_id', '=', one.document);
  await expect(words.set({ test_values: 'Anna Eriksson.jpg' }).execute()).rejects.toThrow(
    'upload_test_values_check',
  );
});
