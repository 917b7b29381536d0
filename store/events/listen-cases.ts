import { setTimeout as startTimer } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { CASE_CHANNEL } from './announce-case.ts';

/** Waits for changes of a case: for long polls, and for the recording of an acknowledged write. */
export interface CaseListener {
  /**
   * Resolves when the case changed, when `timeoutMs` have passed, or on `signal`; the caller must then query
   * again.
   */
  wait: (customer: string, timeoutMs: number, signal?: AbortSignal) => Promise<void>;
  close: () => Promise<void>;
}

/** Given in place of a customer's id to wait for changes of any case. */
export const ANY_NEWS = '*';

const RETRY_MS = 1000;

/** One connection serves all waiters. While it is down, they wake only by their time-outs. */
export function listenCases(url: string): CaseListener {
  const waiters = new Map<string, Set<() => void>>();
  let client: Client | undefined;
  let closed = false;

  async function listen(): Promise<void> {
    const fresh = new Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    });
    const ended = new Promise((resolve) => fresh.once('end', resolve));
    fresh.on('error', () => undefined);
    fresh.on('notification', ({ payload }) => {
      for (const key of [payload ?? '', ANY_NEWS]) {
        for (const wake of waiters.get(key) ?? []) wake();
      }
    });
    await fresh.connect();
    client = fresh;
    if (closed) return fresh.end(); // it was closed while it connected
    await fresh.query(`LISTEN ${CASE_CHANNEL}`);
    await ended;
  }
  async function keepListening(): Promise<void> {
    while (!closed) {
      await listen().catch(() => undefined);
      if (!closed) await setTimeout(RETRY_MS, undefined, { ref: false });
    }
  }
  void keepListening();
  return {
    wait: (customer, timeoutMs, signal) =>
      new Promise((resolve) => {
        const held = waiters.get(customer) ?? new Set();
        waiters.set(customer, held);
        const wake = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', wake);
          held.delete(wake);
          if (held.size === 0 && waiters.get(customer) === held) waiters.delete(customer);
          resolve();
        };
        const timer = startTimer(wake, timeoutMs);
        held.add(wake);
        signal?.addEventListener('abort', wake, { once: true });
        if (signal?.aborted) wake();
      }),
    close: async () => {
      closed = true;
      for (const held of waiters.values()) for (const wake of held) wake();
      await client?.end();
    },
  };
}
