import { LRUCache } from 'lru-cache';
import { Pool, type PoolClient, types } from 'pg';

const TIMESTAMPTZ = 1184;
const DATE = 1082;
const PREPARED_MAX = 400;

/** What Kysely's Postgres dialect needs of a pool. */
export interface PreparedPool {
  options: object;
  connect: () => Promise<PreparedClient>;
  end: () => Promise<void>;
}
interface PreparedClient {
  query: {
    <R>(sql: string, parameters: readonly unknown[]): Promise<QueryAnswer<R>>;
    <R>(cursor: R): R;
  };
  release: (destroy?: boolean) => void;
}
interface QueryAnswer<R> {
  command: 'UPDATE' | 'DELETE' | 'INSERT' | 'SELECT' | 'MERGE';
  rowCount: number;
  rows: R[];
}

/**
 * A pool that prepares its statements by name on each connection, so that a recorder's long statement is
 * parsed once. Instants are returned as ISO strings, days as `YYYY-MM-DD`.
 */
export function createPool(
  url: string,
  options: { max: number; statementTimeoutMs: number },
): { pool: Pool; prepared: PreparedPool } {
  const pool = new Pool({
    connectionString: url,
    max: options.max,
    statement_timeout: options.statementTimeoutMs,
    idle_in_transaction_session_timeout: options.statementTimeoutMs,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    application_name: 'vouch',
    types: { getTypeParser: parserOf as typeof types.getTypeParser },
  });
  const names = nameStatements();
  const clients = new WeakMap<PoolClient, PreparedClient>();

  async function take(): Promise<PreparedClient> {
    const client = await pool.connect();
    const known = clients.get(client);
    if (known) return known;
    client.on('error', () => undefined); // the query in flight fails by itself
    const fresh = prepare(client, names);
    clients.set(client, fresh);
    return fresh;
  }
  return { pool, prepared: { options: pool.options, connect: take, end: () => pool.end() } };
}

function prepare(client: PoolClient, nameOf: (sql: string) => string | undefined): PreparedClient {
  const query = (text: string, values: readonly unknown[]) => {
    const name = nameOf(text);
    return client.query(name ? { name, text, values: [...values] } : { text, values: [...values] });
  };
  return { query: query as PreparedClient['query'], release: (destroy) => client.release(destroy) };
}

/** Names a statement from its second use on, so that statements that occur once are not prepared. */
function nameStatements(): (sql: string) => string | undefined {
  const seen = new LRUCache<string, true>({ max: 1000 });
  const names = new Map<string, string>();
  return (sql) => {
    const name = names.get(sql);
    if (name !== undefined) return name;
    if (!seen.has(sql)) {
      seen.set(sql, true);
      return undefined;
    }
    if (names.size >= PREPARED_MAX || /^(begin|commit|rollback)/.test(sql)) return undefined;
    const next = `v${names.size}`;
    names.set(sql, next);
    return next;
  };
}

function parserOf(oid: number, format?: 'text' | 'binary') {
  if (oid === TIMESTAMPTZ) return (text: string) => new Date(text).toISOString();
  if (oid === DATE) return (text: string) => text;
  return types.getTypeParser(oid, format ?? 'text');
}
