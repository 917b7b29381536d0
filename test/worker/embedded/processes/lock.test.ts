import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeLock } from '../../../../worker/embedded/processes/lock.ts';

let folder = '';
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'vouch-lock-'))));
afterEach(() => rm(folder, { recursive: true }));

test('a directory that another start holds is refused; a killed one lets go', async () => {
  const main = join(folder, 'embedded', 'start.mjs');
  await mkdir(join(folder, 'embedded'));
  await writeFile(main, 'console.log(1); setInterval(() => {}, 1000)');
  const other = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((resolve) => other.stdout.once('data', resolve));
  await writeFile(join(folder, 'start.pid'), `${other.pid}\n`);
  await expect(takeLock(folder)).rejects.toThrow(`runs here already, as process ${other.pid}`);
  const gone = new Promise((resolve) => other.once('exit', resolve));
  other.kill('SIGKILL');
  await gone;
  expect(await takeLock(folder)).toMatchObject({ wasKilled: true });
});

test('an id that now belongs to another program holds nothing', async () => {
  await writeFile(join(folder, 'start.pid'), `${process.ppid}\n`);
  const lock = await takeLock(folder);
  expect(await readFile(join(folder, 'start.pid'), 'utf8')).toBe(`${process.pid}\n`);
  await lock.release();
  expect(await takeLock(folder)).toMatchObject({ wasKilled: false });
});
