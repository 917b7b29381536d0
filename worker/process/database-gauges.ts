import type { Store } from '../../store/open-store.ts';
import type { Meters } from '../../platform/metrics/meters.ts';
import { showDatabaseGauges } from '../../store/metrics/show-database-gauges.ts';
import { measureDatabaseUnscoped } from '../../store/metrics/measure-database.ts';

/** Between two looks of a process at what the gauges of the database show. */
export const STOCK_MS = 15_000;

/**
 * One look at the database for the gauges. Every copy of the worker shows the same: ask for `max`.
 * Throws while Postgres is away: the gauges stand, and `vouch_stock_timestamp_seconds` tells since when.
 */
export function databaseGauges(
  store: Pick<Store, 'database'>,
  meters: Pick<Meters, 'set'>,
): () => Promise<void> {
  const since = new Date().toISOString();
  return async () => {
    const now = new Date().toISOString();
    showDatabaseGauges(meters, await measureDatabaseUnscoped(store.database, { now }), {
      now,
      since,
    });
  };
}
