import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../worker/embedded/processes/ports.ts';
import { type Postgres, startPostgres } from '../../../worker/embedded/postgres/postgres.ts';
import { SERVING_ROLE } from '../../../worker/embedded/postgres/postgres-urls.ts';
import { startTemporal, type Temporal } from '../../../worker/embedded/temporal/temporal.ts';
import { type Client, until } from '../client.ts';
import { bodyOf, detailsOnly, newPerson, passportOf } from '../people.ts';
import { migrate, type Product, startProduct } from '../product.ts';
import { startTraffic } from './traffic.ts';

/** A write whose outcome was lost waits for its lease of 30 s, which may happen twice. */
const RECOVERY_MS = 120_000;

let directory: string;
let port: number;
let postgres: Postgres;
let temporal: Temporal;
let product: Product;
let app: Client;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-postgres-'));
  port = await freePort();
  const temporalPort = await freePort();
  [postgres, temporal] = await Promise.all([
    startPostgres({ directory, port, temporary: true }),
    startTemporal({ directory, port: temporalPort, uiPort: null, temporary: true }),
  ]);
  const { databaseUrl, keysDatabaseUrl } = postgres;
  await migrate({
    DATABASE_URL: databaseUrl,
    KEYS_DATABASE_URL: keysDatabaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    SERVING_ROLE,
  });
  product = await startProduct({
    databases: postgres,
    temporalAddress: temporal.address,
    policies: [detailsOnly('plain')],
  });
  app = await product.client();
});
afterAll(async () => {
  await product.stop();
  await Promise.all([postgres.stop(), temporal.stop()]);
  await rm(directory, { recursive: true, force: true });
});

test.each([
  ['restarted', 'SIGINT', 0],
  ['killed, and away for five seconds', 'SIGKILL', 5_000],
] as const)(
  'Postgres %s in mid-story: no acknowledged write is lost, none done twice, the story ends by itself',
  async (_, signal, awayMs) => {
    const person = newPerson();
    const { id } = await app.create(bodyOf(person, { level: 'basic' }));
    const traffic = await startTraffic(app, 'plain', 3);
    await app.submit(id, await passportOf(person));
    process.kill(postgres.pid, signal);
    await postgres.exited;
    if (awayMs > 0) {
      for (const path of [`/v1/customers/${id}`, '/v1/customers']) {
        const { status, headers } = await app.ask('GET', path);
        expect(status).toBe(503);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
      const refused = await app.ask('POST', `/v1/customers/${id}/lock`, { body: {} });
      expect(refused.status).toBe(503);
      await sleep(awayMs);
    }
    postgres = await startPostgres({ directory, port, temporary: true });
    const before = traffic.count();
    await until(
      () => Promise.resolve(traffic.count()),
      (count) => count > before + 10,
      RECOVERY_MS,
    );
    await traffic.stop();
    await app.reach(id, 'active/verified', RECOVERY_MS);
    await nothingTwice(id);
    const ends = (['api', 'worker', 'verification'] as const).map((name) => product.died(name));
    const alive = Promise.resolve('all are alive');
    expect(await Promise.race([...ends, alive])).toBe('all are alive');
  },
  300_000,
);

async function nothingTwice(id: string): Promise<void> {
  const { database } = product.store;
  const { rows } = await sql<{ checks: number; findings: number; gaps: number }>`SELECT
      (SELECT count(*)::int FROM "check" WHERE customer_id = ${id}) AS checks,
      (SELECT count(*)::int FROM finding WHERE customer_id = ${id}) AS findings,
      (SELECT count(*)::int FROM "case" c WHERE c.sequence <>
        (SELECT count(*) FROM event e WHERE e.customer_id = c.customer_id)) AS gaps`.execute(
    database,
  );
  expect(rows[0]?.checks).toBeGreaterThan(0);
  expect(rows[0]).toMatchObject({ findings: rows[0]?.checks, gaps: 0 });
}
