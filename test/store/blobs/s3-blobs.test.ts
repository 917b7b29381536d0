import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Secret } from '../../../domain/secret.ts';
import type { Blobs } from '../../../store/blobs/blobs.ts';
import { newId } from '../../../platform/new-id.ts';
import { s3Blobs } from '../../../store/blobs/s3-blobs.ts';
import { freePort } from '../../../worker/embedded/processes/ports.ts';
import { createAuthority } from '../../support/certificates.ts';
import { type Relay, startRelay } from '../../support/relay.ts';
import { type S3Server, startS3 } from '../../support/s3.ts';
import { freshStore, type TestStore } from '../kit/make.ts';

/** What only a bucket has: a network before it. What it shares with a disk is in `blobs.test.ts`. */
const AWAY = { code: 'store_unavailable' };
let store: TestStore;
let customer: string;
let server: S3Server;
let relay: Relay;
let far: Blobs;
beforeAll(async () => {
  store = await freshStore();
  customer = newId('customer');
  await store.keys.createCustomerKey(customer);
  server = await startS3({ directory: join(store.directory, 's3') });
  relay = await startRelay({ to: server.port });
  far = await through(relay.port);
});
afterAll(async () => {
  far.close();
  await relay.close();
  await server.stop();
  await store.end();
});

const through = (port: number) =>
  s3Blobs({ ...server.settings, endpoint: `http://127.0.0.1:${port}`, silenceMs: 300 }, store.keys);
async function stored(bytes: Buffer, blobs = far): Promise<string> {
  const id = newId('blob');
  await blobs.put({ customer, id, bytes });
  return id;
}
const opened = (id: string, blobs = far) => blobs.open({ customer, id });

test('an answer that breaks off is taken up where it stood', async () => {
  const bytes = randomBytes(4_000_000);
  const id = await stored(bytes);
  relay.cutAfter(1_500_000);
  const before = relay.count();
  expect((await opened(id)).equals(bytes)).toBe(true);
  expect(relay.count() - before).toBeGreaterThanOrEqual(2);
  relay.cutAfter(null);
});

test('where every answer breaks off the store is away, and comes back by itself', async () => {
  const id = await stored(randomBytes(4_000_000));
  relay.cutAfter(400_000);
  await expect(opened(id)).rejects.toMatchObject(AWAY);
  relay.cutAfter(0);
  const other = newId('blob');
  const bytes = Buffer.from('sent, and never heard of');
  await expect(far.put({ customer, id: other, bytes })).rejects.toMatchObject(AWAY);
  relay.cutAfter(null);
  await far.put({ customer, id: other, bytes });
  expect((await opened(other)).equals(bytes)).toBe(true);
});

test('silence ends in a refusal, before an answer and in the middle of one', async () => {
  const bytes = randomBytes(24_000_000);
  const id = await stored(bytes);
  const startedAt = performance.now();
  relay.hold(true);
  await expect(opened(id)).rejects.toMatchObject(AWAY);
  await expect(far.ready()).rejects.toMatchObject(AWAY);
  relay.hold(false);
  const reading = far.stream({ customer, id });
  await reading.next();
  relay.hold(true);
  await expect(drain(reading)).rejects.toMatchObject(AWAY);
  relay.hold(false);
  expect(performance.now() - startedAt).toBeLessThan(15_000);
  expect((await opened(id)).equals(bytes)).toBe(true);
}, 30_000);

test('with nobody listening every call is refused within three seconds', async () => {
  const port = await freePort();
  const blobs = await through(port);
  const startedAt = performance.now();
  const id = newId('blob');
  const calls = [
    blobs.put({ customer, id, bytes: Buffer.from('x') }),
    opened(id, blobs),
    blobs.delete(id),
    drain(blobs.list()),
    blobs.ready(),
  ];
  for (const { status, reason } of (await Promise.allSettled(calls)) as PromiseRejectedResult[]) {
    expect(status).toBe('rejected');
    expect(reason).toMatchObject({ ...AWAY, cause: { code: 'ECONNREFUSED' } });
  }
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  blobs.close();
});

test('a process that started while the bucket was away works once it is back', async () => {
  const port = await freePort();
  const blobs = await through(port);
  const late = await startRelay({ to: server.port, port });
  await blobs.ready();
  expect((await opened(await stored(Buffer.from('x'), blobs), blobs)).toString()).toBe('x');
  blobs.close();
  await late.close();
});

test.each([
  ['a bucket that is not there', { bucket: 'no-such-bucket' }],
  ['a key that is not known', { credentials: wrongKey() }],
])('%s stops the start, by the name of its setting', async (_, more) => {
  const opening = s3Blobs({ ...server.settings, ...more }, store.keys);
  await expect(opening).rejects.toThrow(/^S3_BUCKET: .* cannot be used, S3 answers 40[34]/);
});

test('what a refusal carries names neither the bucket nor who we are', async () => {
  const blobs = await through(await freePort());
  const error = await blobs.ready().catch((reason: unknown) => reason);
  expect(inspect(error, { depth: 9 })).not.toMatch(/S3RVER|vouch-documents|authorization/i);
  blobs.close();
});

