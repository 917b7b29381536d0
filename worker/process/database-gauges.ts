import type { Store } from '../../store/open-store.ts';
import type { Meters } from '../../platform/metrics/meters.ts';
import { showDatabaseGauges } from '../../store/metrics/show-database-gauges.ts';
import { measureDatabaseUnscoped } from '../../store/metrics/measure-database.ts';

/** The interval at which a process reads the database for the gauges. */
export const STOCK_MS = 15_000;

/**
 * Reads the database once for the gauges. Every copy of the worker shows the same values, so queries should
 * take the `max`. Throws while Postgres is away: the gauges then stay as they are, and
 * `vouch_stock_timestamp_seconds` shows since when.
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
