import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection, WorkflowClient } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../../../domain/search.ts';
import { freePort } from '../../../../worker/embedded/processes/ports.ts';
import { startTemporal, type Temporal } from '../../../../worker/embedded/temporal/temporal.ts';
import { createSearchAttributes } from '../../../../worker/temporal/search-attributes.ts';

let folder = '';
let port = 0;
let uiPort = 0;
let open: Temporal | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-temporal-'));
  [port, uiPort] = [await freePort(), await freePort()];
});
afterAll(async () => {
  await open?.stop();
  await rm(folder, { recursive: true });
});

test('what it accepted is there after a kill -9; the UI knows the codec endpoint', async () => {
  const codecEndpoint = 'http://127.0.0.1:3000/temporal/codec';
  const options = { directory: folder, port, uiPort, codecEndpoint };
  const first = await startTemporal(options);
  open = first;
  const settings = await fetch(`${first.uiUrl}/api/v1/settings`);
  expect(await settings.json()).toMatchObject({ Codec: { Endpoint: codecEndpoint } });
  await withClient(async (client) => {
    const searchAttributes = { KycStatus: ['open'], KycReview: [true], KycDue: [new Date(0)] };
    await client.start('none', { workflowId: 'kept', taskQueue: 'none', searchAttributes });
  });
  process.kill(first.pid, 'SIGKILL');
  expect(await first.exited).toBe('was ended by SIGKILL');
  open = await startTemporal(options);
  await withClient(async (client) => {
    const { status, searchAttributes } = await client.getHandle('kept').describe();
    expect(status.name).toBe('RUNNING');
    expect(searchAttributes).toMatchObject({ KycStatus: ['open'], KycReview: [true] });
  });
});

test('a task that was lost again and again with its workers is soon given out again', async () => {
  await withClient(async (client) => {
    const taskQueue = 'lost';
    await client.start('none', { workflowId: 'lost', taskQueue, workflowTaskTimeout: '1 s' });
    const gaps: number[] = [];
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      const since = Date.now();
      // Taken and never answered, as by a worker that was killed.
      const task = await client.withDeadline(since + 60_000, () =>
        client.workflowService.pollWorkflowTaskQueue({
          namespace: 'default',
          taskQueue: { name: taskQueue },
          identity: 'dies',
        }),
      );
      expect(task.attempt).toBe(attempt);
      gaps.push(Date.now() - since);
    }
    expect(Math.max(...gaps)).toBeLessThan(12_000); // the ninth would come after a minute
  });
}, 90_000);

/** What starts a workflow by the server's HTTP API; a page may send it as text, without being asked first. */
const START = JSON.stringify({ workflowType: { name: 'x' }, taskQueue: { name: 'none' } });

/** A request as a browser or a tool of this machine sends it; `fetch` would not let it choose its names. */
function ask(
  at: { host?: string; port: number; path: string; method?: string },
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', ...at, headers }, (answer) => {
      void answer.toArray().then((parts: unknown) => {
        const text = Buffer.concat(parts as Buffer[]).toString();
        resolve({ status: answer.statusCode ?? 0, text });
      });
    });
    sent.on('error', reject);
    sent.end(at.method === 'POST' ? START : undefined);
  });
}

