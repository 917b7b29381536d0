import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  type ChildFault,
  faultOfFile,
  isChildError,
} from '../../../../activities/verification/child/child-error.ts';
import {
  createChild,
  type ChildOptions,
} from '../../../../activities/verification/child/child-process.ts';
import type { Mood, Said } from '../children/moody-main.ts';

const signal = new AbortController().signal;
const open: { close: () => Promise<void> }[] = [];

function moody(options: Partial<ChildOptions> = {}) {
  const child = createChild<Mood, Said>({
    main: new URL('../children/moody-main.ts', import.meta.url),
    name: 'gate',
    timeoutMs: 10_000,
    rssLimitMb: 400,
    recycleAfter: 50,
    env: { NODE_OPTIONS: '' }, // it leaves marks outside of its folder
    ...options,
  });
  open.push(child);
  return child;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(async (child) => await child.close()));
});

test('jobs and answers carry bytes, and nothing of the environment', async () => {
  process.env['VOUCH_TEST_SECRET'] = 'canary';
  const { bytes, env } = await moody({ env: { LANG: 'C' } }).run(
    { do: 'env', bytes: Buffer.from('abc') },
    { signal },
  );
  expect(Buffer.from(bytes ?? []).toString()).toBe('abc');
  expect(env).toContain('LANG');
  expect(env).not.toContain('VOUCH_TEST_SECRET');
  expect(env).not.toContain('PATH');
});

test('jobs at once are done one by one in the same child', async () => {
  const child = moody();
  const said = await Promise.all(
    [1, 2, 3].map(async () => await child.run({ do: 'echo' }, { signal })),
  );
  expect(new Set(said.map(({ pid }) => pid)).size).toBe(1);
});

test('a fresh child takes over after the jobs allowed', async () => {
  const child = moody({ recycleAfter: 1 });
  const first = await child.run({ do: 'echo' }, { signal });
  const second = await child.run({ do: 'echo' }, { signal });
  expect(second.pid).not.toBe(first.pid);
});

test('a killed child is replaced and asked once more', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'child-'));
  const mark = join(folder, 'died');
  const said = await moody().run({ do: 'die-once', mark }, { signal });
  expect(said.pid).toBeGreaterThan(0);
  expect(existsSync(mark)).toBe(true);
  rmSync(folder, { recursive: true });
});

test('a child that dies twice is an error, and the next job works', async () => {
  const child = moody();
  await expect(child.run({ do: 'die' }, { signal })).rejects.toMatchObject({ code: 'ChildDied' });
  expect((await child.run({ do: 'echo' }, { signal })).pid).toBeGreaterThan(0);
});

test('a hanging child is killed at its time, and the next job works', async () => {
  const child = moody();
  const { pid } = await child.run({ do: 'echo' }, { signal });
  const hung = child.run({ do: 'hang' }, { signal, timeoutMs: 300 });
  await expect(hung).rejects.toMatchObject({ code: 'ChildTimedOut' });
  const next = await child.run({ do: 'echo' }, { signal });
  expect(next.pid).not.toBe(pid);
  expect(() => process.kill(pid, 0)).toThrow();
});

test('busy cores make a job late, which is never its own fault', async () => {
  const child = moody();
  await child.run({ do: 'echo' }, { signal });
  const busy = Array.from({ length: availableParallelism() * 3 }, () =>
    spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }),
  );
  try {
    const worked = child.run({ do: 'work', cpuMs: 700 }, { signal, timeoutMs: 1_000 });
    const end = await worked.then(
      () => 'done',
      (error: unknown) => (isChildError(error, 'ChildStarved') ? 'starved' : String(error)),
    );
    expect(['done', 'starved']).toContain(end);
  } finally {
    for (const one of busy) one.kill('SIGKILL');
  }
});

test('a child that sleeps is ended at its time', async () => {
  const child = moody();
  await child.run({ do: 'echo' }, { signal });
  const startedAt = performance.now();
  const doze = child.run({ do: 'doze' }, { signal, timeoutMs: 1_500 });
  await expect(doze).rejects.toMatchObject({ code: 'ChildTimedOut' });
  expect(performance.now() - startedAt).toBeLessThan(4_000);
});

test('a child that eats memory is killed', async () => {
  const child = moody({ rssLimitMb: 200 });
  const eaten = child.run({ do: 'eat' }, { signal });
  await expect(eaten).rejects.toMatchObject({ code: 'ChildDied', detail: 'memory' });
});

test('a job called off kills the child at once', async () => {
  const child = moody();
  const calling = new AbortController();
  const hung = child.run({ do: 'hang' }, { signal: calling.signal });
  setTimeout(() => calling.abort(new Error('called off')), 400);
  await expect(hung).rejects.toThrow('called off');
  expect((await child.run({ do: 'echo' }, { signal })).pid).toBeGreaterThan(0);
});

test('of an error in the child only its kind comes back', async () => {
  const failed = moody().run({ do: 'fail' }, { signal });
  await expect(failed).rejects.toMatchObject({ code: 'ChildFailed', detail: 'TypeError' });
  await expect(failed).rejects.not.toThrow(/holder/);
});

test('a main that cannot start is the machine, not the file', async () => {
  const child = moody({ main: new URL('children/missing-main.ts', import.meta.url) });
  const error: unknown = await child.run({ do: 'echo' }, { signal }).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'ChildNotStarted' });
  await expect(faultOfFile(error, async () => await Promise.resolve(true))).rejects.toBe(error);
});

test('a dead child is the fault of the file only if the specimen passes', async () => {
  const error = await moody()
    .run({ do: 'die' }, { signal })
    .catch((e: unknown) => e);
  await expect(
    faultOfFile(error, async () => await Promise.resolve(true)),
  ).resolves.toBeUndefined();
  await expect(faultOfFile(error, async () => await Promise.resolve(false))).rejects.toBe(error);
});

test('each death, broken limit and failed start is told with its cause, an end that was asked for is not', async () => {
  const told: ChildFault[] = [];
  const onFault = (fault: ChildFault) => void told.push(fault);
  const folder = mkdtempSync(join(tmpdir(), 'child-'));
  await moody({ onFault }).run({ do: 'die-once', mark: join(folder, 'died') }, { signal });
  rmSync(folder, { recursive: true });
  const late = moody({ onFault, timeoutMs: 300 }).run({ do: 'hang' }, { signal });
  await expect(late).rejects.toMatchObject({ code: 'ChildTimedOut' });
  const missing = moody({ onFault, main: new URL('children/no-main.ts', import.meta.url) });
  await expect(missing.run({ do: 'echo' }, { signal })).rejects.toMatchObject({
    code: 'ChildNotStarted',
  });
  const closed = moody({ onFault });
  const cut = closed.run({ do: 'hang' }, { signal }).catch(() => undefined);
  await closed.close();
  await cut;
  expect(told).toEqual(['exit', 'late', 'not_started'].map((cause) => ({ child: 'gate', cause })));
});
