import { createServer, type Server, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Agent } from 'undici';
import { createWebhookAgent } from '../../../activities/webhooks/agent.ts';
import { isPublic, readRanges } from '../../../activities/webhooks/is-public.ts';
import { post, retryAfterOf } from '../../../activities/webhooks/post.ts';
import { readAddress } from '../../../platform/network/read-address.ts';
import { type DnsServer, startDns } from './dns-server.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { INSIDE_ADDRESSES, NOWHERE, PUBLIC_ADDRESSES, REFUSED_URLS } from './vectors.ts';

const RULES = { loopback: false, refusedHosts: ['own.example'] };
const LIMITS = { connectMs: 500, headersMs: 600, totalMs: 1000 };
const PORT = 8443;

let dns: DnsServer;
let agent: Agent;
let receiver: Receiver;
const listeners: Server[] = [];
/** Where somebody came in: nobody may. */
const connected: string[] = [];

beforeAll(async () => {
  dns = await startDns();
  agent = createWebhookAgent({ limits: LIMITS, refused: [], loopback: false, ...dns });
  receiver = await startReceiver();
  for (const host of insideHosts()) await listen(host);
  expect(listeners.length).toBeGreaterThan(1);
});
afterAll(async () => {
  await agent.destroy();
  await Promise.all([dns.close(), receiver.close()]);
  await Promise.all(listeners.map((one) => new Promise((done) => one.close(done))));
});
beforeEach(() => void connected.splice(0));

/** Every inside address that this machine has: its loopback block, v6, and those of its networks. */
function insideHosts(): string[] {
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const theirs = own.filter(({ internal, address }) => !internal && !isPublic(address));
  const usable = theirs.filter(({ address }) => !address.startsWith('fe80'));
  return ['127.0.0.1', '127.0.0.2', '127.255.255.254', '::1', ...usable.map((one) => one.address)];
}

async function listen(host: string): Promise<void> {
  for (const port of [PORT, 443]) {
    const server = createServer((socket: Socket) => {
      connected.push(`${host}:${port}`);
      socket.destroy();
    });
    const isThere = await new Promise<boolean>((done) => {
      server.once('error', () => done(false)); // no such address here, or no right to the port
      server.listen(port, host, () => done(true));
    });
    if (isThere) listeners.push(server);
  }
}

const send = (url: string, more: Partial<typeof RULES> = {}) =>
  post(
    { agent, rules: { ...RULES, ...more }, totalMs: LIMITS.totalMs },
    { url, headers: {}, body: '{}' },
  );

test('there are the vectors that the design asks for', () => {
  expect(REFUSED_URLS.length + INSIDE_ADDRESSES.length).toBeGreaterThanOrEqual(250);
  expect(new Set(REFUSED_URLS.map(([, url]) => url)).size).toBe(REFUSED_URLS.length);
});

test('a listener would notice a connection', async () => {
  const own = createWebhookAgent({ limits: LIMITS, refused: [], loopback: true });
  const rules = { ...RULES, loopback: true };
  const poster = { agent: own, rules, totalMs: LIMITS.totalMs };
  await post(poster, { url: `http://127.0.0.1:${PORT}/`, headers: {}, body: '' });
  expect(connected).toContain(`127.0.0.1:${PORT}`);
  await own.destroy();
});

describe('by its text', () => {
  test.each(REFUSED_URLS)('%s is neither taken nor called', async (_what, url) => {
    expect(readAddress(url, RULES)).toBeNull();
    expect(await send(url)).toMatchObject({ code: null, problem: 'not_reachable' });
    expect(connected).toEqual([]);
  });

  test('development opens this machine and nothing else', () => {
    const rules = { ...RULES, loopback: true };
    for (const url of ['http://127.0.0.1:1/', 'https://localhost/', 'http://[::1]:9/x']) {
      expect(readAddress(url, rules)?.isLoopback).toBe(true);
    }
    const own = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])/;
    for (const [what, url] of REFUSED_URLS) {
      const address = readAddress(url, rules);
      if (address) expect(address.url.href, what).toMatch(own);
    }
  });

  test.each([
    'https://hooks.example/',
    'https://hooks.example:8443/a?b=c',
    'https://bücher.example',
  ])('%s is taken', (url) => {
    expect(readAddress(url, RULES)).toMatchObject({ isLoopback: false });
  });
});

