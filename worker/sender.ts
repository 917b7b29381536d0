import { sql } from 'kysely';
import { collectDefaultMetrics } from 'prom-client';
import { deliverWebhooks } from '../activities/deliver-webhooks.ts';
import { createWebhookAgent, STANDARD_LIMITS } from '../activities/webhooks/agent.ts';
import { addressRules } from '../store/config.ts';
import { crashPoints } from '../store/crash.ts';
import { listenCases } from '../store/events/listen-cases.ts';
import { createLog } from '../store/log.ts';
import { openWithoutBlobs } from '../store/open-without-blobs.ts';
import { cleanWebhooks } from '../store/webhooks/clean-webhooks.ts';
import { readSenderConfig } from './config.ts';
import { serveOps } from './ops.ts';
import { repeat } from './repeat.ts';
import { senderMetrics } from './sender-metrics.ts';

/** The sender: outbox to webhooks, in a process that a network may shut in. */
const CLEAN_MS = 3_600_000;
const POLL_MS = 1000;

const config = readSenderConfig(process.env);
const log = createLog({ process: 'sender', level: config.logLevel });
const databaseUrl = config.databaseUrl.reveal();
const store = await openWithoutBlobs({
  databaseUrl,
  keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
  kekFile: config.kekFile,
});
const listener = listenCases(databaseUrl);
const rules = addressRules(config);
const agent = createWebhookAgent({
  limits: STANDARD_LIMITS,
  refused: config.webhookRefusedRanges,
  loopback: rules.loopback,
});
collectDefaultMetrics();
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
  onTry: senderMetrics(store.database),
});
const clean = repeat(
  async () => {
    const { undelivered } = await cleanWebhooks(store.database, { now: now() });
    if (undelivered > 0) log.warn('webhooks.given_up', { count: undelivered });
  },
  { everyMs: CLEAN_MS, onError: (error) => log.error('errand.failed', error) },
);
const answers = (task: Promise<unknown>) => task.then(() => true).catch(() => false);
const ops = await serveOps({
  host: config.opsHost,
  port: config.senderOpsPort,
  probe: async () => ({
    postgres: await answers(sql`select 1`.execute(store.database)),
    key_store: await answers(store.keys.ready()),
  }),
});
await new Promise((done) => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, done);
});
await Promise.all([sender.stop(), clean.stop()]);
await ops.close();
await listener.close();
await agent.close();
await store.close();
