import { type ChildProcess, spawn } from 'node:child_process';
import { access, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, requireFreePorts } from '../../../worker/embedded/processes/ports.ts';
import { startPostgres } from '../../../worker/embedded/postgres/postgres.ts';

const MAIN = fileURLToPath(new URL('../../../worker/embedded/start.ts', import.meta.url));
const PORTS = [
  'API_PORT',
  'API_OPS_PORT',
  'WORKER_OPS_PORT',
  'VERIFICATION_OPS_PORT',
  'SENDER_OPS_PORT',
  'POSTGRES_PORT',
  'TEMPORAL_PORT',
  'TEMPORAL_UI_PORT',
];
const KEY = /vk_test_\w+/g;

let folder = '';
let ports: Record<string, number> = {};
let child: ChildProcess | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-start-')); // of mode 0700
  const found = await Promise.all(PORTS.map(async (name) => [name, await freePort()] as const));
  ports = Object.fromEntries(found);
});
afterAll(async () => {
  child?.kill('SIGKILL');
  const port = await freePort();
  const postgres = await startPostgres({ directory: folder, port, temporary: true });
  await postgres.stop(); // removes the data, wherever they are
  await rm(folder, { recursive: true });
});

test('a busy port ends the start before anything is started', async () => {
  const port = ports['WORKER_OPS_PORT'];
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const { text, code } = start();
  expect(await code).toBe(1);
  expect(text()).toContain(`port ${port} (health of the worker) is in use`);
  expect(text()).toContain('WORKER_OPS_PORT');
  await expect(access(join(folder, 'postgres.log'))).rejects.toThrow('ENOENT');
  await new Promise((done) => server.close(done));
});

test('it tells its addresses and the first keys once, stops, and finds all again', async () => {
  const first = start();
  await first.ready;
  const api = `http://127.0.0.1:${ports['API_PORT']}`;
  expect(first.text()).toContain(`API reference  ${api}/docs/reference`);
  expect(first.text()).toContain(`Temporal UI    http://127.0.0.1:${ports['TEMPORAL_UI_PORT']}`);
  expect((await fetch(`${api}/docs/reference`)).status).toBe(200);
  const keys = first.text().match(KEY) ?? [];
  expect(keys).toHaveLength(2);
  expect(await statusOf(`${api}/v1/customers`, keys[0])).toBe(200);
  expect((await stat(join(folder, 'kek'))).mode & 0o777).toBe(0o400);
  const kek = await readFile(join(folder, 'kek'));
  child?.kill('SIGINT');
  expect(await first.code).toBe(0);
  await expectPortsFree();

  const second = start();
  await second.ready;
  expect(second.text()).not.toMatch(KEY);
  expect(await readFile(join(folder, 'kek'))).toEqual(kek);
  expect(await statusOf(`${api}/v1/customers`, keys[0])).toBe(200);
  child?.kill('SIGKILL');
  await second.code;

  const third = start();
  await third.ready;
  expect(await statusOf(`${api}/v1/customers`, keys[0])).toBe(200);
  child?.kill('SIGTERM');
  expect(await third.code).toBe(0);
  await expectPortsFree();
}, 180_000);

function start() {
  const settings = Object.entries(ports).map(([name, port]) => [name, String(port)]);
  const { DATABASE_URL: _, KEYS_DATABASE_URL: __, TEMPORAL_ADDRESS: ___, ...rest } = process.env;
  const started = spawn(process.execPath, [MAIN], {
    env: { ...rest, VOUCH_DIR: folder, ...Object.fromEntries(settings) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child = started;
  let text = '';
  const code = new Promise<number | null>((resolve) => started.once('close', resolve));
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.includes('Ctrl-C stops it')) resolve();
      });
    }
    void code.then(() => reject(new Error(`it ended:\n${text}`)));
  });
  ready.catch(() => undefined);
  return { text: () => text, code, ready };
}

async function statusOf(url: string, key = ''): Promise<number> {
  return (await fetch(url, { headers: { authorization: `Bearer ${key}` } })).status;
}

async function expectPortsFree(): Promise<void> {
  const all = Object.entries(ports).map(([setting, port]) => ({ port, setting, use: setting }));
  await requireFreePorts(all);
}
