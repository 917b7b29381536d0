import { constants, getPriority } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import { createBarcodeReader } from '../../../../activities/verification/engines/barcode.ts';
import { createChild } from '../../../../activities/verification/child/child-process.ts';
import type {
  BarcodeReader,
  TextRecognizer,
} from '../../../../activities/verification/engines/engines.ts';
import { createTextRecognizer } from '../../../../activities/verification/engines/ocr.ts';
import type { Mood, Said } from '../children/moody-main.ts';

const signal = new AbortController().signal;
const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

function pool(atOnce: number) {
  const child = createChild<Mood, Said>({
    main: new URL('../children/moody-main.ts', import.meta.url),
    name: 'gate',
    timeoutMs: 20_000,
    rssLimitMb: 300,
    recycleAfter: 50,
    atOnce,
    env: {},
  });
  open.push(child);
  const ask = async (mood: Mood['do'], called: AbortSignal = signal) =>
    await child.run({ do: mood }, { signal: called });
  return { ask, echo: () => ask('echo') };
}

/** What `work` throws if it has not ended by then; a job that hangs has 20 s. */
async function soon<T>(work: Promise<T>, withinMs = 8000): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('held up')), withinMs).unref();
  });
  return await Promise.race([work, late]);
}

test.each(['hang', 'eat', 'die'] as const)('a job that will %s delays no other', async (mood) => {
  const { ask, echo } = pool(2);
  const calling = new AbortController();
  const poison = ask(mood, calling.signal).catch((error: unknown) => error);
  const said = await soon(Promise.all([echo(), echo(), echo()]));
  expect(new Set(said.map(({ pid }) => pid)).size).toBeLessThanOrEqual(2);
  calling.abort(new Error('called off'));
  expect(await poison).toBeInstanceOf(Error);
});

test('with every child at work the next job waits, and can be called off at once', async () => {
  const { ask, echo } = pool(1);
  const first = new AbortController();
  const hung = ask('hang', first.signal).catch(() => 'hung');
  const calling = new AbortController();
  const waiting = ask('echo', calling.signal);
  await expect(soon(echo(), 1500)).rejects.toThrow('held up');
  calling.abort(new Error('called off'));
  await expect(soon(waiting, 100)).rejects.toThrow('called off');
  first.abort(new Error('enough'));
  expect(await hung).toBe('hung');
  expect((await soon(echo())).pid).toBeGreaterThan(0);
});

test('a child is started only when all others are busy', async () => {
  const { echo } = pool(3);
  const pids = [await echo(), await echo(), await echo()].map(({ pid }) => pid);
  expect(new Set(pids).size).toBe(1);
  const together = await Promise.all([echo(), echo()]);
  expect(new Set(together.map(({ pid }) => pid)).size).toBe(2);
  expect(together.map(({ pid }) => pid)).toContain(pids[0]);
});

test('a child that has grown to four fifths of its limit is replaced, and its answer counts', async () => {
  const { ask, echo } = pool(1);
  const first = await echo();
  expect((await ask('grow')).pid).toBe(first.pid); // 200 MB of 300, and what Node itself takes
  expect((await echo()).pid).not.toBe(first.pid);
});

test('children stand behind every other process', async () => {
  const { pid } = await pool(1).echo();
  expect(getPriority(pid)).toBe(constants.priority.PRIORITY_LOW);
});

const main = new URL('../children/moody-main.ts', import.meta.url);
test.each([
  ['text', () => createTextRecognizer({ main, atOnce: 2 })],
  ['barcodes', () => createBarcodeReader({ main, atOnce: 2 })],
])('two pages are searched for %s side by side', async (_, create) => {
  const engine: TextRecognizer | BarcodeReader = create();
  open.push(engine);
  const page = { png: Buffer.from('the child answers with its id') };
  const read = async () => await engine.read(page, { seek: 'text', signal });
  const found: unknown = await Promise.all([read(), read()]);
  expect(new Set((found as Said[]).map(({ pid }) => pid)).size).toBe(2);
});
