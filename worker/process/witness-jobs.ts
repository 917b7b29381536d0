import type { Witness } from '../../store/audit/witness.ts';
import { hasLiveMode } from '../../store/live-mode/has-live-mode.ts';
import type { Log } from '../../platform/log.ts';
import type { Store } from '../../store/open-store.ts';
import { repeat } from '../../platform/repeat.ts';

const LIVE_EVERY_MS = 60_000;
const DESTROYED_EVERY_MS = 1000;

/** Throws if there are live customers but no witness outside the databases for their audit trail. */
export async function requireWitness(store: Store, witness: Witness | undefined): Promise<void> {
  if (!witness && (await hasLiveMode(store.database))) {
    throw new Error('live mode needs WITNESS_DIR: a place that no database role can change');
  }
}

/**
 * Writes each destroyed key to the witness within a second. Without a witness, logs once a minute that live
 * mode has none.
 */
export function witnessJobs(
  { store, witness, log }: { store: Store; witness: Witness | undefined; log: Log },
  onError: (error: unknown) => void,
): { stop: () => Promise<void> }[] {
  if (witness) {
    const list = () => witness.keepDestroyed(store.keysDatabase);
    return [repeat(list, { everyMs: DESTROYED_EVERY_MS, onError })];
  }
  const warn = async () => {
    if (await hasLiveMode(store.database)) log.error('audit.unwitnessed', new Error('no witness'));
  };
  return [repeat(warn, { everyMs: LIVE_EVERY_MS, onError })];
}
