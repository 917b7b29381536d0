import { sql } from 'kysely';
import { deliverWebhooks } from '../activities/deliver-webhooks.ts';
import { createWebhookAgent, STANDARD_LIMITS } from '../activities/webhooks/agent.ts';
import { addressRules } from '../store/config.ts';
import { crashPoints } from '../store/crash.ts';
import { listenCases } from '../store/events/listen-cases.ts';
import { isMigrated } from '../store/is-migrated.ts';
import { createLog } from '../store/log.ts';
import { createMeters } from '../store/metrics/meters.ts';
import { openWithoutBlobs } from '../store/open-without-blobs.ts';
import { cleanWebhooks } from '../store/webhooks/clean-webhooks.ts';
import { readSenderConfig } from './config.ts';
import { endWithin } from './end-within.ts';
import { serveOps } from './ops.ts';
import { repeat } from './repeat.ts';
import { countTries, webhookGauges } from './sender-metrics.ts';

/** The sender: outbox to webhooks, in a process that a network may shut in. */
const CLEAN_MS = 3_600_000;
const POLL_MS = 1000;
const GAUGES_MS = 15_000;

const config = readSenderConfig(process.env);
const log = createLog({ process: 'sender', level: config.logLevel });
endWithin(log);
const meters = createMeters('sender');
const databaseUrl = config.databaseUrl.reveal();
const store = await openWithoutBlobs({
  databaseUrl,
  keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
  kekFile: config.kekFile,
  meters,
});
const listener = listenCases(databaseUrl);
const rules = addressRules(config);
const agent = createWebhookAgent({
  limits: STANDARD_LIMITS,
  refused: config.webhookRefusedRanges,
  loopback: rules.loopback,
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
  luck: Math.random,
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
const answers = (task: Promise<unknown>) => task.then(() => true).catch(() => false);
const probe = async () => ({
  postgres: await answers(sql`select 1`.execute(store.database)),
  migrations: await isMigrated(store.database).catch(() => false),
  key_store: await answers(store.keys.ready()),
});
const ops = await serveOps({
  host: config.opsHost,
  port: config.senderOpsPort,
  probe,
  scrape: { meters, dependencies: probe, names: ['postgres', 'key_store'] },
});
await new Promise((done) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, done);
});
await Promise.all([sender.stop(), clean.stop(), gauges.stop()]);
await ops.close();
await listener.close();
await agent.close();
await store.close();
