import type { Transaction } from 'kysely';
import type { RecordEvents, RowAhead } from '../../domain/work.ts';
import type { Database } from '../db/database.ts';
import { changeDigest, listChangesUnscoped, type RecordedChange } from './changes.ts';

/**
 * The changes of the row that this batch lacks, from the version before the batch on: changes that differ
 * from the batch's, and later ones. `unkept` if they were not kept; null if the batch just follows the row or
 * repeats it. The case's row must be locked.
 */
export async function changesAhead(
  trx: Transaction<Database>,
  recorded: number,
  { state, events }: RecordEvents,
): Promise<RowAhead | 'unkept' | null> {
  const { customer } = state;
  const after = (events[0]?.version ?? state.version + 1) - 1;
  if (recorded <= after) return null;
  const kept = await listChangesUnscoped(trx, { customer, after });
  if (kept.length !== recorded - after) return 'unkept';
  const isRepeated =
    recorded <= state.version && kept.every((change, index) => isSame(change, events[index]));
  if (isRepeated) return null;
  // Another opening means another case, and nothing of that may continue in the name of this one.
  if (after === 0 && kept[0] && !isSame(kept[0], events[0])) return 'unkept';
  return { changes: kept.map(({ digest: _, ...change }) => change) };
}

/**
 * True for the same event of the same command at the same instant. The instant matters because deadlines
 * depend on it.
 */
function isSame(change: RecordedChange, own: RecordEvents['events'][number] | undefined): boolean {
  if (!own || own.version !== change.version || own.at !== change.at) return false;
  return changeDigest({ command: own.command ?? null, event: own.event }) === change.digest;
}
