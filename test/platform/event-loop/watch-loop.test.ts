import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MODULE = new URL('../../../platform/event-loop/watch-loop.ts', import.meta.url).href;

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'vouch-watch-'))));
afterAll(() => rm(folder, { recursive: true }));

/** A process that is watched for a second and a half instead of thirty, and does what `source` says. */
async function start(name: string, source: string) {
  const main = join(folder, `${name}.mjs`);
  await writeFile(
    main,
    `import { watchLoop } from ${JSON.stringify(MODULE)};
     watchLoop('api', { stillMs: 1500, tickMs: 50 });
     process.on('SIGTERM', () => console.log('heard'));
     ${source}
     console.log('up');`,
  );
  const child = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'pipe'] });
  const end = new Promise<{ code: number | null; signal: string | null }>((done) =>
    child.once('close', (code, signal) => done({ code, signal })),
  );
  const told = { out: '', err: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told.err += text));
  const up = new Promise<void>((done) =>
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      told.out += text;
      if (told.out.includes('up')) done();
    }),
  );
  await Promise.race([up, end]);
  return { child, end, told };
}

const BLOCK = `process.on('SIGUSR2', () => { for (;;); });`;
const isGone = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

test('a loop that stands still ends its process, which says why and leaves no core', async () => {
  const { child, end, told } = await start('still', `${BLOCK} setInterval(() => {}, 1000);`);
  const before = performance.now();
  child.kill('SIGUSR2');
  expect(await end).toEqual({ code: null, signal: 'SIGALRM' });
  expect(performance.now() - before).toBeGreaterThan(1_300);
  expect(told.err).toBe('api: the event loop stood still for 1.5 s, the process ends\n');
});

test('a busy process that comes round now and then goes on, and so does one that is stopped', async () => {
  const busy = `setInterval(() => { const to = Date.now() + 700; while (Date.now() < to); }, 10);`;
  const { child, end, told } = await start('busy', busy);
  await sleep(5_000);
  child.kill('SIGSTOP');
  await sleep(4_000);
  child.kill('SIGCONT');
  await sleep(2_000);
  expect(isGone(child)).toBe(false);
  expect(told.err).toBe('');
  child.kill('SIGKILL');
  await end;
}, 30_000);

test('the watch keeps nothing alive: a process with nothing left to do ends in order', async () => {
  const { end } = await start('done', '');
  expect(await end).toEqual({ code: 0, signal: null });
});
