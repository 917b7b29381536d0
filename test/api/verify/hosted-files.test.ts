import { afterAll, beforeAll, expect, test } from 'vitest';
import { QUOTA } from '../../../store/uploads/quota.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { type Holder, linkFor, startedBy } from '../kit/holder.ts';
import { createdBy, form, JPEG, picture } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

async function held(): Promise<Holder & { customer: string }> {
  const customer = await createdBy(kit, key);
  return { customer, ...(await startedBy(kit, await linkFor(kit, key, { customer }))) };
}
const file = (bytes: Uint8Array | string, name = 'a.jpg', type = 'image/jpeg') =>
  new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name, { type });
const blobCount = async () => {
  let count = 0;
  for await (const _ of kit.deps.store.blobs.list()) count += 1;
  return count;
};

test('a file that must not be stored is refused by name, and what lies there stays', async () => {
  const holder = await held();
  const before = (await holder.stage('passport')).body;
  const blobs = await blobCount();
  const large = Buffer.concat([JPEG, Buffer.alloc(10 * 1024 * 1024)]);
  const wrong: [File, number, string][] = [
    [file(''), 422, 'file_empty'],
    [file('just text'), 415, 'file_type_mismatch'],
    [file(JPEG, 'a.png'), 415, 'file_type_mismatch'],
    [file(JPEG, 'a.jpg', 'application/pdf'), 415, 'file_type_mismatch'],
    [file(large), 413, 'payload_too_large'],
    [file(Buffer.concat([large, large])), 413, 'payload_too_large'],
    [file(JPEG, 'fail_no_such_value.jpg'), 422, 'validation_failed'],
  ];
  for (const [bad, status, code] of wrong) {
    expect(await holder.stage('passport', 'front', bad), code).toMatchObject({
      status,
      body: { code },
    });
  }
  const path = '/verify/session/documents/passport/pages/front';
  const bodies = [{ form: form({ other: picture() }) }, { form: form({ file: 'text' }) }];
  for (const body of bodies) {
    const errors = [{ pointer: '/file', code: 'required' }];
    expect(await holder.ask('PUT', path, body)).toMatchObject({ status: 422, body: { errors } });
  }
  expect((await holder.ask('PUT', path, { body: {} })).status).toBe(415);
  const session = await holder.ask('GET', '/verify/session');
  expect(session.body).toMatchObject({ documents: [before] });
  expect(await blobCount()).toBe(blobs);
});

test('a place or a type that is none is not there', async () => {
  const holder = await held();
  const places = ['side', 'frame-1', 'frame-0', 'front-1'];
  for (const place of places) expect((await holder.stage('passport', place)).status).toBe(404);
  expect((await holder.stage('selfie', 'back')).status).toBe(404);
  expect((await holder.stage('selfie', 'frame-24')).status).toBe(404);
  expect((await holder.stage('selfie', 'frame-23')).status).toBe(200);
  expect((await holder.stage('library_card')).status).toBe(404);
});

test('a selfie’s frames come in order, and count as one file', async () => {
  const holder = await held();
  for (const place of ['frame-10', 'frame-2', 'front']) await holder.stage('selfie', place);
  const { body } = await holder.ask('GET', '/verify/session');
  const pages = [{ place: 'front' }, { place: 'frame-2' }, { place: 'frame-10' }];
  expect(body).toMatchObject({ documents: [{ pages }] });
  const { files } = await kit.deps.store.database
    .selectFrom('quota')
    .select('files')
    .where('customer_id', '=', holder.customer)
    .executeTakeFirstOrThrow();
  expect(files).toBe(1);
});

test('a page beyond the day’s quota is refused and leaves no blob; a retake is not one', async () => {
  const holder = await held();
  await holder.stage('passport');
  const { database } = kit.deps.store;
  const day = database.updateTable('quota').where('customer_id', '=', holder.customer);
  await day.set({ files: QUOTA.files }).execute();
  const blobs = await blobCount();
  const refused = await holder.stage('utility_bill');
  expect(refused).toMatchObject({ status: 429, body: { code: 'quota_exceeded' } });
  expect(await blobCount()).toBe(blobs);
  expect((await holder.stage('passport')).status).toBe(200);
  await holder.ask('DELETE', '/verify/session/documents/passport/pages/front');
  expect((await holder.stage('utility_bill')).status).toBe(200);
  await day.set({ bytes: QUOTA.bytes }).execute();
  expect((await holder.stage('utility_bill')).status).toBe(429);
  expect((await holder.submit()).status).toBe(422); // the passport’s place is empty, and is named
  await holder.ask('DELETE', '/verify/session/documents/passport');
  expect((await holder.submit()).status).toBe(201);
});

test('all pages together are no more than one request may bring', async () => {
  const holder = await held();
  const large = () => file(Buffer.concat([JPEG, Buffer.alloc(10 * 1024 * 1024 - JPEG.length)]));
  for (let frame = 1; frame <= 6; frame += 1) {
    expect((await holder.stage('selfie', `frame-${frame}`, large())).status).toBe(200);
  }
  const refused = await holder.stage('passport');
  expect(refused).toMatchObject({ status: 413, body: { code: 'payload_too_large' } });
  expect((await holder.stage('selfie', 'frame-1')).status).toBe(200);
  expect((await holder.stage('passport')).status).toBe(200);
});

test('a staged page opens with the customer’s own key alone, and no name of it is kept', async () => {
  const holder = await held();
  const word = 'Plumgarnet the canary';
  await holder.stage('passport', 'front', file(Buffer.concat([JPEG, Buffer.from(word)])));
  const { store } = kit.deps;
  const row = await store.database
    .selectFrom('link_page as p')
    .innerJoin('link_draft as d', 'd.document_id', 'p.document_id')
    .where('d.link_id', '=', holder.link)
    .selectAll('p')
    .executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain('a.jpg');
  const opened = await store.blobs.open({ customer: holder.customer, id: row.blob_id });
  expect(opened.toString('latin1')).toContain(word);
  const other = await createdBy(kit, key);
  await expect(store.blobs.open({ customer: other, id: row.blob_id })).rejects.toThrow();
});

test('a magic value in a file’s name goes with the page, in test mode', async () => {
  const holder = await held();
  await holder.stage('passport', 'front', file(JPEG, 'fail_image_blurred.jpg'));
  await holder.submit();
  const found = await kit.deps.store.database
    .selectFrom('upload')
    .select('test_values')
    .where('customer_id', '=', holder.customer)
    .executeTakeFirst();
  expect(found?.test_values).toBe('fail_image_blurred');
});
