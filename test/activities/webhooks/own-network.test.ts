import { networkInterfaces } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createWebhookAgent } from '../../../activities/webhooks/agent.ts';
import { isPublic, readRanges } from '../../../activities/webhooks/is-public.ts';
import { post } from '../../../activities/webhooks/post.ts';
import { isAllowed, readAllowedRanges } from '../../../platform/network/allowed-ranges.ts';
import { type DnsServer, startDns } from './dns-server.ts';
import { INSIDE_CERTIFICATE, INSIDE_KEY } from './own-certificate.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { busyCustomer, openSenderKit, type SenderKit } from './sender-kit.ts';

const PORT = 8443;
const NAME = 'hooks.corp.internal';
const LIMITS = { connectMs: 500, headersMs: 700, totalMs: 1000 };
const EVERY = readAllowedRanges('0.0.0.0/0, ::/0');

/** An address of this machine in a private network, and one beside it; null where it has none. */
function ownPlace(): { address: string; beside: string } | null {
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  const four = all.filter(({ family, internal }) => family === 'IPv4' && !internal);
  const own = four.find(({ address }) => !isPublic(address) && isAllowed(address, EVERY));
  if (!own) return null;
  const last = Number(own.address.split('.').at(-1));
  return { address: own.address, beside: own.address.replace(/\d+$/, String(last ^ 1)) };
}

const place = ownPlace();

describe.skipIf(place === null)('a receiver in a private network', () => {
  const { address, beside } = place ?? { address: '', beside: '' };
  const url = `https://${NAME}:${PORT}/a`;
  const allowed = readAllowedRanges(`${address}/32`);
  let kit: SenderKit;
  let dns: DnsServer;
  let receiver: Receiver;

  beforeAll(async () => {
    [kit, dns, receiver] = await Promise.all([openSenderKit(), startDns(), startInside(address)]);
  });
  afterEach(async () => {
    await kit.reset();
    receiver.reset();
  });
  afterAll(async () => {
    await Promise.all([kit.close(), dns.close(), receiver.close()]);
  });

  /** A sender as an operator sets it up, without the exemption of development. */
  const start = (ranges: typeof allowed) =>
    kit.start({ loopback: false, ca: INSIDE_CERTIFICATE, allowed: ranges, resolver: dns.resolver });

  async function sent(
    to: string,
    { isOn = true, refused = '' }: { isOn?: boolean; refused?: string } = {},
  ) {
    const ranges = isOn ? allowed : undefined;
    const agent = createWebhookAgent({
      limits: LIMITS,
      refused: readRanges(refused),
      loopback: false,
      ca: INSIDE_CERTIFICATE,
      resolver: dns.resolver,
      ...(ranges ? { allowed: ranges } : {}),
    });
    const rules = { loopback: false, refusedHosts: [], ...(ranges ? { allowed: ranges } : {}) };
    const poster = { agent, rules, totalMs: LIMITS.totalMs };
    const body = JSON.stringify({ type: 'x', data: {} });
    const answer = await post(poster, { url: to, headers: { 'webhook-id': 'm' }, body });
    await agent.destroy();
    return { code: answer.code, problem: answer.problem };
  }

  const REFUSED = { code: null, problem: 'not_reachable' };

  test('that its range allows is challenged, and gets signed events in their order', async () => {
    dns.says(NAME, [address]);
    const { id, secret } = await kit.register(url);
    receiver.knows('/a', secret);
    const { customer } = await busyCustomer(kit, 3);
    start(allowed);
    await expect
      .poll(async () => (await kit.endpoint(id)).state, { timeout: 20_000 })
      .toBe('active');
    await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBeGreaterThan(5);
    expect(receiver.challenges).toMatchObject([{ path: '/a', verifiedBy: 1 }]);
    const sequences = receiver.received.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    for (const one of receiver.received) expect(one).toMatchObject({ customer, verifiedBy: 1 });
  });

  test.each([
    ['no range is set', undefined],
    ['the range is that of its neighbour', readAllowedRanges(`${beside}/32`)],
  ])('is never called where %s', async (_what, ranges) => {
    dns.says(NAME, [address]);
    const { id } = await kit.register(url);
    await busyCustomer(kit, 1);
    start(ranges);
    await expect
      .poll(async () => kit.endpoint(id), { timeout: 20_000 })
      .toMatchObject({ state: 'disabled', disabledReason: 'not_reachable' });
    expect([receiver.challenges, receiver.received]).toEqual([[], []]);
  });

  test('is taken by name, and by number it is dialled', async () => {
    dns.says(NAME, [address]);
    expect(await sent(url)).toEqual({ code: 204, problem: null });
    const before = receiver.connections();
    expect(await sent(`https://${address}:${PORT}/a`)).toEqual(REFUSED); // its certificate is for names
    expect(receiver.connections()).toBe(before + 1);
  });

  test.each([
    ['by number, without a range', `https://${address}:${PORT}/a`, { isOn: false }],
    ['by name, without a range', url, { isOn: false }],
    ['by number, beside the range', `https://${beside}:${PORT}/a`, {}],
    ['by number, in a refused range', `https://${address}:${PORT}/a`, { refused: `${address}/24` }],
    ['by name, in a refused range', url, { refused: `${address}/24` }],
  ])('is not dialled %s', async (_what, to, settings) => {
    dns.says(NAME, [address]);
    const before = receiver.connections();
    expect(await sent(to, settings)).toEqual(REFUSED);
    expect(receiver.connections()).toBe(before);
  });

  test.each([301, 302, 307, 308])('that answers %i is not followed', async (status) => {
    dns.says(NAME, [address]);
    dns.says('moved.corp.internal', [address]);
    const location = `https://moved.corp.internal:${PORT}/b`;
    receiver.behave(() => ({ status, headers: { location } }));
    expect(await sent(url)).toEqual({ code: status, problem: null });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/a']);
  });

  test('is not called where its name says another address too, or turns to one', async () => {
    const before = receiver.connections();
    for (const elsewhere of [beside, '127.0.0.1', '169.254.169.254', '::1']) {
      dns.says(NAME, [elsewhere]);
      expect(await sent(url), elsewhere).toEqual(REFUSED);
      dns.says(NAME, [address, elsewhere]);
      expect(await sent(url), elsewhere).toEqual(REFUSED);
    }
    let looks = 0;
    dns.says(NAME, () => ((looks += 1) > 2 ? ['127.0.0.1'] : [address]));
    expect(await sent(url)).toMatchObject({ code: 204 });
    expect(await sent(url)).toEqual(REFUSED);
    expect(receiver.connections()).toBe(before + 1);
  });
});

/** The port is one of the two that are taken: another test may have it for a while. */
async function startInside(host: string): Promise<Receiver> {
  const inside = { host, port: PORT, cert: INSIDE_CERTIFICATE, key: INSIDE_KEY };
  for (let left = 400; ; left -= 1) {
    try {
      return await startReceiver(inside);
    } catch (error) {
      if (left === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      await wait(100);
    }
  }
}
