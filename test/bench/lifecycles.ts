import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import type { Api } from './client.ts';
import { type CpuSeconds, cpuEach, cpuWhile } from './cpu.ts';
import { type Figure, ratioFigure, round } from './figure.ts';
import { costOf } from './history-cost.ts';
import { life } from './life.ts';
import type { Stack } from './stack.ts';
import { closedLoop, interleaved, median, quantile } from './statistics.ts';

const AT_ONCE = 16;
const WARM_UP = 200;
const TURNS = 5;
const PER_TURN = 96;
const ALONE_TURNS = 15;

/** A life by HTTP against the bare workflow's, many at once and one alone. */
export async function lifecycles(stack: Stack, api: Api): Promise<Figure[]> {
  const connection = await Connection.connect({ address: stack.temporalAddress });
  const client = new Client({ connection });
  const mains = await Promise.all(
    ['bare', 'bare-checks'].map((queue) => stack.startMain('bare/worker-main.ts', [queue])),
  );
  const sides = { ours: () => life(api), bare: () => bareLife(client) };
  try {
    await closedLoop(WARM_UP, AT_ONCE, async () => void (await sides.ours()));
    await closedLoop(WARM_UP, AT_ONCE, async () => void (await sides.bare()));
    return [await manyAtOnce(sides, client), await oneAlone(sides)];
  } finally {
    await Promise.all(mains.map(({ stop }) => stop()));
    await connection.close();
  }
}

/** A lifecycle from the first call to its end; the id of its workflow. */
type Sides = Record<'ours' | 'bare', () => Promise<string>>;

async function bareLife({ workflow, connection }: Client): Promise<string> {
  const workflowId = `bare/${randomUUID()}`;
  const handle = await workflow.start('bareCase', { taskQueue: 'bare', workflowId, args: [3] });
  await untilOpened(connection, workflowId);
  for (const document of ['one', 'two', 'three']) {
    await handle.executeUpdate('submit', { args: [[document]], updateId: randomUUID() });
  }
  await handle.result();
  return workflowId;
}

/** Until its first task is done: our create too is answered when the opening is recorded. */
async function untilOpened({ workflowService }: Client['connection'], workflowId: string) {
  const asked = { namespace: 'default', execution: { workflowId }, waitNewEvent: true };
  let token: Uint8Array | undefined;
  for (;;) {
    const page = { ...asked, ...(token ? { nextPageToken: token } : {}) };
    const { history, nextPageToken } = await workflowService.getWorkflowExecutionHistory(page);
    if (history?.events?.some((event) => event.workflowTaskCompletedEventAttributes)) return;
    token = nextPageToken;
  }
}

async function manyAtOnce(sides: Sides, client: Client): Promise<Figure> {
  const ids = { ours: [] as string[], bare: [] as string[] };
  const cpus = { ours: [] as CpuSeconds[], bare: [] as CpuSeconds[] };
  const turn = (side: keyof Sides) => async () => {
    const lives = async () => void ids[side].push(await sides[side]());
    const { answer, cpu } = await cpuWhile(() => closedLoop(PER_TURN, AT_ONCE, lives));
    cpus[side].push(cpu);
    const { eachMs, allMs } = answer;
    const perSecond = PER_TURN / (allMs / 1000);
    return { perSecond, p50: median(eachMs), p99: quantile(eachMs, 0.99) };
  };
  const found = await interleaved(TURNS, { ours: turn('ours'), bare: turn('bare') });
  const cost = { ours: await usual(client, ids.ours), bare: await usual(client, ids.bare) };
  const words = (side: keyof Sides) =>
    `${cost[side].events} events, ${cost[side].tasks} tasks, ${cpuEach(cpus[side], PER_TURN * TURNS)}`;
  return ratioFigure({
    name: `lifecycles, ${AT_ONCE} at once`,
    turns: found,
    atLeast: 0.6,
    more: `; ${words('ours')}; bare ${words('bare')}`,
    data: { cost, cpus, atOnce: AT_ONCE, perTurn: PER_TURN, warmUp: WARM_UP },
  });
}

async function oneAlone(sides: Sides): Promise<Figure> {
  const turn = (side: keyof Sides) => async () => {
    const startedAt = performance.now();
    await sides[side]();
    return performance.now() - startedAt;
  };
  const found = await interleaved(ALONE_TURNS, { ours: turn('ours'), bare: turn('bare') });
  return {
    name: 'one lifecycle alone, p50',
    ours: `${round(median(found.ours))} ms`,
    bare: `${round(median(found.bare))} ms`,
    goal: 'printed',
    reached: null,
    data: found,
  };
}

/** The middle of what some of the last lives cost. */
async function usual(client: Client, ids: string[]): Promise<{ events: number; tasks: number }> {
  const costs = await Promise.all(ids.slice(-20).map((id) => costOf(client, id)));
  return {
    events: median(costs.map(({ events }) => events)),
    tasks: median(costs.map(({ tasks }) => tasks)),
  };
}
