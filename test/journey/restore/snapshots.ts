import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { inject } from 'vitest';

const TEMPORAL_FILES = ['temporal.db', 'temporal.db-wal', 'temporal.db-shm'];

/** Copies a database in its current state, done by the server itself. Nobody may be connected to it. */
export async function copyDatabase(url: string, name: string): Promise<string> {
  const copy = `${new URL(url).pathname.slice(1)}_${name}`;
  await onServer(`CREATE DATABASE ${copy} TEMPLATE ${new URL(url).pathname.slice(1)}`);
  return copy;
}

/** Replaces a database with a copy. */
export async function restoreDatabase(url: string, copy: string): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${copy}`);
}

export async function dropDatabase(name: string): Promise<void> {
  await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/** Copies the data of a stopped Temporal. */
export async function copyTemporal(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of TEMPORAL_FILES) {
    await rm(join(to, name), { force: true });
    await cp(join(from, name), join(to, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

async function onServer(sql: string): Promise<void> {
  const client = new Client(inject('postgresUrl'));
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
