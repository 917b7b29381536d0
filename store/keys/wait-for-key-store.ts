import { setTimeout as wait } from 'node:timers/promises';
import { Refusal } from '../../domain/refusal.ts';
import type { Keys } from './keys.ts';

type Openers = Pick<Keys, 'open' | 'openVersion'>;

const PAUSE_MS = 250;

/**
 * Keys that wait while their store is away. For a worker's codec: Temporal's SDK takes an error there for an
 * error of the worker, and ends the worker. The task times out in the meantime and is given out again.
 */
export function waitForKeyStore(keys: Openers): Openers {
  return {
    open: (owner) => whileAway(() => keys.open(owner)),
    openVersion: (owner, version) => whileAway(() => keys.openVersion(owner, version)),
  };
}

async function whileAway<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'key_store_unavailable') throw error;
    }
    await wait(PAUSE_MS);
  }
}
