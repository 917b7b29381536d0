import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { QUEUES } from '../../domain/work.ts';
import { sendExtremeCommands } from '../extremes/commands.ts';
import type { Client } from './client.ts';
import { bodyOf, newPerson } from './people.ts';
import { type ProcessName, type Product, startProduct } from './product.ts';

/** A small number by default; acceptance runs set a larger one. */
const COUNT = Number(process.env['EXTREME_COMMANDS'] ?? 60);
const SEED = Number(process.env['EXTREME_SEED'] ?? 10);
const PROCESSES: readonly ProcessName[] = ['api', 'worker', 'verification'];

let product: Product;
let app: Client;
beforeAll(async () => {
  const temporalAddress = process.env['TEMPORAL_ADDRESS'];
  product = await startProduct(temporalAddress ? { temporalAddress } : {});
  app = await product.client();
}, 120_000);
afterAll(() => product.stop());

async function metricsOf(name: ProcessName): Promise<string> {
  return (await fetch(`${product.opsUrls[name]}/metrics`)).text();
}

test('malformed and forged commands move no case, end no process and hold up none', async () => {
  const customers = await Promise.all(
    Array.from({ length: 5 }, async () => (await app.create(bodyOf(newPerson()))).id),
  );
  for (const id of customers) await app.move(id, 'lock').then(() => app.move(id, 'unlock'));
  const before = await Promise.all(customers.map((id) => app.read(id)));
  const connection = await Connection.connect({ address: product.temporalAddress });
  // A scrape shows the longest time since the previous one.
  for (const name of PROCESSES) await metricsOf(name);
  const namespace = product.env['TEMPORAL_NAMESPACE'] ?? 'default';
  const queue = QUEUES.cases;
  const options = { connection, namespace, queue, customers, count: COUNT, seed: SEED };
  const found = await sendExtremeCommands(options);
  await connection.close();
  console.log(JSON.stringify({ ...found, taken: found.taken.length }));
  expect(found.taken).toEqual([]);
  expect(found.running).toEqual([]);
  expect(found.sent).toBe(COUNT);

  expect(await Promise.all(customers.map((id) => app.read(id)))).toEqual(before);
  for (const name of PROCESSES) {
    const [, lag] = /^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(await metricsOf(name)) ?? [];
    expect(Number(lag), name).toBeLessThan(1);
  }
  const counted = await metricsOf('worker');
  expect(counted).toMatch(
    /^vouch_foreign_messages_total\{message="update",reason="unsealed"\} [1-9]/m,
  );
  expect(product.logs('worker')).toContain('message.not_taken');
  for (const id of customers) {
    const beganAt = performance.now();
    await app.move(id, 'lock');
    expect(performance.now() - beganAt).toBeLessThan(5000);
    expect(await app.read(id)).toMatchObject({ status: 'locked' });
  }
}, 600_000);
