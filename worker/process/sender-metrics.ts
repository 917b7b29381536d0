import type { Kysely } from 'kysely';
import type { SenderDeps } from '../../activities/webhooks/deps.ts';
import { ENDPOINT_STATES } from '../../domain/webhooks/endpoint.ts';
import type { Database } from '../../store/db/database.ts';
import type { Meters } from '../../platform/metrics/meters.ts';
import { measureWebhooksUnscoped } from '../../store/webhooks/measure-webhooks.ts';

/** Counts each attempt. Labels are endpoint ids and values of closed lists, never an address. */
export function countTries(meters: Pick<Meters, 'count' | 'observe'>): SenderDeps['onTry'] {
  return ({ endpoint, outcome, ms, firstAfterMs }) => {
    meters.count('vouch_webhook_tries_total', { endpoint, outcome });
    meters.observe('vouch_webhook_try_seconds', {}, ms / 1000);
    if (firstAfterMs === null) return;
    meters.observe('vouch_webhook_first_try_seconds', {}, firstAfterMs / 1000);
  };
}

/**
 * Measures what waits. An endpoint that was removed is shown as zero, because a gauge cannot be taken back.
 */
export function webhookGauges(
  database: Kysely<Database>,
  meters: Pick<Meters, 'set'>,
): () => Promise<void> {
  const seen = new Set<string>();
  return async () => {
    const { endpoints } = await measureWebhooksUnscoped(database, {
      now: new Date().toISOString(),
    });
    for (const { id } of endpoints) seen.add(id);
    for (const endpoint of seen) {
      const {
        age = 0,
        waiting = 0,
        parked = 0,
      } = endpoints.find(({ id }) => id === endpoint) ?? {};
      meters.set('vouch_webhook_oldest_age_seconds', { endpoint }, age);
      meters.set('vouch_webhook_waiting_events', { endpoint }, waiting);
      meters.set('vouch_webhook_parked_customers', { endpoint }, parked);
    }
    for (const state of ENDPOINT_STATES) {
      const count = endpoints.filter((one) => one.state === state).length;
      meters.set('vouch_webhook_endpoints', { state }, count);
    }
  };
}
