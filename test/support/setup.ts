import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { runMain } from '../../worker/embedded/processes/children.ts';
import { tellGuard } from '../../worker/embedded/processes/guard.ts';
import { freePort } from '../../worker/embedded/processes/ports.ts';
import { startPostgres } from '../../worker/embedded/postgres/postgres.ts';
import { startTemporal } from '../../worker/embedded/temporal/temporal.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A Postgres on which databases may be created. */
    postgresUrl: string;
    /** The prefix of this run's database names; the templates end in `main`, `keys`. */
    databasePrefix: string;
    /** The role with which the product works; it owns nothing. Its password is its name and `_password`. */
    servingRole: string;
    temporalAddress: string;
    /** Path of the bundled workflows. */
    bundlePath: string;
  }
}

const undo: (() => Promise<void>)[] = [];

/**
 * Runs once: starts the servers, or uses `DATABASE_URL` and `TEMPORAL_ADDRESS`, then migrates and bundles.
 */
export async function setup(project: TestProject): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'vouch-test-'));
  tellGuard({ do: 'remove', path: directory });
  undo.push(() => rm(directory, { recursive: true, force: true }));
  const bundlePath = join(directory, 'workflow-bundle.js');
  const starting = [
    preparePostgres(directory),
    prepareTemporal(directory),
    runMain('worker/bundle', [bundlePath], process.env),
  ] as const;
  try {
    const [postgres, temporalAddress] = await Promise.all(starting);
    await runMain('worker/migrate', [], {
      ...process.env,
      DATABASE_URL: databaseOn(postgres.url, `${postgres.prefix}main`),
      KEYS_DATABASE_URL: databaseOn(postgres.url, `${postgres.prefix}keys`),
      SERVING_ROLE: postgres.servingRole,
      TEMPORAL_ADDRESS: temporalAddress,
    });
    project.provide('postgresUrl', postgres.url);
    project.provide('databasePrefix', postgres.prefix);
    project.provide('servingRole', postgres.servingRole);
    project.provide('temporalAddress', temporalAddress);
    project.provide('bundlePath', bundlePath);
  } catch (error) {
    await Promise.allSettled(starting);
    await teardown();
    throw error;
  }
}

/** Removes this run's databases and stops what was started. */
export async function teardown(): Promise<void> {
  for (const step of undo.splice(0).toReversed()) await step();
}

async function preparePostgres(directory: string) {
  const given = process.env['DATABASE_URL'];
  const url = given ?? (await startTemporaryPostgres(directory));
  const prefix = `vouch_test_${randomBytes(4).toString('hex')}_`;
  const servingRole = `${prefix}serving`;
  if (given) undo.push(() => dropAll(url, prefix, servingRole));
  await withClient(url, async (client) => {
    await client.query(`CREATE ROLE ${servingRole} LOGIN PASSWORD '${servingRole}_password'`);
    for (const name of ['main', 'keys']) await client.query(`CREATE DATABASE ${prefix}${name}`);
  });
  return { url, prefix, servingRole };
}

async function startTemporaryPostgres(directory: string): Promise<string> {
  const port = await freePort();
  const postgres = await startPostgres({ directory, port, temporary: true });
  undo.push(postgres.stop);
  return postgres.adminUrl;
}

async function prepareTemporal(directory: string): Promise<string> {
  const given = process.env['TEMPORAL_ADDRESS'];
  if (given) return given;
  const port = await freePort();
  const temporal = await startTemporal({ directory, port, uiPort: null, temporary: true });
  undo.push(temporal.stop);
  return temporal.address;
}

async function dropAll(adminUrl: string, prefix: string, role: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of rows) await client.query(`DROP DATABASE ${datname} WITH (FORCE)`);
    await client.query(`DROP ROLE ${role}`);
  });
}

async function withClient(url: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(url);
  await client.connect();
  try {
    await use(client);
  } finally {
    await client.end();
  }
}

function databaseOn(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}
