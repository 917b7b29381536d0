import { freePort } from '../embedded/processes/ports.ts';

/** Where the SDK of Temporal shows its own metrics (`temporal_…`), and what it shows there. */
export interface SdkMetrics {
  bindAddress: string;
  /** Rejects while nothing answers. */
  text: () => Promise<string>;
}

const ASK_MS = 2000;

/**
 * A place on the loopback address for the SDK's metrics: it can only serve them by itself, on a
 * port of its own. `serveOps` joins them to the one scrape that operators know of.
 */
export async function openSdkMetrics(): Promise<SdkMetrics> {
  const bindAddress = `127.0.0.1:${await freePort()}`;
  return {
    bindAddress,
    text: async () => {
      const signal = AbortSignal.timeout(ASK_MS);
      return (await fetch(`http://${bindAddress}/metrics`, { signal })).text();
    },
  };
}
