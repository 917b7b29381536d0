import { randomUUID } from 'node:crypto';
import type { z } from '@hono/zod-openapi';
import type { Product } from './product.ts';
import type { Screen } from './screen.ts';

interface Asked<Schema extends z.ZodType> {
  key: string;
  schema: Schema;
  json?: unknown;
  form?: FormData;
  headers?: Record<string, string>;
}

/** Calls the public API and tells of each call. */
export interface Teller {
  screen: Screen;
  /** The last event seen of each customer. */
  seen: Map<string, number>;
  /** The answer, held against the schema it declares; throws for any status but 2xx. */
  ask: <Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    asked: Asked<Schema>,
  ) => Promise<z.output<Schema>>;
  /** The size of a file that the API gives. */
  download: (path: string, key: string, reason: string) => Promise<number>;
  /** Where a person watches the case. */
  caseAddress: (customer: string) => string;
}

const TIMEOUT_MS = 40_000;

export function createTeller(screen: Screen, product: Product, signal: AbortSignal): Teller {
  const startedAt = performance.now();
  const send = async (method: string, path: string, init: RequestInit) => {
    const sentAt = performance.now();
    const limits = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const response = await fetch(product.url + path, { ...init, method, signal: limits });
    const bytes = Buffer.from(await response.arrayBuffer());
    const { status } = response;
    const tookMs = performance.now() - sentAt;
    screen.call({ atMs: sentAt - startedAt, tookMs, method, path: short(path), http: status });
    if (!response.ok) throw new Error(`${method} ${path} was answered ${status}: ${said(bytes)}`);
    return bytes;
  };
  return {
    screen,
    seen: new Map(),
    ask: async (method, path, { key, schema, json, form, headers }) => {
      const bytes = await send(method, path, {
        headers: {
          authorization: `Bearer ${key}`,
          ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
        ...(form ? { body: form } : {}),
      });
      return schema.parse(JSON.parse(bytes.toString()));
    },
    download: async (path, key, reason) => {
      const headers = { authorization: `Bearer ${key}`, 'vouch-reason': reason };
      return (await send('GET', path, { headers })).length;
    },
    caseAddress: (customer) => {
      const workflow = `case/${customer}`;
      if (product.uiUrl === null) return `workflow ${workflow}`;
      return `${product.uiUrl}/namespaces/default/workflows/${encodeURIComponent(workflow)}`;
    },
  };
}

/** An id is random and long: what stands before it says enough. */
function short(path: string): string {
  return path.replaceAll(/\b(cus|doc|rvw|dec)_\w+/g, (id) => `${id.slice(0, 8)}…`);
}

/** The code of a problem; never the text, which may repeat what was sent. */
function said(bytes: Buffer): string {
  try {
    const { code } = JSON.parse(bytes.toString()) as { code?: unknown };
    return String(code);
  } catch {
    return `${bytes.length} bytes`;
  }
}
