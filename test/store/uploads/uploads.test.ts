import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestWith, sha256Hex } from '../../../store/sealing/digest.ts';
import { listDocuments, getDocument } from '../../../store/documents/document.ts';
import { revealPage } from '../../../store/documents/reveal-page.ts';
import { storeCleanPages } from '../../../store/findings/store-clean-pages.ts';
import { newId } from '../../../platform/new-id.ts';
import { AADS } from '../../../store/sealing/aads.ts';
import { openSealed } from '../../../store/sealing/sealed-json.ts';
import { revealTexts } from '../../../store/texts/reveal-texts.ts';
import { stageText } from '../../../store/texts/stage-text.ts';
import { beginIdempotent } from '../../../store/idempotency/begin-idempotent.ts';
import { type NewUpload, stageUploads } from '../../../store/uploads/stage-uploads.ts';
import {
  ANNA,
  APP,
  BERT,
  freshStore,
  happens,
  LIVE,
  makeCase,
  saveCase,
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
const actionsOf = async (chain: string) => {
  const rows = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', chain)
    .orderBy('n')
    .execute();
  return rows.map(
    ({ body }) => JSON.parse(body) as { action: string; reasons?: string[]; data?: unknown },
  );
};

test('an upload answers its plain hash, and keeps it sealed beside the salt of its digest', async () => {
  const one = await makeCase(store);
  const document = newId('document');
  const [stored] = await upload(one, [file(document)]);
  const sha256 = createHash('sha256').update(CONTENT).digest('hex');
  expect(stored).toMatchObject({ document, page: 0, bytes: CONTENT.length, sha256 });
  const row = await store.database
    .selectFrom('upload')
    .selectAll()
    .where('document_id', '=', document)
    .executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain(sha256);
  const salt = await openSealed(store.keys, one.customer, AADS.salt(document, 0), row.salt);
  expect(digestWith(salt, CONTENT)).toBe(stored?.digest);
  expect(
    (await openSealed(store.keys, one.customer, AADS.sha256(document, 0), row.sha256)).toString(),
  ).toBe(sha256);
});

test('the same files again give the first digests and no second entry', async () => {
  const one = await makeCase(store);
  const files = [file(newId('document')), file(newId('document')), file(newId('document'), 1)];
  const first = await upload(one, files);
  const again = await upload(one, files);
  expect(again).toEqual(first);
  expect(new Set(first.map(({ digest }) => digest)).size).toBe(3);
  const entries = (await actionsOf(one.customer)).filter(
    ({ action }) => action === 'document.uploaded',
  );
  expect(entries).toHaveLength(1);
});

test('nothing is staged for a customer of another mode', async () => {
  const { customer } = await makeCase(store, { mode: 'live' });
  const quota = { day: T0.slice(0, 10), files: 1, bytes: 1 };
  const input = { customer, files: [file(newId('document'))], quota, held: null, at: T0 };
  const staged = stageUploads(store.database, store.keys, APP, TEST, input);
  await expect(staged).rejects.toMatchObject({ code: 'not_found' });
});

test('a recorded document is listed with its files; its clean page opens with a reason, audited', async () => {
  const { one, document } = await submitted();
  const { customer } = one;
  const [listed] = await listDocuments(store.database, TEST, customer);
  expect(listed).toMatchObject({
    id: document,
    customer,
    requirement: 'identity',
    state: 'verifying',
    cleanPages: 0,
  });
  expect(listed?.files).toMatchObject([
    { page: 0, side: 'front', mediaType: 'image/jpeg', bytes: CONTENT.length },
  ]);
  await expect(getDocument(store.database, LIVE, document)).rejects.toMatchObject({
    code: 'not_found',
  });
  const look = () =>
    store.database
      .transaction()
      .execute((trx) =>
        revealPage(trx, ANNA, TEST, { document, page: 0, reason: 'review', at: T0 }),
      );
  await expect(look()).rejects.toMatchObject({ code: 'not_found' });
  const page = {
    page: 0,
    side: 'front' as const,
    blob: newId('blob'),
    mediaType: 'image/png',
    width: 10,
    height: 20,
    bytes: 4,
  };
  const store2 = () =>
    store.database
      .transaction()
      .execute((trx) => storeCleanPages(trx, APP, { customer, document, pages: [page], at: T0 }));
  expect(await store2()).toEqual([page]);
  expect(await store2()).toEqual([page]);
  expect(await look()).toEqual({ customer, blob: page.blob, mediaType: 'image/png', bytes: 4 });
  expect((await getDocument(store.database, TEST, document)).cleanPages).toBe(1);
  const entries = await actionsOf(customer);
  expect(entries.filter(({ action }) => action === 'page.cleaned')).toHaveLength(1);
  expect(entries.at(-1)).toMatchObject({
    action: 'page.revealed',
    reasons: ['review'],
    data: { page: 0 },
  });
});

test('quota: sixty files or 200 MB a day, counted together by racers, and another day is another', async () => {
  const { customer } = await makeCase(store);
  const take = (files: number, bytes = 1, day = '2027-01-10') =>
    stageUploads(store.database, store.keys, APP, TEST, {
      customer,
      files: [file(newId('document'))],
      quota: { day, files, bytes },
      held: null,
      at: T0,
    });
  const tries = await Promise.allSettled(Array.from({ length: 70 }, () => take(1)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(60);
  await expect(take(1)).rejects.toMatchObject({ code: 'quota_exceeded' });
  const MB = 1024 * 1024;
  await take(1, 150 * MB, '2027-01-11');
  await expect(take(1, 51 * MB, '2027-01-11')).rejects.toMatchObject({ code: 'quota_exceeded' });
  await take(1, 50 * MB, '2027-01-11');
  await expect(take(1, 201 * MB, '2027-01-12')).rejects.toMatchObject({ code: 'quota_exceeded' });
  await expect(take(61, 1, '2027-01-12')).rejects.toMatchObject({ code: 'quota_exceeded' });
  const rows = await store.database
    .selectFrom('upload')
    .select('document_id')
    .where('customer_id', '=', customer)
    .execute();
  expect(rows).toHaveLength(60 + 2); // what was refused left no row
});

test('who lost the key of a request stages nothing and counts nothing', async () => {
  const { customer } = await makeCase(store);
  const name = { principal: 'app', method: 'POST', path: '/documents', key: newId('text') };
  const begin = (now: string) =>
    beginIdempotent(store.database, { ...name, fingerprint: 'f', updateId: 'u', ids: {}, now });
  await begin(T0);
  await begin('2027-01-10T11:00:00.000Z'); // the lease lapsed: another run took over
  const files = [file(newId('document'))];
  const stage = (lease: number) =>
    stageUploads(store.database, store.keys, APP, TEST, {
      customer,
      files,
      quota: { day: '2027-01-10', files: 60, bytes: 1 },
      held: { ...name, lease },
      at: T0,
    });
  await expect(stage(1)).rejects.toMatchObject({ code: 'idempotency_in_progress' });
  const [first] = await stage(2);
  expect(await stage(2)).toEqual([first]); // again: found, and not counted against a full day
});

test('a staged text is sealed, opens by its id, and is staged once', async () => {
  const { customer } = await makeCase(store);
  const id = newId('text');
  const stage = () =>
    store.database.transaction().execute((trx) =>
      stageText(trx, store.keys, ANNA, TEST, {
        id,
        customer,
        kind: 'message',
        text: 'canary',
        at: T0,
      }),
    );
  await stage();
  await stage();
  const texts = await store.database.transaction().execute((trx) =>
    revealTexts(trx, store.keys, BERT, TEST, {
      customer,
      which: { ids: [id, 'txt_none'] },
      at: T0,
    }),
  );
  expect(texts).toMatchObject([{ id, kind: 'message', text: 'canary' }]);
  const entries = await actionsOf(customer);
  expect(
    entries.map(({ action }) => action).filter((action) => action.startsWith('text.')),
  ).toEqual(['text.staged', 'text.revealed']);
  expect(JSON.stringify(entries)).not.toContain('canary');
});
