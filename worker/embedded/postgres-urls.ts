import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const POSTGRES_HOST = '127.0.0.1';
export const POSTGRES_USER = 'vouch';

export type PostgresUrls = { databaseUrl: string; keysDatabaseUrl: string; adminUrl: string };

/** Where an embedded Postgres of this directory and port is reached, with its password. */
export async function postgresUrls(directory: string, port: number): Promise<PostgresUrls> {
  const password = await postgresPassword(directory);
  const urlOf = (database: string) =>
    `postgresql://${POSTGRES_USER}:${password}@${POSTGRES_HOST}:${port}/${database}`;
  return {
    databaseUrl: urlOf('vouch'),
    keysDatabaseUrl: urlOf('vouch_keys'),
    adminUrl: urlOf('postgres'),
  };
}

/** The password, made at the first call. */
export function postgresPassword(directory: string): Promise<string> {
  return readOrMake(join(directory, 'postgres.password'), randomBytes(24).toString('hex'));
}

/** The text of a file that only its owner may read; `made` is written when there is none. */
export async function readOrMake(path: string, made: string): Promise<string> {
  try {
    await writeFile(path, made, { flag: 'wx', mode: 0o600, flush: true });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFile(path, 'utf8');
  }
}
