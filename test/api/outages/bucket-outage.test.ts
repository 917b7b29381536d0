import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Blobs } from '../../../store/blobs/blobs.ts';
import { s3Blobs } from '../../../store/blobs/s3-blobs.ts';
import { type Relay, startRelay } from '../../support/relay.ts';
import { type S3Server, startS3 } from '../../support/s3.ts';
import { allPass, type Kit, openKit } from '../kit/api-kit.ts';
import type { Caller } from '../kit/caller.ts';
import { storeFirstLook } from '../kit/first-look.ts';
import { createdBy, form, picture, submittedBy } from '../kit/people.ts';

let directory: string;
let server: S3Server;
let relay: Relay;
let kit: Kit;
let blobs: Blobs;
let api: Caller;
let key: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-bucket-'));
  server = await startS3({ directory });
  relay = await startRelay({ to: server.port });
  kit = await openKit({
    runChecks: async (round) => {
      await storeFirstLook({ ...kit.deps.store, blobs }, round);
      return allPass(round);
    },
  });
  const endpoint = `http://127.0.0.1:${relay.port}`;
  blobs = await s3Blobs({ ...server.settings, endpoint }, kit.deps.store.keys);
  api = kit.withDeps({ store: { ...kit.deps.store, blobs } });
  key = await kit.key();
});
afterAll(async () => {
  blobs.close();
  await kit.close();
  await relay.close();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

/** As where nobody listens, or a cable is cut. */
async function whileAway(act: () => Promise<void>): Promise<void> {
  relay.cutAfter(0);
  await act().finally(() => relay.cutAfter(null));
}

test('a submission whose files find no place is of unknown outcome, and its key finds out', async () => {
  const customer = await createdBy(api, key);
  const path = `/v1/customers/${customer}/documents`;
  const sent = { key, once: randomUUID(), form: form({ type: 'passport', front: picture() }) };
  await whileAway(async () => {
    const refused = await api.ask('POST', path, sent);
    expect(refused).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    const { body } = await api.ask('GET', path, { key });
    expect(body).toMatchObject({ data: [] });
  });
  const later = await api.ask('POST', path, sent);
  expect(later.status).toBe(201);
  const again = await api.ask('POST', path, sent);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect((await api.ask('GET', path, { key })).body).toMatchObject({ data: [{}] });
});

test('a page that cannot be fetched is 503 now, and shown once the bucket is back', async () => {
  const customer = await createdBy(api, key, { policy: 'manual' });
  const sent = await submittedBy(api, key, { customer, types: ['passport', 'utility_bill'] });
  const reviewer = await kit.key({ role: 'senior_reviewer' });
  const path = `/v1/documents/${sent.text('/data/0/id')}/pages/0`;
  const asked = { key: reviewer, headers: { 'vouch-reason': 'review' } };
  const shown = async () => api.ask('GET', path, asked);
  await expect.poll(async () => (await shown()).status, { timeout: 10_000 }).toBe(200);
  await whileAway(async () => {
    const refused = await shown();
    expect(refused).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await api.ask('GET', `/v1/customers/${customer}`, { key })).status).toBe(200);
  });
  expect((await shown()).status).toBe(200);
});
