import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import { createWebhookAgent } from '../../../activities/webhooks/agent.ts';
import { post } from '../../../activities/webhooks/post.ts';
import { OWN_CERTIFICATE, OWN_KEY } from './own-certificate.ts';

const LIMITS = { connectMs: 2000, headersMs: 2000, totalMs: 4000 };
let server: Server | undefined;
let bodies: string[] = [];
afterEach(() => {
  server?.close();
  bodies = [];
});

/** Posts to a TLS server of one's own, which speaks at most this version. */
async function sendTo(options: { ca?: string; maxVersion?: SecureVersion; host?: string }) {
  const { ca, host = 'localhost', maxVersion = 'TLSv1.3' } = options;
  const settings = {
    cert: OWN_CERTIFICATE,
    key: OWN_KEY,
    minVersion: 'TLSv1',
    maxVersion,
  } as const;
  const started = createServer(settings, (request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
    request.on('end', () => response.end('ok'));
  });
  server = started;
  await new Promise<void>((done) => started.listen(0, '127.0.0.1', done));
  const { port } = started.address() as AddressInfo;
  const agent = createWebhookAgent({
    limits: LIMITS,
    refused: [],
    loopback: true,
    ...(ca === undefined ? {} : { ca }),
  });
  const poster = { agent, rules: { loopback: true, refusedHosts: [] }, totalMs: LIMITS.totalMs };
  const sent = await post(poster, {
    url: `https://${host}:${port}/`,
    headers: {},
    body: '{"a":1}',
  });
  await agent.destroy();
  return sent;
}

test('a receiver whose certificate is trusted gets the bytes', async () => {
  expect(await sendTo({ ca: OWN_CERTIFICATE })).toMatchObject({ code: 200 });
  expect(bodies.join('')).toBe('{"a":1}');
});

test.each([
  ['nobody trusts', {}],
  ['is for another name', { ca: OWN_CERTIFICATE, host: '127.0.0.1' }],
  ['comes with an old TLS', { ca: OWN_CERTIFICATE, maxVersion: 'TLSv1.1' }],
] as const)('a certificate that %s gets nothing', async (_what, options) => {
  expect(await sendTo(options)).toMatchObject({ code: null, problem: 'not_reachable' });
  expect(bodies).toEqual([]);
});
