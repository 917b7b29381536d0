import { Counter, Gauge, Histogram, register, type Registry } from 'prom-client';
import type { Kysely } from 'kysely';
import type { SenderDeps } from '../activities/webhooks/deps.ts';
import { ENDPOINT_STATES } from '../domain/webhooks/endpoint.ts';
import type { Database } from '../store/database.ts';
import {
  measureWebhooksUnscoped,
  type WebhookMeasures,
} from '../store/webhooks/measure-webhooks.ts';

/**
 * Metrics of webhooks: tries as they come, what waits as it is asked for. Labels are endpoint ids and
 * closed lists, never an address, which may hold a secret. Gives what to tell of each try.
 */
export function senderMetrics(
  database: Kysely<Database>,
  registry: Registry = register,
): SenderDeps['onTry'] {
  const registers = [registry];
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
  registerGauges(registers, createMeasure(database));
  return ({ endpoint, outcome, ms }) => {
    tries.inc({ endpoint, outcome });
    duration.observe(ms / 1000);
  };
}

type Measure = () => Promise<WebhookMeasures>;

/** All gauges of one scrape are asked at the same time, and share one look. */
function createMeasure(database: Kysely<Database>): Measure {
  let running: Promise<WebhookMeasures> | undefined;
  return () => {
    const now = new Date().toISOString();
    running ??= measureWebhooksUnscoped(database, { now }).finally(() => (running = undefined));
    return running;
  };
}

function registerGauges(registers: Registry[], measure: Measure): void {
  const ofEndpoint = (name: string, help: string, value: 'age' | 'waiting' | 'parked') =>
    new Gauge({
      name,
      help,
      labelNames: ['endpoint'],
      registers,
      async collect() {
        const { endpoints } = await measure();
        this.reset();
        for (const one of endpoints) this.set({ endpoint: one.id }, one[value]);
      },
    });
  ofEndpoint('vouch_webhook_oldest_seconds', 'Age of the oldest event not taken', 'age');
  ofEndpoint('vouch_webhook_waiting_events', 'Events that wait for an endpoint', 'waiting');
  ofEndpoint('vouch_webhook_parked_customers', 'Customers whose queue is parked', 'parked');
  new Gauge({
    name: 'vouch_webhook_endpoints',
    help: 'Endpoints by state',
    labelNames: ['state'],
    registers,
    async collect() {
      const { endpoints } = await measure();
      for (const state of ENDPOINT_STATES) {
        this.set({ state }, endpoints.filter((one) => one.state === state).length);
      }
    },
  });
  new Gauge({
    name: 'vouch_webhook_outbox_seconds',
    help: 'Age of the oldest event that no sender has looked at',
    registers,
    async collect() {
      this.set((await measure()).outboxAge);
    },
  });
}
