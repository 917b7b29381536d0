import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { freePort } from '../../../worker/embedded/processes/ports.ts';
import { startProgram } from '../../../worker/embedded/processes/program.ts';
import { startTemporal, type Temporal } from '../../../worker/embedded/temporal/temporal.ts';
import { verifyAudit } from '../../../store/audit/verify-audit.ts';
import type { Store } from '../../../store/open-store.ts';
import { freshDatabases, type FreshDatabases } from '../../support/postgres.ts';
import type { Client } from '../client.ts';
import { detailsOnly } from '../people.ts';
import { type Product, type ProductOptions, startProduct } from '../product.ts';

/** One deployment whose parts a test stops, restores to an earlier state and starts again. */
export interface Deployment {
  directory: string;
  databases: FreshDatabases;
  startTemporal: () => Promise<Temporal>;
  /** Runs the product on the existing data until `during` ends. */
  phase: <T>(options: ProductOptions, during: (product: Product) => Promise<T>) => Promise<T>;
  end: () => Promise<void>;
}

export async function openDeployment(): Promise<Deployment> {
  const directory = await mkdtemp(join(tmpdir(), 'vouch-restore-'));
  const kekFile = join(directory, 'kek');
  await writeFile(kekFile, randomBytes(32));
  await chmod(kekFile, 0o400);
  const databases = await freshDatabases();
  const { databaseUrl, keysDatabaseUrl, serving } = databases;
  const port = await freePort();
  // Delays the workers' own comparison beyond the test, so that the command finds the differences.
  const own = {
    KEK_FILE: kekFile,
    WITNESS_DIR: join(directory, 'witness'),
    RECONCILE_AFTER_SECONDS: '3600',
  };
  let policies = [detailsOnly('plain')];
  return {
    directory,
    databases,
    startTemporal: () => startTemporal({ directory, port, uiPort: null }),
    phase: async (options, during) => {
      const product = await startProduct({
        databases: { databaseUrl, keysDatabaseUrl, serving },
        temporalAddress: `127.0.0.1:${port}`,
        blobs: join(directory, 'blobs'),
        policies,
        ...options,
        env: { ...own, ...options.env },
      });
      policies = []; // published once, so they are in every backup
      try {
        return await during(product);
      } finally {
        await product.stop();
      }
    },
    end: async () => {
      await databases.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Runs the command line like an operator, with the worker's settings. */
export async function vouch(
  product: Product,
  ...args: string[]
): Promise<{ end: string; lines: string[] }> {
  const lines: string[] = [];
  const { exited } = await startProgram({
    command: process.execPath,
    args: [fileURLToPath(new URL('../../../worker/vouch.ts', import.meta.url)), ...args],
    env: { ...product.env, LOG_LEVEL: 'error' },
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    stage: 1,
    onLine: (line) => lines.push(line),
  });
  const end = await exited;
  return { end, lines };
}

/**
 * What an app was or would be notified of about a customer: ids of events and webhooks with their positions.
 */
export async function told({ database }: Pick<Store, 'database'>, customer: string) {
  const { rows: events } = await sql`SELECT id, sequence, version, index, type, at, data, status
    FROM event WHERE customer_id = ${customer} ORDER BY sequence`.execute(database);
  const { rows: outbox } = await sql`SELECT event_id, sequence, version, index
    FROM outbox WHERE customer_id = ${customer} ORDER BY sequence`.execute(database);
  const { rows: decisions } = await sql`SELECT id, outcome, actor, created_at, evidence
    FROM decision WHERE customer_id = ${customer} ORDER BY id`.execute(database);
  return { events, outbox, decisions };
}

/** The problems that verifying a customer's exported audit trail finds. */
export async function troubleInTrail(url: string, { key }: Client, customer: string) {
  const headers = { authorization: `Bearer ${key}` };
  const answer = await fetch(`${url}/v1/customers/${customer}/audit`, { headers });
  const lines = (await answer.text()).replace(/\n$/, '').split('\n');
  return verifyAudit(lines).problems;
}
