import { Client } from 'pg';

const POLL_MS = 1000;
const BLIND_MS = 10_000;
export const DESTROYED_CHANNEL = 'vouch_key_destroyed';

export interface KeyWatch {
  close: () => Promise<void>;
}

/**
 * Learns of destroyed keys at once by NOTIFY, and also asks once a second in case a notification was lost.
 * After ten seconds without an answer it empties the cache, because a key may have been destroyed in the
 * meantime.
 */
export function watchKeys(options: {
  url: string;
  /** Owners whose keys were destroyed recently. */
  poll: () => Promise<string[]>;
  drop: (owner: string) => void;
  clear: () => void;
}): KeyWatch {
  let client: Client | undefined;
  let answeredAt = performance.now();
  let busy = false;
  let closed = false;

  async function listen(): Promise<void> {
    const fresh = new Client({ connectionString: options.url, connectionTimeoutMillis: 5000 });
    fresh.on('error', () => undefined);
    fresh.on('end', () => (client = undefined));
    fresh.on('notification', ({ payload }) => payload && options.drop(payload));
    await fresh.connect();
    await fresh.query(`LISTEN ${DESTROYED_CHANNEL}`);
    client = fresh;
    if (closed) await fresh.end();
  }
  async function look(): Promise<void> {
    if (performance.now() - answeredAt > BLIND_MS) options.clear();
    if (busy) return;
    busy = true;
    try {
      if (!client) await listen();
      for (const owner of await options.poll()) options.drop(owner);
      answeredAt = performance.now();
    } catch {
      // After ten seconds without an answer the cache is emptied; each opening then reports that the key
      // store is away.
    } finally {
      busy = false;
    }
  }
  const timer = setInterval(() => void look(), POLL_MS).unref();
  void look();
  return {
    close: async () => {
      closed = true;
      clearInterval(timer);
      await client?.end();
    },
  };
}
