import { Counter, Gauge, Histogram, register, type Registry } from 'prom-client';
import type { Kysely } from 'kysely';
import type { SenderDeps } from '../activities/webhooks/deps.ts';
import { ENDPOINT_STATES } from '../domain/webhooks/endpoint.ts';
import type { Database } from '../store/database.ts';
import { measureWebhooksUnscoped } from '../store/webhooks/measure-webhooks.ts';

/**
 * Metrics of webhooks: tries as they come, what waits as it is asked for. Labels are endpoint ids and
 * closed lists, never an address, which may hold a secret. Gives what to tell of each try.
 */
export function senderMetrics(
  database: Kysely<Database>,
  registry: Registry = register,
): SenderDeps['onTry'] {
  const registers = [registry];
  const labelNames = ['endpoint'] as const;
  const tries = new Counter({
    name: 'vouch_webhook_tries_total',
    help: 'Tries to deliver a webhook, by endpoint and outcome',
    labelNames: ['endpoint', 'outcome'],
    registers,
  });
  const duration = new Histogram({
    name: 'vouch_webhook_try_seconds',
    help: 'Time from a request to the end of its answer',
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
    registers,
  });
  const gauge = (name: string, help: string) => new Gauge({ name, help, labelNames, registers });
  const age = gauge('vouch_webhook_oldest_seconds', 'Age of the oldest event not taken');
  const waiting = gauge('vouch_webhook_waiting_events', 'Events that wait for an endpoint');
  const parked = gauge('vouch_webhook_parked_customers', 'Customers whose queue is parked');
  const states = new Gauge({
    name: 'vouch_webhook_endpoints',
    help: 'Endpoints by state',
    labelNames: ['state'],
    registers,
  });
  const outbox = new Gauge({
    name: 'vouch_webhook_outbox_seconds',
    help: 'Age of the oldest event that no sender has looked at',
    registers,
    collect: async () => {
      const now = await measureWebhooksUnscoped(database, { now: new Date().toISOString() });
      outbox.set(now.outboxAge);
      for (const one of [age, waiting, parked, states]) one.reset();
      for (const state of ENDPOINT_STATES) states.set({ state }, 0);
      for (const { id: endpoint, state, ...of } of now.endpoints) {
        age.set({ endpoint }, of.age);
        waiting.set({ endpoint }, of.waiting);
        parked.set({ endpoint }, of.parked);
        states.inc({ state });
      }
    },
  });
  return ({ endpoint, outcome, ms }) => {
    tries.inc({ endpoint, outcome });
    duration.observe(ms / 1000);
  };
}
