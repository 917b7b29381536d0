import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const POSTGRES_HOST = '127.0.0.1';
export const POSTGRES_USER = 'vouch';

/** The role under which the processes work; it owns nothing. */
export const SERVING_ROLE = 'vouch_serving';

type Urls = { databaseUrl: string; keysDatabaseUrl: string };
/** The URLs of the databases for their owner, and for the serving role. */
export type PostgresUrls = Urls & { adminUrl: string; serving: Urls };

/** The URLs, with passwords, of the embedded Postgres of this directory and port. */
export async function postgresUrls(directory: string, port: number): Promise<PostgresUrls> {
  const password = await postgresPassword(directory);
  const servingPassword = await postgresServingPassword(directory);
  const urlsOf = (user: string, secret: string) => {
    const server = `postgresql://${user}:${secret}@${POSTGRES_HOST}:${port}`;
    return { databaseUrl: `${server}/vouch`, keysDatabaseUrl: `${server}/vouch_keys` };
  };
  return {
    ...urlsOf(POSTGRES_USER, password),
    adminUrl: `postgresql://${POSTGRES_USER}:${password}@${POSTGRES_HOST}:${port}/postgres`,
    serving: urlsOf(SERVING_ROLE, servingPassword),
  };
}

/** The owner's password, made at the first call. */
export function postgresPassword(directory: string): Promise<string> {
  return readOrMake(join(directory, 'postgres.password'), randomBytes(24).toString('hex'));
}

/** The password of the serving role. */
export function postgresServingPassword(directory: string): Promise<string> {
  return readOrMake(join(directory, 'postgres.serving-password'), randomBytes(24).toString('hex'));
}

/** The text of a file that only its owner may read. If there is no file, it is written with `made`. */
export async function readOrMake(path: string, made: string): Promise<string> {
  try {
    await writeFile(path, made, { flag: 'wx', mode: 0o600, flush: true });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFile(path, 'utf8');
  }
}
