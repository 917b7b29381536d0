import { createVouchClient, problemOf, type VouchClient } from '../../api/client/client.ts';
import type { Product } from './product.ts';
import type { Screen } from './screen.ts';

/** Calls the public API as an app does, and tells of each call. */
export interface Teller {
  screen: Screen;
  /** The last event seen of each customer. */
  seen: Map<string, number>;
  /** The API with a key. */
  as: (key: string) => VouchClient;
  /** Where a person watches the case. */
  caseAddress: (customer: string) => string;
}

const TIMEOUT_MS = 40_000;

export function createTeller(screen: Screen, product: Product, signal: AbortSignal): Teller {
  const startedAt = performance.now();
  const told: typeof fetch = async (input, init) => {
    const sentAt = performance.now();
    const limits = AbortSignal.any([signal, ...(init?.signal ? [init.signal] : [])]);
    const response = await fetch(input, { ...init, signal: limits });
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    screen.call({
      atMs: sentAt - startedAt,
      tookMs: performance.now() - sentAt,
      method: init?.method ?? 'GET',
      path: short(pathname + search),
      http: response.status,
    });
    return response;
  };
  const options = { url: product.url, timeoutMs: TIMEOUT_MS, tries: 1, fetch: told };
  return {
    screen,
    seen: new Map(),
    as: (key) => createVouchClient({ ...options, key }),
    caseAddress: (customer) => {
      const workflow = `case/${customer}`;
      if (product.uiUrl === null) return `workflow ${workflow}`;
      return `${product.uiUrl}/namespaces/default/workflows/${encodeURIComponent(workflow)}`;
    },
  };
}

/** What went wrong, without the text of an answer, which may repeat what was sent. */
export function saidOf(error: unknown): string {
  const problem = problemOf(error);
  if (problem) return `the API answered ${problem.status}: ${problem.code}`;
  return error instanceof Error ? error.message : String(error);
}

/** An id is random and long: what stands before it says enough. */
function short(path: string): string {
  return path.replaceAll(/\b(cus|doc|rvw|dec)_\w+/g, (id) => `${id.slice(0, 8)}…`);
}
