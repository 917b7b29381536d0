import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { changedBundle } from '../../workflows/changed-bundle.ts';
import { createClient, until } from '../client.ts';
import { detailsOnly } from '../people.ts';
import { type Product, startProduct } from '../product.ts';
import { startBalancer } from './balancer.ts';
import { createMember, type Member } from './fleet.ts';
import { startLives } from './lives.ts';

let product: Product;
beforeAll(async () => {
  product = await startProduct({ processes: [], policies: [detailsOnly('plain')] });
});
afterAll(() => product.stop());

/** The same workflows with another time-out, which may change without `patched` (docs/temporal.md#replay). */
async function newerBuild(): Promise<string> {
  const bundle = await changedBundle({
    file: 'workflows/case.ts',
    from: "startToCloseTimeout: '2 m'",
    to: "startToCloseTimeout: '3 m'",
  });
  const path = join(product.directory, 'newer-bundle.js');
  await writeFile(path, bundle.code);
  return path;
}

/** Over all histories: the workflow tasks that failed, or that a worker took and did not finish. */
async function troubledTasks(): Promise<{ cases: number; failed: string[]; unfinished: string[] }> {
  const connection = await Connection.connect({ address: product.temporalAddress });
  const client = new TemporalClient({ connection });
  const found = { cases: 0, failed: [] as string[], unfinished: [] as string[] };
  for await (const { workflowId } of client.workflow.list()) {
    found.cases += 1;
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
    for (const event of events ?? []) {
      if (event.workflowTaskFailedEventAttributes) found.failed.push(workflowId);
      // 1: the task was taken and not finished. 2 is normal: the task of a sticky queue whose worker is gone
      // moves to another worker.
      const timedOut = event.workflowTaskTimedOutEventAttributes;
      if (timedOut?.timeoutType === 1) found.unfinished.push(workflowId);
    }
  }
  await connection.close();
  return found;
}

test('every process is replaced, twice, under load, by a newer build and back: no request and no task fails', async () => {
  const builds = [await newerBuild(), inject('bundlePath')];
  const members: Member[] = [];
  for (const kind of ['api', 'worker', 'verification', 'api', 'worker', 'verification'] as const) {
    members.push(await createMember(product, kind));
  }
  await Promise.all(members.map((member) => member.start()));
  const balancer = await startBalancer(members.filter(({ kind }) => kind === 'api'));
  const { key } = await product.client();
  const app = createClient(balancer.url, key);
  await until(
    async () => (await app.ask('GET', '/v1/customers').catch(() => ({ status: 0 }))).status,
    (status) => status === 200,
  );
  const before = balancer.broken().length;
  const heard = app.heard.length;
  const load = startLives(app, { plain: 3, papers: 1 });
  const ends: Record<Member['kind'], number[]> = { api: [], worker: [], verification: [] };
  try {
    for (const build of builds) {
      for (const member of members) {
        const lives = load.count();
        const { how, ms } = await member.end();
        expect(`${member.kind} ${how}`).toBe(`${member.kind} exited with code 0`);
        ends[member.kind].push(Math.round(ms));
        await member.start({ WORKFLOW_BUNDLE: build });
        await until(
          async () => load.count(),
          (count) => count > lives + 2,
          120_000,
        );
      }
    }
    const lived = await load.stop();
    expect(lived.length).toBeGreaterThan(members.length * builds.length * 2);
  } finally {
    await load.stop().catch(() => undefined);
    for (const member of members) await member.end().catch(() => undefined);
  }
  expect(balancer.broken().slice(before)).toEqual([]);
  expect(app.heard.slice(heard).filter(({ status }) => status >= 400)).toEqual([]);
  const tasks = await troubledTasks();
  expect(tasks.failed).toEqual([]);
  // Temporal may give a task to a poll that is just ending. Another worker gets it after the time-out, and
  // nobody's request fails. One such task per shutdown is chance; more would mean that shutdowns interrupt
  // tasks.
  expect(tasks.unfinished.length).toBeLessThanOrEqual(ends.worker.length);
  expect(balancer.given().every((count) => count > 50)).toBe(true);
  const requests = app.heard.slice(heard);
  const slowest = Math.max(
    ...requests.filter(({ path }) => !path.includes('wait=')).map(({ ms }) => ms),
  );
  const told = `${tasks.cases} lives, ${requests.length} requests, the slowest ${slowest} ms, ${tasks.unfinished.length} tasks lost`;
  console.log(`${told}, ends in ms`, JSON.stringify(ends));
  await balancer.stop();
}, 1_200_000);