test('listing goes on over pages, and the last page ends it', async () => {
  const own = await s3Blobs({ ...server.settings, prefix: 'many' }, store.keys);
  const ids = Array.from({ length: 1005 }, () => newId('blob'));
  const root = join(store.directory, 's3', server.settings.bucket);
  const one = newId('blob');
  await own.put({ customer, id: one, bytes: Buffer.from('x') });
  const folder = join(root, 'many', one.slice(4, 6));
  const twins = ids.map((id) => `blb_${one.slice(4, 6)}${id.slice(6)}`);
  for (const id of twins) await writeFile(join(folder, `${id}._S3rver_object`), 'x');
  const found: string[] = [];
  for await (const { id } of own.list()) found.push(id);
  expect(found.toSorted()).toEqual([one, ...twins].toSorted());
  own.close();
});

test('blobs copied from a disk open in a bucket', async () => {
  const id = await stored(Buffer.from('moved'), store.blobs);
  const { bucket, prefix } = server.settings;
  const from = join(store.directory, 'blobs', id.slice(4, 6), id);
  const to = join(store.directory, 's3', bucket, prefix, id.slice(4, 6), `${id}._S3rver_object`);
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to);
  expect((await opened(id)).toString()).toBe('moved');
});

test('over TLS with an authority of its own; without it the server is not believed', async () => {
  const authority = createAuthority();
  const caPath = join(store.directory, 'ca.pem');
  await writeFile(caPath, authority.cert);
  const certificate = { ...authority.issue('s3'), caPath };
  const safe = await startS3({ directory: join(store.directory, 'tls'), certificate });
  const blobs = await s3Blobs(safe.settings, store.keys);
  expect((await opened(await stored(Buffer.from('x'), blobs), blobs)).toString()).toBe('x');
  const doubting = await s3Blobs({ ...safe.settings, caPath: undefined }, store.keys);
  await expect(doubting.ready()).rejects.toMatchObject(AWAY);
  blobs.close();
  doubting.close();
  await safe.stop();
});

/** A server that answers each write with the next of these; the bucket is always there. */
async function scripted(script: (request: IncomingMessage, n: number) => number) {
  const writes: IncomingMessage[] = [];
  const http = createServer((request, response) => {
    request.resume().once('end', () => {
      const isWrite = request.method === 'PUT';
      if (isWrite) writes.push(request);
      response.writeHead(isWrite ? script(request, writes.length) : 200).end();
    });
  }).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const blobs = await through((http.address() as AddressInfo).port);
  const close = () => {
    blobs.close();
    http.close();
    http.closeAllConnections();
  };
  return { blobs, writes, close };
}

test('a server that does not implement conditions is asked without one from then on', async () => {
  const isConditional = ({ headers }: IncomingMessage) => headers['if-none-match'] === '*';
  const { blobs, writes, close } = await scripted((request) =>
    isConditional(request) ? 501 : 200,
  );
  await stored(Buffer.from('x'), blobs);
  const first = writes.length;
  expect(isConditional(writes[0] as IncomingMessage)).toBe(true);
  expect(isConditional(writes.at(-1) as IncomingMessage)).toBe(false);
  await stored(Buffer.from('x'), blobs);
  expect(writes.slice(first).map(isConditional)).toEqual([false]);
  close();
});

test.each([
  ['slowed down once', (n: number) => (n === 1 ? 503 : 200), 2],
  ['another writer at the same time', (n: number) => (n < 3 ? 409 : 200), 3],
  ['an answer lost, then found there', (n: number) => (n === 1 ? 500 : 412), 2],
])('%s: the write is tried again and lands', async (_, statuses, tries) => {
  const { blobs, writes, close } = await scripted((__, n) => statuses(n));
  await stored(Buffer.from('x'), blobs);
  expect(writes).toHaveLength(tries);
  close();
});

test.each([403, 429, 500, 503, 409])(
  '%i again and again is a store that is away',
  async (status) => {
    const { blobs, writes, close } = await scripted(() => status);
    await expect(stored(Buffer.from('x'), blobs)).rejects.toMatchObject(AWAY);
    expect(writes.length).toBeLessThanOrEqual(3);
    close();
  },
);

async function drain(generator: AsyncGenerator<unknown>): Promise<number> {
  let count = 0;
  for await (const one of generator) count += one === undefined ? 0 : 1;
  return count;
}

function wrongKey() {
  const key = new Secret('nobody');
  return { accessKeyId: key, secretAccessKey: key };
}

test.each([
  [403, 'QuotaExceeded'], // Ceph
  [507, 'XMinioStorageFull'], // MinIO
  [400, 'EntityTooLarge'],
  [507, 'InsufficientStorage'],
])('a bucket whose quota is used up (%i %s) has no room until it has', async (status, code) => {
  const patient = await s3Blobs(server.settings, store.keys);
  const held = await stored(Buffer.from('x'), patient);
  const quota = join(store.directory, 's3', 'quota.json');
  await writeFile(quota, JSON.stringify({ bytes: 0, status, code }));
  const full = { code: 'storage_full', retryAfterSeconds: 30 };
  await expect(stored(randomBytes(1000), patient)).rejects.toMatchObject(full);
  await expect(patient.ready()).rejects.toMatchObject(full);
  expect((await opened(held, patient)).toString()).toBe('x');
  await rm(quota);
  await stored(randomBytes(1000), patient);
  await patient.ready();
  patient.close();
});
