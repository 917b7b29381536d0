import { type Kysely, sql } from 'kysely';

/** The oldest Postgres that our tests ran with; the newest is the one of `npm start`. */
export const OLDEST_POSTGRES = 15;

/** Throws an error that says what is wrong if the server is older, or does not keep text as UTF-8. */
export async function requirePostgres(db: Kysely<object>): Promise<void> {
  const { rows } =
    await sql<ServerFacts>`SELECT current_setting('server_version_num')::integer AS number,
    current_setting('server_version') AS version,
    current_setting('server_encoding') AS encoding`.execute(db);
  const problem = rows[0] && problemOf(rows[0]);
  if (problem !== undefined) throw new Error(problem);
}

export interface ServerFacts {
  /** The version as a number: 150018 for 15.18. */
  number: number;
  version: string;
  encoding: string;
}

/** The reason why Vouch cannot work with such a server. */
export function problemOf({ number, version, encoding }: ServerFacts): string | undefined {
  if (number < OLDEST_POSTGRES * 10_000)
    return `this Postgres is ${version}: Vouch needs ${OLDEST_POSTGRES} or newer`;
  if (encoding !== 'UTF8') return `this database is encoded as ${encoding}: Vouch needs UTF8`;
  return undefined;
}
