import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { listen } from '../../../api/http/listen.ts';
import { createMetrics } from '../../../api/http/metrics.ts';
import { createOps } from '../../../api/http/ops.ts';
import { ProblemBody } from '../../../api/schemas/problem.ts';
import { type Kit, openKit } from '../kit/api-kit.ts';
import { linkFor } from '../kit/holder.ts';
import { createdBy } from '../kit/people.ts';

/** Paths as they are written on the wire: no client of ours, which would tidy them first. */
let kit: Kit;
let servers: Record<'api' | 'ops', Server>;
let key: string;
let id: string;
let token: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  id = await createdBy(kit, key);
  ({ token } = await linkFor(kit, key, { customer: id }));
  const yes = () => Promise.resolve(true);
  const probes = { postgres: yes, migrations: yes, key_store: yes, temporal: yes, blobs: yes };
  const ops = createOps({ probes, metrics: createMetrics(), hasStarted: () => true });
  const at = { host: '127.0.0.1', port: 0 };
  servers = { api: listen(createApp(kit.deps), at), ops: listen(ops, at) };
  await Promise.all(Object.values(servers).map((one) => once(one, 'listening')));
});
afterAll(async () => {
  for (const server of Object.values(servers)) server.close();
  await kit.close();
});

async function ask(server: Server, target: string): Promise<{ status: number; body: unknown }> {
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  const head = `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n`;
  socket.write(`${head}Authorization: Bearer ${key}\r\n\r\n`, 'latin1');
  const answer = await text(socket);
  const [, status = ''] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
  const body = answer.slice(answer.indexOf('\r\n\r\n') + 4);
  return { status: Number(status), body: body.startsWith('{') ? JSON.parse(body) : body };
}

/** What stands for nothing, in as many spellings as there are. */
const DOTS = ['..', '.', '%2e%2e', '%2E%2E', '.%2e', '%2e.', '%2e', '%252e%252e', '%c0%ae%c0%ae'];

const AWAY = [
  ...DOTS.map((dots) => `/v1/customers/${dots}/policies`),
  ...DOTS.map((dots) => `/v1/nothing/${dots}/customers/{id}`),
  '/v1/customers%2f{id}',
  '/v1/customers%2F{id}',
  '/v1/customers%252f{id}',
  '/v1/customers%5c{id}',
  '/v1/customers\\{id}',
  '/v1/customers/{id}%00',
  '/v1/customers/%00{id}',
  '/v1/customers/{id}%2500',
  '/v1/customers/{id}/..',
  '/v1/customers/{id}/%2e',
  '/v1/customers/{id}%2fdocuments',
  '/v1/%63ustomers/{id}',
  '/%76%31/customers/{id}',
  '/v1/customers/{id}%20',
  '/v1/customers/{id};a=b',
  '/v1//customers/{id}',
  '/v1/customers/{id}/',
  '/v1/customers/{id}%',
  '/v1/customers/{id}%zz',
  'http://127.0.0.1/v1/nothing/%2e%2e/customers/{id}',
  '/verify/%2e%2e/v1/customers/{id}',
  '/verify/x/%2e%2e/{token}',
  '/verify%2f{token}',
  '/verify/{token}%2fstart',
  '/docs/%2e%2e/openapi.json',
  '/docs/problems/%2e%2e/reference',
  '/openapi%2ejson',
];

test.each(AWAY)('%s names nothing', async (written) => {
  const target = written.replace('{id}', id).replace('{token}', token);
  const { status, body } = await ask(servers.api, target);
  const { code } = ProblemBody.parse(body);
  expect([404, 400]).toContain(status);
  expect(code).toBe(status === 404 ? 'not_found' : 'malformed_request');
});

test.each([
  '/v1/customers/{id}',
  'http://127.0.0.1/v1/customers/{id}',
  '/v1/customers?status=active',
  '/v1/customers/{id}/events?after=%30',
  '/v1/customers/{id}?expand=%63hecks',
  '/verify/{token}',
  '/openapi.json',
])('%s is served as ever', async (written) => {
  const target = written.replace('{id}', id).replace('{token}', token);
  const { status } = await ask(servers.api, target);
  expect(status).toBe(written.startsWith('/verify') ? 403 : 200); // no key is taken there
});

test.each(['/%2e%2e/metrics', '/x/../metrics', '/x/%2e%2e/readyz', '/%6detrics', '/metrics%2f'])(
  'nor on the private port: %s',
  async (target) => {
    const { status, body } = await ask(servers.ops, target);
    expect(status).toBe(404);
    expect(ProblemBody.parse(body).code).toBe('not_found');
    expect((await ask(servers.ops, '/readyz')).status).toBe(200);
  },
);

test('a target of which no address can be made is refused in the same form', async () => {
  for (const target of ['*', '/v1\\customers', 'http://[/v1/customers']) {
    const { status, body } = await ask(servers.api, target);
    expect(status, target).toBe(400);
    expect(ProblemBody.parse(body).code).toBe('malformed_request');
  }
});
