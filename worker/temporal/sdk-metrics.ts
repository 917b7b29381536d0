import { freePort } from '../embedded/processes/ports.ts';

/** The address at which the Temporal SDK shows its own metrics (`temporal_…`), and their text. */
export interface SdkMetrics {
  bindAddress: string;
  /** Rejects while nothing answers. */
  text: () => Promise<string>;
}

const ASK_MS = 2000;

/**
 * Reserves a loopback address for the SDK's metrics, because the SDK can only serve them itself, on a port of
 * its own. `serveOps` adds them to the single scrape that operators use.
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