describe('by what its name says', () => {
  test.each(INSIDE_ADDRESSES)(
    '%s is not public, and a name that says so is not called',
    async (address) => {
      expect(isPublic(address)).toBe(false);
      dns.says('inside.example', [address]);
      expect(await send(`https://inside.example:${PORT}/`)).toMatchObject({
        code: null,
        problem: 'not_reachable',
      });
      expect(connected).toEqual([]);
    },
  );

  test.each(PUBLIC_ADDRESSES)('%s is public, unless its range is refused', (address) => {
    expect(isPublic(address)).toBe(true);
    const ranges = readRanges('8.0.0.0/8, 1.1.1.0/24,93.184.0.0/16,2606:4700::/32');
    expect(isPublic(address, ranges)).toBe(false);
  });

  test('one bad address among good ones refuses the name', async () => {
    dns.says('mixed.example', ['8.8.8.8', '127.0.0.1']);
    dns.says('mixed6.example', ['8.8.8.8', '::1']);
    for (const name of ['mixed', 'mixed6']) {
      const { durationMs, problem } = await send(`https://${name}.example:${PORT}/`);
      expect(problem).toBe('not_reachable');
      expect(durationMs).toBeLessThan(LIMITS.connectMs); // nobody was dialled
    }
    expect(connected).toEqual([]);
  });

  test('a name that changes its mind after the first look is not followed inside', async () => {
    let looks = 0;
    dns.says('rebinding.example', () => ((looks += 1) <= 2 ? [NOWHERE] : ['127.0.0.1']));
    dns.says('turning.example', () => ((looks += 1) % 3 === 0 ? ['127.0.0.1'] : [NOWHERE]));
    for (let turn = 0; turn < 4; turn += 1) {
      expect((await send(`https://rebinding.example:${PORT}/`)).code).toBeNull();
      expect((await send(`https://turning.example:${PORT}/`)).code).toBeNull();
    }
    expect(looks).toBeGreaterThan(8);
    expect(connected).toEqual([]);
  });

  test('a name that says nothing, or that nobody knows, is not reachable', async () => {
    dns.says('empty.example', []);
    for (const name of ['empty', 'unknown']) {
      expect(await send(`https://${name}.example/`)).toMatchObject({ problem: 'not_reachable' });
    }
  });

  test('were the text ever let through, the agent would still not dial this machine', async () => {
    dns.says('localhost', ['127.0.0.1']);
    expect((await send(`http://localhost:${PORT}/`, { loopback: true })).code).toBeNull();
    expect(connected).toEqual([]);
  });
});

describe('hostile answers', () => {
  const own = createWebhookAgent({ limits: LIMITS, refused: [], loopback: true });
  const rules = { ...RULES, loopback: true };
  const ask = () => {
    const poster = { agent: own, rules, totalMs: LIMITS.totalMs };
    const body = JSON.stringify({ type: 'x', data: {} });
    return post(poster, { url: `${receiver.url}/x`, headers: {}, body });
  };
  afterAll(() => own.destroy());

  test.each([301, 302, 303, 307, 308])('%i to the inside is not followed', async (status) => {
    const location = `http://127.0.0.1:${PORT}/latest/meta-data`;
    receiver.behave(() => ({ status, headers: { location } }));
    expect(await ask()).toMatchObject({ code: status });
    expect(connected).toEqual([]);
  });

  test('an answer that never ends is cut at 64 KB, and its status counts', async () => {
    receiver.behave(() => ({ status: 200, endless: true }));
    const { code, answer, durationMs } = await ask();
    expect({ code, bytes: answer.length }).toEqual({ code: 200, bytes: 65_536 });
    expect(durationMs).toBeLessThan(LIMITS.totalMs + 500);
  });

  test('an answer that is packed is not unpacked', async () => {
    const headers = { 'content-encoding': 'gzip' };
    receiver.behave(() => ({ status: 200, headers, body: 'not a zip at all' }));
    expect((await ask()).answer.toString()).toBe('not a zip at all');
  });

  test('silence ends in time', async () => {
    receiver.behave(() => ({ status: 200, hangs: true }));
    const { code, problem, durationMs } = await ask();
    expect({ code, problem }).toEqual({ code: null, problem: 'timed_out' });
    expect(durationMs).toBeLessThan(LIMITS.totalMs + 700);
  });

  test('a body that trickles ends in time', async () => {
    const trickle = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    await new Promise<void>((done) => trickle.listen(0, '127.0.0.1', done));
    const { port } = trickle.address() as { port: number };
    const poster = { agent: own, rules, totalMs: LIMITS.totalMs };
    const sent = await post(poster, { url: `http://127.0.0.1:${port}/`, headers: {}, body: '' });
    expect(sent.code).toBe(200);
    expect(sent.durationMs).toBeLessThan(LIMITS.totalMs + 700);
    await new Promise((done) => trickle.close(done));
  });

  test('headers beyond measure, and what is no HTTP, are not reachable', async () => {
    for (const text of ['SSH-2.0-x\r\n', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(5000)}`]) {
      const odd = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.resume().end(text);
      });
      await new Promise<void>((done) => odd.listen(0, '127.0.0.1', done));
      const { port } = odd.address() as { port: number };
      const poster = { agent: own, rules, totalMs: LIMITS.totalMs };
      const sent = await post(poster, { url: `http://127.0.0.1:${port}/`, headers: {}, body: '' });
      expect(sent).toMatchObject({ code: null, problem: 'not_reachable' });
      odd.close();
    }
  });
});

test('Retry-After is read in seconds and as a date', () => {
  expect(retryAfterOf('120', 0)).toBe(120_000);
  expect(retryAfterOf('Thu, 01 Jan 1970 00:01:00 GMT', 30_000)).toBe(30_000);
  expect(retryAfterOf('Thu, 01 Jan 1970 00:01:00 GMT', 90_000)).toBe(0);
  for (const text of [undefined, '', '-1', 'soon']) expect(retryAfterOf(text, 0)).toBeNull();
});
