import { setTimeout as wait } from 'node:timers/promises';
import { type Api, create, lock } from './client.ts';
import { type Figure, round } from './figure.ts';
import { residentMibOf } from './processes.ts';
import { closedLoop, median, quantile } from './statistics.ts';

const SLEEPERS = 10_000;
const AT_ONCE = 32;
const WOKEN = 50;
const WAKE_MS_MAX = 500;
/** After the last create its task, its recording and the worker's own tidying are over. */
const SETTLE_MS = 5_000;

/** Cases that wait for their customer: what they hold of the worker, and how soon one of them acts. */
export async function sleepers(api: Api): Promise<Figure> {
  const before = await residentMibOf('worker/main');
  const customers: string[] = [];
  await closedLoop(SLEEPERS, AT_ONCE, async () => {
    customers.push(await create(api, { policy: 'three', level: 'three' }));
  });
  await wait(SETTLE_MS);
  const after = await residentMibOf('worker/main');
  const wokenMs: number[] = [];
  // The first to come are the first that the worker let go.
  for (const customer of customers.slice(0, WOKEN)) {
    const startedAt = performance.now();
    await lock(api, customer);
    wokenMs.push(performance.now() - startedAt);
  }
  const [p50, most] = [median(wokenMs), quantile(wokenMs, 1)];
  const memory = after === null ? 'no /proc' : `${after} MiB (${before ?? 0} MiB before)`;
  return {
    name: `${SLEEPERS} idle cases: worker, first action`,
    ours: `${memory}, p50 ${round(p50)} ms, most ${round(most)} ms`,
    bare: '',
    goal: `<= ${WAKE_MS_MAX} ms`,
    reached: most <= WAKE_MS_MAX,
    data: { before, after, wokenMs },
  };
}
