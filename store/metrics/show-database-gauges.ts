import { MODES } from '../../domain/access/access.ts';
import { STATUS_ROWS } from '../../domain/case/status.ts';
import { msBetween } from '../../domain/time.ts';
import type { Meters } from '../../platform/metrics/meters.ts';
import type { DatabaseGauges } from './measure-database.ts';

/**
 * Sets the gauges of the database. `since` is the start of the process, used until there is a first
 * checkpoint.
 */
export function showDatabaseGauges(
  meters: Pick<Meters, 'set'>,
  stock: DatabaseGauges,
  at: { now: string; since: string },
): void {
  const age = (instant: string) => Math.max(0, msBetween(instant, at.now) / 1000);
  for (const mode of MODES) {
    showCases(meters, stock, mode);
    const stuck = stock.stuck.find((one) => one.mode === mode)?.stuck ?? 0;
    meters.set('vouch_cases_stuck', { mode }, stuck);
    const verifying = stock.verifying.find((one) => one.mode === mode);
    const waits = verifying ? age(verifying.oldest) : 0;
    meters.set('vouch_case_verifying_oldest_age_seconds', { mode }, waits);
    showReviews(meters, stock, { mode, age });
  }
  meters.set('vouch_audit_checkpoint_age_seconds', {}, age(stock.checkpointAt ?? at.since));
  const unsent = stock.outboxAt ? age(stock.outboxAt) : 0;
  meters.set('vouch_outbox_oldest_age_seconds', {}, unsent);
  meters.set('vouch_stock_timestamp_seconds', {}, Date.parse(at.now) / 1000);
}

type Mode = (typeof MODES)[number];

function showCases(meters: Pick<Meters, 'set'>, { cases }: DatabaseGauges, mode: Mode): void {
  for (const { status, reason } of STATUS_ROWS) {
    const found = cases.find(
      (one) => one.mode === mode && one.status === status && one.reason === reason,
    );
    meters.set('vouch_cases', { mode, status, status_reason: reason }, found?.count ?? 0);
  }
}

function showReviews(
  meters: Pick<Meters, 'set'>,
  stock: DatabaseGauges,
  { mode, age }: { mode: Mode; age: (instant: string) => number },
): void {
  const reviews = stock.reviews.filter((one) => one.mode === mode);
  for (const claimed of [true, false]) {
    for (const escalated of [true, false]) {
      const found = reviews.find((one) => one.claimed === claimed && one.escalated === escalated);
      const labels = {
        mode,
        claimed: claimed ? 'true' : 'false',
        escalated: escalated ? 'true' : 'false',
      } as const;
      meters.set('vouch_reviews_open', labels, found?.count ?? 0);
      const oldest = found ? age(found.oldest) : 0;
      meters.set('vouch_review_oldest_age_seconds', labels, oldest);
    }
  }
  const overdue = reviews.reduce((sum, one) => sum + one.overdue, 0);
  meters.set('vouch_reviews_overdue', { mode }, overdue);
}
