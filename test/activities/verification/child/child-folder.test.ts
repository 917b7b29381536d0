import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBarcodeReader } from '../../../../activities/verification/engines/barcode.ts';
import { createChild } from '../../../../activities/verification/child/child-process.ts';
import { createFaceReader } from '../../../../activities/verification/engines/faces.ts';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import { createTextReader } from '../../../../activities/verification/engines/text-reader.ts';
import { createTextRecognizer } from '../../../../activities/verification/engines/ocr.ts';
import type { Pried } from '../children/prying-main.ts';

const { signal } = new AbortController();
const PRYING = new URL('../children/prying-main.ts', import.meta.url);
let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'vouch-folders-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where ONNX Runtime opened a log in the shared folder, by the ids of processes that start next. */
function plantLinks(): { targetOf: (pid: number) => string; remove: () => void } {
  const last = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
  const pids = Array.from({ length: 3000 }, (_, step) => last + step);
  const targetOf = (pid: number) => join(folder, `followed-${pid}`);
  const links = pids.map((pid) => [join('/tmp', `mat-debug-${pid}.log`), targetOf(pid)] as const);
  const planted = links.filter(([path]) => !existsSync(path));
  for (const [path, target] of planted) symlinkSync(target, path);
  return { targetOf, remove: () => planted.forEach(([path]) => rmSync(path, { force: true })) };
}

/** The processes that this one has started and that still run. */
function childPids(): number[] {
  const tasks = `/proc/${process.pid}/task`;
  const lists = readdirSync(tasks).map((task) =>
    readFileSync(`${tasks}/${task}/children`, 'utf8').trim(),
  );
  return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
}

test('no engine follows a link that somebody planted among the temporary files', async () => {
  const { targetOf, remove } = plantLinks();
  try {
    for (const make of [
      createTextRecognizer,
      createTextReader,
      createBarcodeReader,
      createFaceReader,
    ]) {
      const engine = make({ timeoutMs: 60_000 });
      expect(await engine.probe(signal)).toBe(true);
      const pids = childPids();
      expect(pids).toHaveLength(1);
      expect(pids.map(targetOf).filter((path) => existsSync(path))).toEqual([]);
      expect(written()).toEqual([]); // neither a telemetry of ONNX Runtime's nor anything else
      await engine.close();
    }
    const gate = createSanitiser({ timeoutMs: 30_000 });
    expect(await gate.guards()).toMatchObject({ permissions: true });
    await gate.close();
  } finally {
    remove();
  }
}, 120_000);

test.each([
  ['ocr', () => createTextRecognizer({ main: PRYING })],
  ['letters', () => createTextReader({ main: PRYING })],
  ['barcode', () => createBarcodeReader({ main: PRYING })],
  ['faces', () => createFaceReader({ main: PRYING })],
])('the child of %s has a folder of its own and reads code alone', async (_, open) => {
  const engine = open();
  const page = { png: Buffer.of(1) };
  const asked = { seek: 'text', languages: ['eng'], turns: false, signal };
  const read = engine.read as unknown as (page: object, asked: object) => Promise<Pried>;
  const { cwd, temporary, home, measures } = await read(page, asked);
  expect([temporary, home]).toEqual([cwd, cwd]);
  expect(cwd.startsWith(join(tmpdir(), `vouch-child-${process.pid}-`))).toBe(true);
  expect(lstatSync(cwd).mode & 0o777).toBe(0o700);
  const denied = ['read', 'list', 'look', 'write', 'make', 'run'];
  expect(measures).toEqual({
    ...Object.fromEntries(denied.map((name) => [name, 'ERR_ACCESS_DENIED'])),
    code: 'done',
  });
  await engine.close();
  expect(existsSync(cwd)).toBe(false);
});

test('two children share no folder, and a killed one leaves none', async () => {
  const child = createChild<object, Pried>({
    main: PRYING,
    name: 'gate',
    timeoutMs: 30_000,
    rssLimitMb: 400,
    recycleAfter: 1,
    atOnce: 2,
  });
  const both = await Promise.all([child.run({}, { signal }), child.run({}, { signal })]);
  const places = both.map(({ cwd }) => cwd);
  expect(new Set(places).size).toBe(2);
  await child.close();
  expect(places.filter((path) => existsSync(path))).toEqual([]);
});

test('folders of a parent that was killed go with the next parent, those of others stay', async () => {
  const temporary = join(folder, 'temporary');
  const elsewhere = join(folder, 'elsewhere');
  mkdirSync(temporary);
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, join(temporary, 'vouch-child-1999999999-link'));
  mkdirSync(join(temporary, `vouch-child-${process.pid}-alive`));
  const placed = childFolders(temporary);
  const stop = await parentIn(temporary);
  await stop();
  const dead = childFolders(temporary).filter((name) => !placed.includes(name));
  const stopNext = await parentIn(temporary);
  const left = childFolders(temporary);
  await stopNext();
  expect(dead).toHaveLength(1);
  expect(left.filter((name) => dead.includes(name))).toEqual([]);
  expect(left.filter((name) => placed.includes(name))).toEqual(placed);
  expect(left).toHaveLength(placed.length + 1);
  expect(existsSync(elsewhere)).toBe(true);
});

/** What the children of this process have written. */
function written(): string[] {
  const own = childFolders(tmpdir()).filter((name) => name.includes(`-${process.pid}-`));
  expect(own).toHaveLength(1);
  return own.flatMap((name) => readdirSync(join(tmpdir(), name)));
}

function childFolders(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.startsWith('vouch-child-'));
}

/** Starts a parent with a child; its end is a kill -9. */
async function parentIn(directory: string): Promise<() => Promise<void>> {
  const main = fileURLToPath(new URL('../children/parent-main.ts', import.meta.url));
  const parent = spawn(process.execPath, [main], {
    env: { TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(parent.stdout, 'data');
  return async () => {
    parent.kill('SIGKILL');
    await once(parent, 'exit');
  };
}
