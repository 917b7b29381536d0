import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './client.ts';
import { type Product, startProduct } from './product.ts';

const NAMES = ['worker', 'verification', 'sender'] as const;

let product: Product;
beforeAll(async () => {
  product = await startProduct({ processes: [] });
}, 120_000);
afterAll(() => product.stop());

async function readiness(name: (typeof NAMES)[number]) {
  const answer = await fetch(`${product.opsUrls[name]}/readyz`);
  const { dependencies } = (await answer.json()) as { dependencies: Record<string, unknown> };
  return { status: answer.status, dependencies };
}

test('what starts before the last migration is not ready, and is so by itself once it is done', async () => {
  const { database } = product.store;
  const { rows } = await sql<{ name: string; timestamp: string }>`DELETE FROM kysely_migration
    WHERE name = (SELECT max(name) FROM kysely_migration) RETURNING name, timestamp`.execute(
    database,
  );
  const [last = { name: '', timestamp: '' }] = rows;
  await Promise.all(NAMES.map((name) => product.start(name)));
  for (const name of NAMES) {
    const waiting = await until(
      () => readiness(name),
      ({ dependencies }) => dependencies['temporal'] !== false, // a poller takes a moment
    );
    expect(waiting, name).toMatchObject({
      status: 503,
      dependencies: { postgres: true, key_store: true, migrations: false },
    });
  }
  await sql`INSERT INTO kysely_migration (name, timestamp)
    VALUES (${last.name}, ${last.timestamp})`.execute(database);
  for (const name of NAMES) {
    expect(await readiness(name)).toMatchObject({
      status: 200,
      dependencies: { migrations: true },
    });
  }
}, 120_000);
