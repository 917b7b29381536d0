import { deliverWebhooks } from '../activities/webhooks/deliver-webhooks.ts';
import { createWebhookAgent, STANDARD_LIMITS } from '../activities/webhooks/agent.ts';
import { addressRules } from '../platform/config/config.ts';
import { crashPoints } from '../platform/crash.ts';
import { listenCases } from '../store/events/listen-cases.ts';
import { createLog } from '../platform/log.ts';
import { createMeters } from '../platform/metrics/meters.ts';
import { requireServing } from '../store/live-mode/require-serving.ts';
import { watchLoop } from '../platform/event-loop/watch-loop.ts';
import { cleanWebhooks } from '../store/webhooks/clean-webhooks.ts';
import { prepareWithoutBlobs } from '../store/without-blobs.ts';
import { readSenderConfig } from './config.ts';
import { endWithin } from './process/end-within.ts';
import { serveOps } from './process/ops.ts';
import { repeat } from '../platform/repeat.ts';
import { countTries, webhookGauges } from './process/sender-metrics.ts';
import { beginStart } from './process/start.ts';
import { rowsProbe } from './process/store-probe.ts';

/** The sender: it delivers the outbox as webhooks, in a process whose network access can be restricted. */
const CLEAN_MS = 3_600_000;
const POLL_MS = 1000;
const GAUGES_MS = 15_000;

watchLoop('sender');
const config = readSenderConfig(process.env);
const log = createLog({ process: 'sender', level: config.logLevel });
const start = beginStart(log);
const meters = createMeters('sender');
const databaseUrl = config.databaseUrl.reveal();
const store = await prepareWithoutBlobs({
  databaseUrl,
  keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
  kekFile: config.kekFile,
  meters,
});
const probe = rowsProbe(store);
const ops = await serveOps({
  host: config.opsHost,
  port: config.senderOpsPort,
  probe,
  hasStarted: start.hasEnded,
  scrape: { meters, dependencies: probe, names: ['postgres', 'key_store'] },
});
await start.wait('store', async () => {
  await store.open();
  await requireServing(store.database, config);
});
start.end();
endWithin(log);
const listener = listenCases(databaseUrl);
const rules = addressRules(config);
const agent = createWebhookAgent({
  limits: STANDARD_LIMITS,
  refused: config.webhookRefusedRanges,
  loopback: rules.loopback,
  ...(rules.allowed ? { allowed: rules.allowed } : {}),
});
const { crash } = crashPoints(config.vouchCrash);
const now = () => new Date().toISOString();
const sender = deliverWebhooks({
  ...store,
  listener,
  poster: { agent, rules, totalMs: STANDARD_LIMITS.totalMs },
  pace: config.pace,
  pollMs: POLL_MS,
  now,
  random01: Math.random,
  crash,
  log,
  onTry: countTries(meters),
});
const onError = (error: unknown) => {
  meters.count('vouch_errand_failures_total', {});
  log.error('errand.failed', error);
};
const clean = repeat(
  async () => {
    const { undelivered } = await cleanWebhooks(store.database, { now: now() });
    if (undelivered > 0) log.warn('webhooks.given_up', { count: undelivered });
  },
  { everyMs: CLEAN_MS, onError },
);
const gauges = repeat(webhookGauges(store.database, meters), { everyMs: GAUGES_MS, onError });
await new Promise((done) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, done);
});
await Promise.all([sender.stop(), clean.stop(), gauges.stop()]);
await ops.close();
await listener.close();
await agent.close();
await store.close();
