import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ChildOptions, childService } from '../../../../worker/embedded/processes/child.ts';
import { freePort } from '../../../../worker/embedded/processes/ports.ts';
import { commandOf } from '../../../../worker/embedded/processes/process-list.ts';
import {
  createSupervisor,
  type Service,
} from '../../../../worker/embedded/processes/supervisor.ts';

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
// Not ready for a while, so that it can be killed as it starts.
const SLOW = GOOD.replace(', 100)', ', 1500)');
const WAITING = `
import { createServer } from 'node:http';
const reasons = { postgres: 'ECONNREFUSED', temporal: 'unreachable' };
let isReady = false;
const server = createServer(({ url }, response) => {
  const ok = url === '/livez' || isReady;
  response.writeHead(ok ? 200 : 503).end(JSON.stringify(isReady ? {} : { reasons }));
});
server.listen(process.env.PORT, '127.0.0.1');
console.log('pid', process.pid);
setTimeout(() => (isReady = true), 4_000);
process.on('SIGTERM', () => process.exit());
`;
const SILENT = `console.log('pid', process.pid); setInterval(() => {}, 99);`;
const STUCK = `${GOOD}
process.on('SIGUSR2', () => { for (;;); });
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

test('a service that never was ready is given up after three failed starts, with the reason', async () => {
  const supervisor = makeSupervisor();
  await supervisor.keep((await child('api', GOOD)).service);
  const bad = await child('worker', `console.error('no such setting'); process.exit(3);`);
  await expect(supervisor.keep(bad.service)).rejects.toThrow('worker failed 3 times to start');
  expect(await supervisor.givenUp).toContain('did not start: it exited with code 3');
  expect(lines.filter((line) => line === 'worker       | no such setting')).toHaveLength(3);
  await supervisor.stop();
  expect(await alive(pids())).toEqual([]);
});

test('one that was ready is never given up, and is started again with a pause that grows', async () => {
  const delaysMs = [10, 300, 600];
  const supervisor = createSupervisor({ log, delaysMs });
  let gaveUp = false;
  void supervisor.givenUp.then(() => (gaveUp = true));
  const times: number[] = [];
  const service: Service = {
    name: 'api',
    stage: 1,
    start: () => {
      times.push(performance.now());
      return Promise.resolve({
        exited: Promise.resolve('exited with code 1'),
        stop: async () => {},
      });
    },
  };
  await supervisor.keep(service);
  await vi.waitFor(() => expect(times.length).toBe(6), { timeout: 10_000 });
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  for (const [index, least] of [0, 290, 590, 590, 590].entries()) {
    expect(pauses[index]).toBeGreaterThanOrEqual(least);
  }
  expect(gaveUp).toBe(false);
  await supervisor.stop();
});

test('a long life ends the back-off', async () => {
  const supervisor = createSupervisor({ log, delaysMs: [10, 60_000], healthyMs: 300 });
  await supervisor.keep((await child('api', GOOD)).service);
  for (let death = 1; death <= 3; death += 1) {
    await new Promise((resolve) => setTimeout(resolve, 350));
    process.kill(pids().at(-1) ?? 0, 'SIGKILL');
    const again = () => lines.filter((line) => line === 'api is running again');
    await vi.waitFor(() => expect(again()).toHaveLength(death), { timeout: 5_000 });
  }
  await supervisor.stop();
});

test('starts that somebody else kills are no failures of the service', async () => {
  const supervisor = makeSupervisor();
  const { service } = await child('api', SLOW);
  const kept = supervisor.keep(service);
  for (let killed = 1; killed <= 5; killed += 1) {
    await vi.waitFor(() => expect(pids()).toHaveLength(killed), { timeout: 5_000 });
    process.kill(pids().at(-1) ?? 0, 'SIGKILL');
  }
  await kept;
  expect(pids()).toHaveLength(6);
  await supervisor.stop();
});

test('a child that waits for a server is waited for, and says so once', async () => {
  const supervisor = makeSupervisor();
  const { service } = await child('api', WAITING, { silentMs: 3_000 });
  await supervisor.keep(service);
  expect(pids()).toHaveLength(1);
  const told = lines.filter((line) => line.includes('waits'));
  expect(told).toEqual(['start        | api waits: postgres ECONNREFUSED, temporal unreachable']);
  await supervisor.stop();
});

test('a child that never answers /livez is killed, and given up as one that fails by itself', async () => {
  const supervisor = makeSupervisor();
  const { service } = await child('api', SILENT, { silentMs: 400 });
  await expect(supervisor.keep(service)).rejects.toThrow('livez did not answer for 0.4 s');
  expect(pids()).toHaveLength(3);
  await supervisor.stop();
  expect(await alive(pids())).toEqual([]);
});

test('a ready child that stands still is killed and started again', async () => {
  const supervisor = makeSupervisor();
  const { service } = await child('api', STUCK, { silentMs: 4_000, watchMs: 50 });
  await supervisor.keep(service);
  process.kill(pids()[0] ?? 0, 'SIGUSR2');
  await vi.waitFor(() => expect(lines).toContain('api is running again'), { timeout: 15_000 });
  expect(lines.filter((line) => line.includes('api is killed'))).toHaveLength(1);
  expect(pids()).toHaveLength(2);
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
  await supervisor.keep((await child('api', STUBBORN, { graceMs: 300 })).service);
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

async function child(name: string, source: string, more: Partial<ChildOptions> = {}) {
  const port = await freePort();
  const main = join(folder, `${name}.mjs`);
  await writeFile(main, source);
  const service: Service = childService({
    name,
    main,
    nodeOptions: [],
    env: { PORT: String(port) },
    opsUrl: `http://127.0.0.1:${port}`,
    ...more,
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
