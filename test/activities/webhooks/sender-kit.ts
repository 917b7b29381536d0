import { expect } from 'vitest';
import { deliverWebhooks } from '../../../activities/webhooks/deliver-webhooks.ts';
import {
  createWebhookAgent,
  type Limits,
  type NameResolver,
} from '../../../activities/webhooks/agent.ts';
import type { SenderDeps } from '../../../activities/webhooks/deps.ts';
import { type Pace, STANDARD_PACE } from '../../../domain/webhooks/pace.ts';
import type { WireEventType } from '../../../domain/wire/event-types.ts';
import { listenCases } from '../../../store/events/listen-cases.ts';
import { createLog } from '../../../platform/log.ts';
import { newId } from '../../../platform/new-id.ts';
import type { Store } from '../../../store/open-store.ts';
import type { AllowedRanges } from '../../../platform/network/allowed-ranges.ts';
import { askReplay } from '../../../store/webhooks/ask-replay.ts';
import { changeEndpoint, type EndpointChange } from '../../../store/webhooks/change-endpoint.ts';
import { createEndpoint } from '../../../store/webhooks/create-endpoint.ts';
import { type Endpoint, getEndpoint } from '../../../store/webhooks/endpoint.ts';
import { rotateSecret } from '../../../store/webhooks/rotate-secret.ts';
import { showSecret } from '../../../store/webhooks/secrets.ts';
import {
  APP,
  freshStore,
  happens,
  makeCase,
  saveCase,
  TEST,
  type TestCase,
} from '../../store/kit/make.ts';
import { firstOf, startReceiver } from './receiver.ts';

const now = () => new Date().toISOString();

/** A day of the schedule in a tenth of a second. */
export const HURRIED: Pace = {
  ...STANDARD_PACE,
  delaysMs: [0, 40, 80, 120],
  restMs: 60,
  retryAfterMaxMs: 400,
  leaseMs: 3000,
  challengeDelaysMs: [0, 30],
};
const PATIENCE_MS = 25_000;
const LIMITS: Limits = { connectMs: 500, headersMs: 700, totalMs: 1000 };

export interface SenderOptions {
  pace?: Partial<Pace>;
  limits?: Limits;
  resolver?: NameResolver;
  loopback?: boolean;
  now?: () => string;
  ca?: string;
  /** Private networks that the operator allows. */
  allowed?: AllowedRanges | undefined;
  onTry?: SenderDeps['onTry'];
}

export type SenderKit = Awaited<ReturnType<typeof openSenderKit>>;

/** A store of its own, and senders in this process that keep a hurried pace. */
export async function openSenderKit() {
  const store = await freshStore();
  const listener = listenCases(store.databaseUrl);
  const running = new Set<() => Promise<void>>();
  const kit = {
    store,
    start: (options: SenderOptions = {}) => {
      const limits = options.limits ?? LIMITS;
      const { loopback = true, resolver, ca } = options;
      const allowed = options.allowed ? { allowed: options.allowed } : {};
      const agent = createWebhookAgent({
        limits,
        refused: [],
        loopback,
        ...allowed,
        ...(resolver ? { resolver } : {}),
        ...(ca ? { ca } : {}),
      });
      const sender = deliverWebhooks({
        ...store,
        listener,
        poster: {
          agent,
          rules: { loopback, refusedHosts: [], ...allowed },
          totalMs: limits.totalMs,
        },
        pace: { ...HURRIED, ...options.pace },
        pollMs: 50,
        now: options.now ?? now,
        random01: () => 0.5,
        crash: () => undefined,
        log: createLog({ process: 'sender-test', level: 'error' }),
        onTry: options.onTry ?? (() => undefined),
      });
      const stop = async () => {
        running.delete(stop);
        await sender.stop();
        await agent.destroy();
      };
      running.add(stop);
      return stop;
    },
    ...asOperator(store),
    endpoint: (id: string): Promise<Endpoint> => getEndpoint(store.database, TEST, id),
    /** Where a queue stands. */
    queue: (endpoint: string, customer: string) =>
      store.database
        .selectFrom('webhook_queue')
        .selectAll()
        .where('endpoint_id', '=', endpoint)
        .where('customer_id', '=', customer)
        .executeTakeFirstOrThrow(),
    /** Stops the senders and forgets the endpoints: what one test left is nothing to the next. */
    reset: async () => {
      for (const stop of running) await stop();
      const at = now();
      const set = { deleted_at: at, enabled: false };
      await store.database.updateTable('webhook_endpoint').set(set).execute();
      await store.database.deleteFrom('outbox').execute();
    },
    close: async () => {
      for (const stop of running) await stop();
      await listener.close();
      await store.end();
    },
  };
  return kit;
}

