import type { Store } from '../store/open-store.ts';
import type { Meters } from '../store/metrics/meters.ts';
import { showStock } from '../store/metrics/show-stock.ts';
import { takeStockUnscoped } from '../store/metrics/take-stock.ts';

/** Between two looks of a process at what the gauges of the database show. */
export const STOCK_MS = 15_000;

/**
 * One look at the database for the gauges. Every copy of the worker shows the same: ask for `max`.
 * Throws while Postgres is away: the gauges stand, and `vouch_stock_timestamp_seconds` tells since when.
 */
export function stockTaker(
  store: Pick<Store, 'database'>,
  meters: Pick<Meters, 'set'>,
): () => Promise<void> {
  const since = new Date().toISOString();
  return async () => {
    const now = new Date().toISOString();
    showStock(meters, await takeStockUnscoped(store.database, { now }), { now, since });
  };
}
