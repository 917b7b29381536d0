import { readdir } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { connect } from './database.ts';
import { requirePostgres } from './postgres-version.ts';

/**
 * Brings both databases to the newest schema. Safe to repeat, and to run twice at once, because the migrator
 * holds an advisory lock. Throws if Postgres is too old. Works from the sources and from the compiled files.
 */
export async function migrateAll(urls: {
  databaseUrl: string;
  keysDatabaseUrl: string;
}): Promise<void> {
  await migrate(urls.databaseUrl, 'main');
  await migrate(urls.keysDatabaseUrl, 'keys');
}

async function migrate(url: string, folder: 'main' | 'keys'): Promise<void> {
  const db = connect<object>(url, { max: 2, statementTimeoutMs: 600_000 });
  try {
    await requirePostgres(db);
    await bring(db, folder);
  } finally {
    await db.destroy();
  }
}

async function bring(db: Kysely<object>, folder: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => migrationsOf(folder) } });
  const { error, results } = await migrator.migrateToLatest();
  const failed = results?.find(({ status }) => status === 'Error')?.migrationName ?? folder;
  if (error !== undefined) throw new Error(`the migration ${failed} failed`, { cause: error });
}

/** The names are stored without extension, so that sources and compiled files are the same migrations. */
async function migrationsOf(folder: string): Promise<Record<string, Migration>> {
  const from = new URL(`./migrations/${folder}/`, import.meta.url);
  const files = (await readdir(from)).filter((file) => /(?<!\.d)\.(ts|js)$/.test(file)).sort();
  const loaded = files.map(async (file): Promise<[string, Migration]> => {
    const module = (await import(new URL(file, from).href)) as Migration;
    return [file.replace(/\.(ts|js)$/, ''), { up: (db) => module.up(db) }];
  });
  return Object.fromEntries(await Promise.all(loaded));
}