/** What the API does for an operator, without the API. */
export function asOperator(store: Store) {
  const within = store.database.transaction();
  const show = async (endpoint: string, id: string) => {
    const asked = { id, endpoint, at: now() };
    const text = await within.execute((trx) => showSecret(trx, store.keys, APP, asked));
    return text.reveal();
  };
  return {
    /** Registers an endpoint; gives its id and the secret that was shown. */
    register: async (url: string, eventTypes: WireEventType[] | null = null) => {
      const [id, secret] = [newId('webhook_endpoint'), newId('webhook_secret')];
      const input = { id, secret, url, description: null, eventTypes, at: now() };
      await within.execute((trx) => createEndpoint(trx, store.keys, APP, TEST, input));
      return { id, secret: await show(id, secret) };
    },
    rotate: async (endpoint: string, overlapSeconds: number) => {
      const secret = newId('webhook_secret');
      const input = { endpoint, secret, overlapSeconds, at: now() };
      await within.execute((trx) => rotateSecret(trx, store.keys, APP, TEST, input));
      return show(endpoint, secret);
    },
    change: (id: string, change: EndpointChange) =>
      within.execute((trx) => changeEndpoint(trx, APP, TEST, { id, change, at: now() })),
    replay: (endpoint: string, customer: string, fromSequence: number, toSequence?: number) => {
      const id = newId('webhook_replay');
      const bounds = { fromSequence, toSequence: toSequence ?? null };
      const input = { id, endpoint, customer, ...bounds, at: now() };
      return within.execute((trx) => askReplay(trx, APP, TEST, input));
    },
  };
}

export type Scene = Awaited<ReturnType<typeof openScene>>;

/** A store, its senders and a receiver that knows the secrets of its endpoints. */
export async function openScene() {
  const [kit, receiver] = await Promise.all([openSenderKit(), startReceiver()]);
  return {
    kit,
    receiver,
    registered: async (path = '/a', types: WireEventType[] | null = null) => {
      const { id, secret } = await kit.register(`${receiver.url}${path}`, types);
      receiver.knows(path, secret);
      return id;
    },
    activeAt: (id: string) =>
      expect
        .poll(async () => (await kit.endpoint(id)).state, { timeout: PATIENCE_MS })
        .toBe('active'),
    /** Waits until so many messages were taken at a path. */
    gets: (count: number, path = '/a') =>
      expect
        .poll(() => firstOf(receiver.received, path).length, { timeout: PATIENCE_MS })
        .toBeGreaterThanOrEqual(count),
    reset: async () => {
      await kit.reset();
      receiver.reset();
    },
    close: async () => {
      await kit.close();
      await receiver.close();
    },
  };
}

/** All that these need of a kit. */
export interface WithStore {
  store: Store;
}

/** A customer whose case is locked and unlocked so often: each time two or more events. */
export async function busyCustomer(kit: WithStore, turns: number): Promise<TestCase> {
  const one = await makeCase(kit.store, { at: now() });
  return keepBusy(kit, one, turns);
}

export async function keepBusy(kit: WithStore, from: TestCase, turns: number): Promise<TestCase> {
  let one = from;
  for (let turn = 0; turn < turns; turn += 1) {
    const kind = one.state.lock ? 'unlocked' : 'locked';
    one = happens(one, { kind, actor: APP, request: 'req_1', reason: null }, now());
    await saveCase(kit.store, { ...one, recorded: one.recorded.slice(-1) });
  }
  return one;
}

/** The events of a customer that anybody may know of, in order. */
export async function eventsOf(kit: WithStore, customer: string) {
  return kit.store.database
    .selectFrom('event')
    .select(['id', 'sequence', 'type', 'at'])
    .where('customer_id', '=', customer)
    .where('audience', '=', 'all')
    .orderBy('sequence')
    .execute();
}

/** So many customers' events, ten at least of each, in the order of their making. */
export async function manyEvents(kit: WithStore, count: number): Promise<Map<string, string[]>> {
  const made = new Map<string, string[]>();
  for (let left = count; left > 0;) {
    const batch = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const { customer } = await busyCustomer(kit, 10);
        return [customer, (await eventsOf(kit, customer)).map(({ id }) => id)] as const;
      }),
    );
    for (const [customer, ids] of batch) {
      made.set(customer, ids);
      left -= ids.length;
    }
  }
  return made;
}
