import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openWholeProduct, type WholeProduct } from '../chaos/whole-product.ts';
import { processesBelow } from '../support/process-tree.ts';
import { type Api, create, lock } from './client.ts';
import { type Figure, round } from './figure.ts';
import { type Memory, memoryOf, sumOf } from './processes.ts';
import { closedLoop, median, quantile } from './statistics.ts';

const STEPS = [1_000, 10_000] as const;
const AT_ONCE = 32;
const WOKEN = 50;
const WAKE_MS_MAX = 500;
const WORKER_MIB_MAX = 450;
const START_MIB_MAX = 1_229; // 1.2 GiB
/** After the start and after each create: the worker compares a case with its workflow 15 s later. */
const SETTLE_MS = 30_000;

/** Which part of `npm start` a process belongs to, by its command; the first that fits. */
const PARTS: readonly [string, RegExp][] = [
  ['api', /api\/main/],
  ['worker', /worker\/main/],
  ['verification', /worker\/verification|activities\/verification/],
  ['sender', /worker\/sender/],
  ['guard', /guard-main/],
  ['postgres', /postgres/],
  ['temporal', /temporal server/],
];

/** What `npm start` holds with nothing to do, and its worker with cases that wait for their customer. */
export async function memory(): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'vouch-bench-'));
  const product = await openWholeProduct(directory);
  try {
    await product.start();
    await wait(SETTLE_MS);
    const idle = await partsOf(product);
    const [key = ''] = product.keys;
    return [startFigure(idle), await idleCases(product, { url: product.url, key, repeated: 0 })];
  } finally {
    await product.end();
    await rm(directory, { recursive: true, force: true });
  }
}

async function idleCases(product: WholeProduct, api: Api): Promise<Figure> {
  const worker = async () => (await partsOf(product))['worker'] ?? NONE;
  const customers: string[] = [];
  const taken = [{ cases: 0, ...(await worker()) }];
  for (const cases of STEPS) {
    await closedLoop(cases - customers.length, AT_ONCE, async () => {
      customers.push(await create(api, { policy: 'standard', level: 'standard' }));
    });
    await wait(SETTLE_MS);
    taken.push({ cases, ...(await worker()) });
  }
  const parts = await partsOf(product);
  const wokenMs: number[] = [];
  // The first to come are the first that the worker let go.
  for (const customer of customers.slice(0, WOKEN)) {
    const startedAt = performance.now();
    await lock(api, customer);
    wokenMs.push(performance.now() - startedAt);
  }
  const [p50, most] = [median(wokenMs), quantile(wokenMs, 1)];
  const { rssMib, pssMib } = taken.at(-1) ?? NONE;
  const steps = taken.map((one) => `${one.rssMib} MiB with ${one.cases}`).join(', ');
  return {
    name: 'worker with idle cases, first action of one let go',
    ours: `${steps} (PSS ${pssMib}); p50 ${round(p50)} ms, most ${round(most)} ms`,
    bare: '',
    goal: `<= ${WORKER_MIB_MAX} MiB, <= ${WAKE_MS_MAX} ms`,
    reached: rssMib > 0 && rssMib <= WORKER_MIB_MAX && most <= WAKE_MS_MAX,
    data: { taken, parts, wokenMs },
  };
}

const NONE: Memory = { rssMib: 0, pssMib: 0, peakMib: 0 };

function startFigure(parts: Record<string, Memory>): Figure {
  const { pssMib } = sumOf(Object.values(parts));
  const each = Object.entries(parts).map(([name, one]) => `${name} ${one.pssMib}`);
  return {
    name: 'npm start, idle, PSS of all processes',
    ours: `${pssMib} MiB: ${each.join(', ')}`,
    bare: '',
    goal: `<= ${START_MIB_MAX} MiB`,
    reached: pssMib > 0 && pssMib <= START_MIB_MAX,
    data: { parts },
  };
}

/** The memory of each part of the product; empty where there is no /proc. */
async function partsOf(product: WholeProduct): Promise<Record<string, Memory>> {
  const root = product.pid();
  if (root === undefined) return {};
  const all = [{ pid: root, command: 'start' }, ...(await processesBelow(root))];
  const parts: Record<string, Memory> = {};
  for (const { pid, command } of all) {
    const [name] = PARTS.find(([, pattern]) => pattern.test(command)) ?? ['start'];
    const one = await memoryOf(pid);
    if (one) parts[name] = sumOf([parts[name] ?? NONE, one]);
  }
  return parts;
}
