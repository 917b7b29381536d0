import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openStore, type Store } from '../../store/open-store.ts';
import { postgresUrls } from '../../worker/embedded/postgres/postgres-urls.ts';
import { createClient } from '../journey/client.ts';
import { randomFrom } from '../specimens/random.ts';
import { type Acknowledged, type Callers, startCallers } from './callers.ts';
import { check, type Verdict } from './checker.ts';
import { openWholeProduct, type WholeProduct } from './whole-product.ts';

/**
 * `npm run chaos -- --rounds 300 --crashes 50 --seed 1`: kills the whole product again and again while
 * callers write and give up, then checks that rows, workflows, trail and acknowledged writes agree.
 * `--crashes`: rounds in which the worker kills itself right after a recording, and all else then dies.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '300' },
    crashes: { type: 'string', default: '50' },
    callers: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
  },
});
const LIFE_MS = 3_000;
const CRASH_WITHIN_MS = 30_000;
const CHECK_EVERY = 50;

const say = (line: string) => process.stdout.write(`${line}\n`);
const directory = await mkdtemp(join(tmpdir(), 'vouch-chaos-'));
const product = await openWholeProduct(directory);
const random = randomFrom(Number(values.seed));
const acknowledged: Acknowledged[] = [];
const untrue: string[] = [];
let sent = 0;
let takenOver = 0;
let failed = false;
let callers: Callers | undefined;
let dies = false;
let crashed = 0;
try {
  await product.start();
  await untilKeys(product);
  const rounds = Number(values.rounds);
  const all = rounds + Number(values.crashes);
  for (let round = 1; round <= all; round += 1) {
    await live();
    await product.killAll();
    await gather();
    const checks = round % CHECK_EVERY === 0 || round === all;
    const crashes = round >= rounds && !checks;
    const at = 1 + Math.floor(random() * 20);
    await startAgain(crashes ? { VOUCH_CRASH: `worker.after_record:${at}` } : {});
    dies = crashes;
    if (checks) failed = !(await findingDraft(round)) || failed;
  }
  say(`${failed ? '0 passed, 1 failed' : '1 passed, 0 failed'}`);
} finally {
  await product.end();
  await rm(directory, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

/** Between two lives somebody else may hold one of its ports for a moment. */
async function startAgain(extra: NodeJS.ProcessEnv): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await product.start(extra);
      return;
    } catch (error) {
      if (tries === 10 || !String(error).includes('is in use')) throw error;
      await sleep(5_000);
    }
  }
}

/** Until all is to die: at a random instant, or as soon as the worker killed itself after a recording. */
async function live(): Promise<void> {
  callers ??= startCallers(clientOf(product), Number(values.callers), random);
  if (dies) {
    if (await hasWorkerDied()) crashed += 1;
    return;
  }
  await sleep(300 + random() * LIFE_MS);
  takenOver += await takeOvers();
}

async function gather(): Promise<void> {
  if (!callers) return;
  await callers.stop();
  acknowledged.push(...callers.acknowledged);
  untrue.push(...callers.untrue);
  sent += callers.sent();
  callers = undefined;
}

function clientOf({ url, keys }: WholeProduct) {
  return createClient(url, keys[0] ?? '');
}

/** Waits for the crash, and says whether it came: the metrics of a dead worker are not there. */
async function hasWorkerDied(): Promise<boolean> {
  let before = await recordings();
  for (const until = Date.now() + CRASH_WITHIN_MS; Date.now() < until; await sleep(20)) {
    const now = await recordings();
    if (now === null && before !== null) return true;
    before = now;
  }
  return false;
}

async function recordings(): Promise<string | null> {
  const response = await fetch(`${product.workerOpsUrl}/metrics`, {
    signal: AbortSignal.timeout(2_000),
  }).catch(() => null);
  return response ? response.text() : null;
}

async function takeOvers(): Promise<number> {
  const text = (await recordings()) ?? '';
  const counts = text.matchAll(/vouch_recordings_total\{[^}]*result="ahead"\} (\d+)/g);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function findingDraft(round: number): Promise<boolean> {
  const store = await storeOf(product);
  try {
    const address = `127.0.0.1:${product.env['TEMPORAL_PORT']}`;
    const verdict = await check(store, address, acknowledged);
    tell(round, verdict);
    const { divergences, denied, unaudited } = verdict;
    return [divergences, denied, unaudited, untrue].every((list) => list.length === 0);
  } finally {
    await store.close();
  }
}

function tell(round: number, verdict: Verdict): void {
  const { cases, quietAfter, ...lists } = verdict;
  say(
    `${new Date().toISOString()} round ${round}: ${sent} sent, ${acknowledged.length} acknowledged, ${cases} cases, ` +
      `${crashed} crashes, ${takenOver} taken over, quiet after ${quietAfter} s`,
  );
  for (const [name, list] of Object.entries({ ...lists, untrue })) {
    say(`  ${name}: ${list.length}${list.length > 0 ? ` (${list.slice(0, 5).join('; ')})` : ''}`);
  }
}

async function storeOf({ env }: WholeProduct): Promise<Store> {
  const urls = await postgresUrls(directory, Number(env['POSTGRES_PORT']));
  const blobDir = join(directory, 'blobs');
  return openStore({ ...urls, kekFile: join(directory, 'kek'), blobDir });
}

async function untilKeys({ keys }: WholeProduct): Promise<void> {
  for (const until = Date.now() + 120_000; keys.length === 0; await sleep(100)) {
    if (Date.now() > until) throw new Error('no key was printed');
  }
}
