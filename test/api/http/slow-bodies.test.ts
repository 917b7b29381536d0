import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { createBodyBudget } from '../../../api/http/body/body-budget.ts';
import { PACE } from '../../../api/http/body/body-pace.ts';
import { listen } from '../../../api/http/listen.ts';
import { type Kit, openKit } from '../kit/api-kit.ts';
import type { Caller } from '../kit/caller.ts';
import { type Holder, linkFor, ORIGIN, startedBy } from '../kit/holder.ts';
import { createdBy, form, JPEG, picture } from '../kit/people.ts';

const KIB = 1024;
/** As the real one, in a twentieth of the time and less memory. */
const QUICK = { windowMs: 1500, windowBytes: 20 * KIB, wholeMs: 5000 };
const BUDGET = 24 * KIB * KIB;

let kit: Kit;
let api: Caller;
let server: Server;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  const bodies = createBodyBudget(BUDGET, QUICK);
  api = kit.withDeps({ bodies });
  server = listen(createApp({ ...kit.deps, bodies }), { host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await kit.close();
});

const BOUNDARY = 'b';
const HEAD = Buffer.from(
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n`,
);
const TAIL = Buffer.from(`\r\n--${BOUNDARY}--\r\n`);

/** A page of this size as a form. */
function pageForm(size: number): Buffer {
  return Buffer.concat([HEAD, JPEG, Buffer.alloc(size, 'x'), TAIL]);
}

interface Upload {
  socket: Socket;
  answer: Promise<{ status: number; head: string; body: string }>;
}

/** Begins to upload a page as a link's holder; the body is the test's to write. */
function begin(holder: Holder, length: number, place = 'front'): Upload {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write(
    [
      `PUT /verify/session/documents/passport/pages/${place} HTTP/1.1`,
      'Host: 127.0.0.1',
      `Cookie: ${holder.cookie}`,
      `X-CSRF-Token: ${holder.csrf}`,
      `Origin: ${ORIGIN}`,
      `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
      `Content-Length: ${length}`,
      'Connection: close',
      '\r\n',
    ].join('\r\n'),
  );
  socket.on('error', () => undefined); // whoever is refused may still be writing
  const answer = text(socket).then(
    (all) => {
      const [head = '', body = ''] = all.split('\r\n\r\n');
      return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1]), head, body };
    },
    () => ({ status: 0, head: '', body: '' }),
  );
  return { socket, answer };
}

async function holder(): Promise<Holder> {
  const customer = await createdBy(kit, key);
  return startedBy(api, await linkFor(api, key, { customer }));
}

test('one holder of a link who trickles 52 pages is in nobody else’s way', async () => {
  const greedy = await holder();
  const other = await holder();
  const whole = pageForm(600 * KIB);
  const uploads = Array.from({ length: 52 }, () => begin(greedy, whole.length));
  for (const { socket } of uploads) socket.write(whole.subarray(0, 500 * KIB));
  const refused = await Promise.race(uploads.map(({ answer }) => answer));
  expect(refused.status).toBe(429);
  expect((await other.stage('passport')).status).toBe(200);
  const large = new File([JPEG, new Uint8Array(600 * KIB)], 'a.jpg', { type: 'image/jpeg' });
  expect((await other.stage('passport', 'front', large)).status).toBe(200);
  const to = `/v1/customers/${await createdBy(kit, key)}/documents`;
  const papers = { type: 'passport', country: 'SE', front: picture() };
  expect((await api.ask('POST', to, { key, form: form(papers) })).status).toBe(201);
  const answers = await Promise.all(uploads.map(({ answer }) => answer));
  // 0: refused while it was still writing, so that the answer was lost.
  expect(answers.filter(({ status }) => ![0, 408, 429].includes(status))).toEqual([]);
  expect(answers.filter(({ status }) => status === 408).length).toBeGreaterThan(0);
  for (const { head, status } of answers.filter((one) => one.status > 0)) {
    expect(head).toMatch(/^retry-after: \d+$/im);
    if (status === 408) expect(head).toMatch(/^connection: close$/im);
  }
  // What was too slow holds nothing any more.
  expect((await greedy.stage('passport', 'front', large)).status).toBe(200);
});

test('a body that stands still is ended after a window, and says so', async () => {
  const startedAt = performance.now();
  const { socket, answer } = begin(await holder(), 100 * KIB);
  socket.write(HEAD);
  const { status, body } = await answer;
  expect(status).toBe(408);
  expect(JSON.parse(body)).toMatchObject({ code: 'too_slow' });
  expect(performance.now() - startedAt).toBeLessThan(QUICK.windowMs * 10);
});

test('a slow phone that keeps coming passes', async () => {
  const whole = pageForm(120 * KIB);
  const { socket, answer } = begin(await holder(), whole.length);
  for (let at = 0; at < whole.length; at += 10 * KIB) {
    socket.write(whole.subarray(at, at + 10 * KIB));
    await sleep(QUICK.windowMs / 6);
  }
  expect((await answer).status).toBe(200);
});

test('a body that never ends is ended in time, however steadily it comes', async () => {
  const startedAt = performance.now();
  const { socket, answer } = begin(await holder(), 2000 * KIB);
  socket.write(HEAD);
  const dripping = setInterval(() => socket.write(Buffer.alloc(10 * KIB)), QUICK.windowMs / 6);
  const { status } = await answer.finally(() => clearInterval(dripping));
  expect(status).toBe(408);
  expect(performance.now() - startedAt).toBeGreaterThan(QUICK.wholeMs - 200);
});

test('headers that do not end are not waited for as long as bodies are', () => {
  expect(server.headersTimeout).toBeLessThanOrEqual(20_000);
  expect(server.requestTimeout).toBeGreaterThan(PACE.wholeMs);
});

test('the real pace lets the worst of phones pass, and nobody hold a place for long', () => {
  const leastPerSecond = (PACE.windowBytes / PACE.windowMs) * 1000;
  expect(leastPerSecond).toBeLessThan(384_000 / 8 / 8); // an eighth of a 3G uplink
  expect((PACE.wholeMs / 1000) * 12_000).toBeGreaterThan(3_000_000); // 3 MB by EDGE
  expect(PACE.windowMs).toBeLessThanOrEqual(30_000);
});
