import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { childService } from '../../../worker/embedded/child.ts';
import { freePort } from '../../../worker/embedded/ports.ts';
import { commandOf } from '../../../worker/embedded/process-list.ts';
import { createSupervisor, type Service } from '../../../worker/embedded/supervisor.ts';

// A child that is ready 100 ms after its start, tells its id, and takes 50 ms to end.
const GOOD = `
import { createServer } from 'node:http';
const server = createServer((_, response) => response.end());
setTimeout(() => server.listen(process.env.PORT, '127.0.0.1'), 100);
console.log('pid', process.pid);
process.on('SIGTERM', () => setTimeout(() => { console.log('bye'); process.exit(); }, 50));
`;
const STUBBORN = `${GOOD}
process.removeAllListeners('SIGTERM');
process.on('SIGTERM', () => console.log('no'));
`;
const PARENT = `${GOOD}
import { spawn } from 'node:child_process';
const own = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
console.log('grandchild', own.pid);
`;

let folder = '';
let lines: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-supervisor-'));
  lines = [];
});
afterEach(() => rm(folder, { recursive: true }));

test('a service is kept once it is ready; its lines are printed behind its name', async () => {
  const supervisor = makeSupervisor();
  const { service, port } = await child('api', GOOD);
  await supervisor.keep(service);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  await supervisor.stop();
  expect(lines.at(-1)).toBe('api          | bye');
  await expect(fetch(`http://127.0.0.1:${port}/readyz`)).rejects.toThrow();
});

test('a child that is killed is started again', async () => {
  const supervisor = makeSupervisor();
  await supervisor.keep((await child('api', GOOD)).service);
  const [first] = pids();
  process.kill(first ?? 0, 'SIGKILL');
  await vi.waitFor(() => expect(lines).toContain('api is running again'), { timeout: 5_000 });
  expect(lines).toContain('api was ended by SIGKILL');
  expect(pids()).toHaveLength(2);
  await supervisor.stop();
  expect(await alive(pids())).toEqual([]);
});

test('three deaths in a minute end all, with the reason', async () => {
  const supervisor = makeSupervisor();
  await supervisor.keep((await child('api', GOOD)).service);
  const bad = await child('worker', `console.error('no such setting'); process.exit(3);`);
  await expect(supervisor.keep(bad.service)).rejects.toThrow('worker ended 3 times within 60 s');
  expect(await supervisor.givenUp).toContain('did not start: it exited with code 3');
  expect(lines.filter((line) => line === 'worker       | no such setting')).toHaveLength(3);
  await supervisor.stop();
  expect(await alive(pids())).toEqual([]);
});

test('deaths that lie further apart end nothing', async () => {
  const supervisor = createSupervisor({ log, delaysMs: [10], windowMs: 400 });
  await supervisor.keep((await child('api', GOOD)).service);
  for (let death = 1; death <= 3; death += 1) {
    await new Promise((resolve) => setTimeout(resolve, 450));
    process.kill(pids().at(-1) ?? 0, 'SIGKILL');
    const again = () => lines.filter((line) => line === 'api is running again');
    await vi.waitFor(() => expect(again()).toHaveLength(death), { timeout: 5_000 });
  }
  await supervisor.stop();
});

test('children are stopped before the servers they use', async () => {
  const supervisor = makeSupervisor();
  const { service } = await child('postgres', GOOD);
  await supervisor.keep({ ...service, stage: 0 });
  await supervisor.keep((await child('api', GOOD)).service);
  await supervisor.keep((await child('worker', GOOD)).service);
  await supervisor.stop();
  const byes = lines.filter((line) => line.endsWith('bye')).map((line) => line.split(' ')[0]);
  expect(new Set(byes.slice(0, 2))).toEqual(new Set(['api', 'worker']));
  expect(byes[2]).toBe('postgres');
});

test('a child that ignores the request to end is killed after its grace', async () => {
  const supervisor = makeSupervisor();
  await supervisor.keep((await child('api', STUBBORN, 300)).service);
  const before = performance.now();
  await supervisor.stop();
  expect(performance.now() - before).toBeGreaterThan(250);
  expect(lines.at(-1)).toBe('api          | no');
  expect(await alive(pids())).toEqual([]);
});

test('what a killed child had started itself does not stay behind', async () => {
  const supervisor = makeSupervisor();
  await supervisor.keep((await child('verification', PARENT)).service);
  const grandchild = Number(/grandchild (\d+)/.exec(lines.join('\n'))?.[1]);
  expect(await alive([grandchild])).toEqual([grandchild]);
  process.kill(pids()[0] ?? 0, 'SIGKILL');
  await vi.waitFor(async () => expect(await alive([grandchild])).toEqual([]), { timeout: 5_000 });
  await supervisor.stop();
});

test('a stop breaks off a start that is still waiting', async () => {
  const supervisor = makeSupervisor();
  const { service } = await child(
    'api',
    `console.log('pid', process.pid); setInterval(() => {}, 99);`,
  );
  const kept = supervisor.keep(service);
  const refused = expect(kept).rejects.toThrow('stopped while starting');
  await vi.waitFor(() => expect(pids()).toHaveLength(1), { timeout: 5_000 });
  await supervisor.stop();
  await refused;
  expect(await alive(pids())).toEqual([]);
});

function log(line: string): void {
  lines.push(line);
}

function makeSupervisor() {
  return createSupervisor({ log, delaysMs: [10, 50] });
}

async function child(name: string, source: string, graceMs = 5_000) {
  const port = await freePort();
  const main = join(folder, `${name}.mjs`);
  await writeFile(main, source);
  const service: Service = childService({
    name,
    main,
    nodeOptions: [],
    env: { PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/readyz`,
    graceMs,
    print: log,
  });
  return { service, port };
}

function pids(): number[] {
  return lines.flatMap((line) => /\| pid (\d+)$/.exec(line)?.[1] ?? []).map(Number);
}

async function alive(ids: readonly number[]): Promise<number[]> {
  const commands = await Promise.all(ids.map((id) => commandOf(id)));
  return ids.filter((_, at) => commands[at]);
}
