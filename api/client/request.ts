import { randomUUID } from 'node:crypto';

/** One request before it is sent. Every attempt sends the same. */
export interface Request {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | FormData | null;
  signal: AbortSignal | null;
}

/** Options of any request, besides its content. */
export interface Told {
  /**
   * The Idempotency-Key of a write; by default a new one. Store it if you want to try again after a restart.
   */
  once?: string;
  /** The version that must still be current: `If-Match`. */
  ifVersion?: number;
  signal?: AbortSignal;
}

interface Asked extends Told {
  query?: object;
  body?: unknown;
  form?: FormData;
  headers?: Record<string, string>;
}

/** Fills in the path, and puts body, query and headers into the request. */
export function requestOf(method: string, path: string, asked: Asked): Request {
  const names = asked as Record<string, unknown>;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(names[name])),
  );
  const query = queryOf(asked.query ?? {});
  const isWrite = method !== 'get';
  const json = isWrite && asked.form === undefined ? JSON.stringify(asked.body ?? {}) : null;
  return {
    method: method.toUpperCase(),
    path: query === '' ? filled : `${filled}?${query}`,
    headers: {
      ...(isWrite ? { 'idempotency-key': asked.once ?? randomUUID() } : {}),
      ...(json === null ? {} : { 'content-type': 'application/json' }),
      ...(asked.ifVersion === undefined ? {} : { 'if-match': `"${asked.ifVersion}"` }),
      ...asked.headers,
    },
    body: asked.form ?? json,
    signal: asked.signal ?? null,
  };
}

/**
 * The query string. Absent values are left out; lists are joined by commas, which is how the API reads them.
 */
function queryOf(query: object): string {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== null);
  return new URLSearchParams(
    said.map(([key, value]): [string, string] => [key, String(value)]),
  ).toString();
}
