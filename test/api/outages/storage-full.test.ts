import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createReadiness, type Probes } from '../../../api/http/ops.ts';
import type { Blobs } from '../../../store/blobs/blobs.ts';
import { diskBlobs } from '../../../store/blobs/disk-blobs.ts';
import { type SmallDisk, smallDisk } from '../../support/small-disk.ts';
import { type Kit, openKit } from '../kit/api-kit.ts';
import type { Caller } from '../kit/caller.ts';
import { linkFor, startedBy } from '../kit/holder.ts';
import { createdBy, form, JPEG } from '../kit/people.ts';

const MIB = 1024 * 1024;

let kit: Kit;
let disk: SmallDisk | null;
let blobs: Blobs;
let api: Caller;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  disk = await smallDisk(100);
  if (!disk) return console.warn('skipped: only root may mount a disk to fill');
  blobs = await diskBlobs(join(disk.path, 'blobs'), kit.deps.store.keys);
  api = kit.withDeps({ store: { ...kit.deps.store, blobs } });
  return undefined;
});
beforeEach(({ skip }) => {
  if (!disk) skip();
});
afterAll(async () => {
  await disk?.remove();
  await kit.close();
});

function large(): File {
  const bytes = new Uint8Array(4 * MIB);
  bytes.set(JPEG);
  return new File([bytes], 'page.jpg', { type: 'image/jpeg' });
}

async function whileFull(act: () => Promise<void>): Promise<void> {
  await disk?.leave(MIB);
  try {
    await act();
  } finally {
    await disk?.leave(90 * MIB);
  }
}

test('an upload without room is 507 with Retry-After, leaves no file, and its key tries again', async () => {
  const customer = await createdBy(api, key);
  const path = `/v1/customers/${customer}/documents`;
  const sent = { key, once: randomUUID(), form: form({ type: 'passport', front: large() }) };
  await whileFull(async () => {
    const refused = await api.ask('POST', path, sent);
    expect(refused).toMatchObject({ status: 507, body: { code: 'storage_full' } });
    expect(refused.headers.get('retry-after')).toBe('30');
    expect((await api.ask('GET', path, { key })).body).toMatchObject({ data: [] });
    expect(await readdir(join(disk?.path ?? '', 'blobs', 'tmp'))).toEqual([]);
  });
  expect((await api.ask('POST', path, sent)).status).toBe(201);
  expect((await api.ask('GET', path, { key })).body).toMatchObject({ data: [{}] });
});

test('a customer with a link is told the same, and has nothing staged', async () => {
  const customer = await createdBy(api, key);
  const holder = await startedBy(api, await linkFor(api, key, { customer }));
  await whileFull(async () => {
    const refused = await holder.stage('passport', 'front', large());
    expect(refused).toMatchObject({ status: 507, body: { code: 'storage_full' } });
    expect(refused.headers.get('retry-after')).toBe('30');
    const session = await holder.ask('GET', '/verify/session');
    expect(session.body).toMatchObject({ documents: [] });
  });
  expect((await holder.stage('passport', 'front', large())).status).toBe(200);
});

test('everything that needs no file goes on', async () => {
  await whileFull(async () => {
    const id = await createdBy(api, key);
    const path = `/v1/customers/${id}`;
    expect((await api.ask('GET', path, { key })).status).toBe(200);
    expect((await api.ask('PATCH', path, { key, body: { locale: 'sv' } })).status).toBe(200);
    expect((await api.ask('POST', `${path}/lock`, { key, body: {} })).status).toBe(200);
  });
});

test('readiness says so, and that reads go on', async () => {
  const yes = () => Promise.resolve(true);
  const probes: Probes = {
    postgres: yes,
    migrations: yes,
    key_store: yes,
    temporal: yes,
    blobs: () => blobs.ready().then(() => true),
  };
  await whileFull(async () => {
    const found = await createReadiness(probes)();
    expect(found).toMatchObject({ status: 'degraded', dependencies: { blobs: 'full' } });
  });
  const after = await createReadiness(probes)();
  expect(after).toMatchObject({ status: 'ready', dependencies: { blobs: 'ready' } });
});
