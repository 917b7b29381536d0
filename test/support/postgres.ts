import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

export type FreshDatabases = {
  databaseUrl: string;
  keysDatabaseUrl: string;
  /** Removes both, also under open connections. */
  drop: () => Promise<void>;
};

/** Two databases of one's own, migrated: copies of the templates that the global set-up made. */
export async function freshDatabases(): Promise<FreshDatabases> {
  const prefix = inject('databasePrefix');
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  await execute(`CREATE DATABASE ${name} TEMPLATE ${prefix}main`);
  await execute(`CREATE DATABASE ${name}_keys TEMPLATE ${prefix}keys`);
  return {
    databaseUrl: urlOf(name),
    keysDatabaseUrl: urlOf(`${name}_keys`),
    drop: async () => {
      await execute(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await execute(`DROP DATABASE IF EXISTS ${name}_keys WITH (FORCE)`);
    },
  };
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
