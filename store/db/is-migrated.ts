import { readdir } from 'node:fs/promises';
import { type Kysely, sql } from 'kysely';
import type { Database } from './database.ts';

/** True if the main database has every migration of this program; for readiness. */
export async function isMigrated(database: Kysely<Database>): Promise<boolean> {
  const files = await readdir(new URL('./migrations/main/', import.meta.url));
  const names = files
    .filter((file) => /(?<!\.d)\.(ts|js)$/.test(file))
    .map((file) => file.replace(/\.(ts|js)$/, ''));
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(database);
  const done = new Set(rows.map(({ name }) => name));
  return names.every((name) => done.has(name));
}