test('its UI answers this machine’s own names and pages alone, and writes nothing', async () => {
  const own = `127.0.0.1:${uiPort}`;
  const get = (headers: Record<string, string>, path = '/api/v1/namespaces') =>
    ask({ port: uiPort, path }, headers).then(({ status }) => status);
  expect(await get({ host: own })).toBe(200);
  expect(await get({ host: `localhost:${uiPort}` })).toBe(200);
  expect(
    await get({ host: own, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }),
  ).toBe(200);
  for (const host of ['evil.example', `evil.example:${uiPort}`, '127.0.0.1', '127.0.0.1:1']) {
    expect(await get({ host }), host).toBe(403);
  }
  for (const origin of ['http://evil.example', 'null', `https://${own}`, 'http://127.0.0.1:3000']) {
    expect(await get({ host: own, origin }), origin).toBe(403);
  }
  expect(await get({ host: own, 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await get({ host: own, 'sec-fetch-site': 'same-site' })).toBe(403);
  const workflow = '/api/v1/namespaces/default/workflows/kept';
  const write = (path: string, origin?: string) =>
    ask({ port: uiPort, path, method: 'POST' }, { host: own, ...(origin ? { origin } : {}) });
  const before = [
    `${workflow}/signal/x`,
    `${workflow}/update/close`,
    `${workflow}/terminate`,
    workflow,
  ];
  for (const path of before) {
    expect((await write(path, `http://${own}`)).status, path).toBe(403);
    expect((await write(path)).status, path).toBe(403);
  }
  expect((await write(`${workflow}/query/state`)).status).toBe(403);
  // Through the door: the UI itself then asks for its token against forgery.
  const asked = await write(`${workflow}/query/state`, `http://${own}`);
  expect(asked.text).toContain('csrf');
  const settings = await ask({ port: uiPort, path: '/api/v1/settings' }, { host: own });
  expect(JSON.parse(settings.text)).toMatchObject({ DisableWriteActions: true });
});

test.runIf(process.platform === 'linux')(
  'no other port of it takes a command by HTTP',
  async () => {
    const pid = open?.pid ?? 0;
    const ports = await portsOf(pid);
    expect(ports.length).toBeGreaterThan(4);
    const path = '/api/v1/namespaces/default/workflows/forged';
    const answers = ports.map(({ host, port: at }) =>
      ask({ host, port: at, path, method: 'POST' }, { host: `127.0.0.1:${at}` }).then(
        ({ status }) => status,
        () => 'not HTTP/1.1',
      ),
    );
    // 403: its HTTP API; 400: the UI behind its door, without a token; 404: metrics.
    const allowed = [403, 400, 404, 'not HTTP/1.1'];
    expect((await Promise.all(answers)).filter((one) => !allowed.includes(one))).toEqual([]);
    await withClient(async (client) => {
      await expect(client.getHandle('forged').describe()).rejects.toThrow('not found');
    });
  },
);

test('search attributes may be created again and again, also by two at once', async () => {
  const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  const namespace = 'default';
  const create = () => createSearchAttributes(connection, namespace);
  await Promise.all([create(), create()]);
  const known = await connection.operatorService.listSearchAttributes({ namespace });
  for (const { name } of SEARCH_ATTRIBUTES) expect(known.customAttributes).toHaveProperty(name);
  await connection.close();
});

test('a worker that stops loses no task: the server lets its polls finish', async () => {
  const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  const { workflowService } = connection;
  const { namespaceInfo } = await workflowService.describeNamespace({ namespace: 'default' });
  expect(namespaceInfo?.capabilities?.workerPollCompleteOnShutdown).toBe(true);
  await connection.close();
});

async function withClient(use: (client: WorkflowClient) => Promise<void>): Promise<void> {
  const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  try {
    await use(new WorkflowClient({ connection }));
  } finally {
    await connection.close();
  }
}

/** Where a process listens, as Linux tells; nothing elsewhere. */
async function portsOf(pid: number): Promise<{ host: string; port: number }[]> {
  const links = await Promise.all(
    (await readdir(`/proc/${pid}/fd`)).map((fd) =>
      readlink(`/proc/${pid}/fd/${fd}`).catch(() => ''),
    ),
  );
  const inodes = links.map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]);
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').slice(1);
  return lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
    const [address = '', port = ''] = local.split(':');
    if (state !== '0A' || !inodes.includes(inode)) return [];
    const bytes = Buffer.from(address, 'hex').toReversed();
    return [{ host: [...bytes].join('.'), port: Number.parseInt(port, 16) }];
  });
}
