import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

export type FreshDatabases = {
  databaseUrl: string;
  keysDatabaseUrl: string;
  /** URLs of the same two databases for the serving role, which owns nothing. */
  serving: { databaseUrl: string; keysDatabaseUrl: string };
  /** Removes both, even if connections are open. */
  drop: () => Promise<void>;
};

/** Two databases for one test, migrated: copies of the templates that the global set-up made. */
export async function freshDatabases(): Promise<FreshDatabases> {
  const prefix = inject('databasePrefix');
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  await execute(`CREATE DATABASE ${name} TEMPLATE ${prefix}main`);
  await execute(`CREATE DATABASE ${name}_keys TEMPLATE ${prefix}keys`);
  return {
    databaseUrl: urlOf(name),
    keysDatabaseUrl: urlOf(`${name}_keys`),
    serving: servingUrls({
      databaseUrl: urlOf(name),
      keysDatabaseUrl: urlOf(`${name}_keys`),
    }),
    drop: async () => {
      await execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await execute(`DROP DATABASE IF EXISTS ${name}_keys WITH (FORCE)`);
    },
  };
}

/** Two empty databases without any migration. */
export async function emptyDatabases(): Promise<Omit<FreshDatabases, 'serving'>> {
  const name = `${inject('databasePrefix')}${randomBytes(6).toString('hex')}`;
  const names = [name, `${name}_keys`] as const;
  for (const one of names) await execute(`CREATE DATABASE ${one}`);
  return {
    databaseUrl: urlOf(names[0]),
    keysDatabaseUrl: urlOf(names[1]),
    drop: async () => {
      for (const one of names) await execute(`DROP DATABASE IF EXISTS ${one} WITH (FORCE)`);
    },
  };
}

/** The URLs of this run's databases for the serving role. */
export function servingUrls(owner: { databaseUrl: string; keysDatabaseUrl: string }) {
  return {
    databaseUrl: asServing(owner.databaseUrl),
    keysDatabaseUrl: asServing(owner.keysDatabaseUrl),
  };
}

function asServing(text: string): string {
  const url = new URL(text);
  url.username = inject('servingRole');
  url.password = `${url.username}_password`;
  return url.href;
}

function urlOf(database: string): string {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${database}`;
  return url.href;
}

async function execute(sql: string): Promise<void> {
  const client = new Client(inject('postgresUrl'));
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
