import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import {
  type Behaviour,
  breaks,
  firstOf,
  type Received,
  type Receiver,
  startReceiver,
} from '../activities/webhooks/receiver.ts';
import type { Database } from '../../store/db/database.ts';
import { openStore } from '../../store/open-store.ts';
import { getEndpoint } from '../../store/webhooks/endpoint.ts';
import { asOperator, manyEvents } from '../activities/webhooks/sender-kit.ts';
import { type Figure, round } from './figure.ts';
import type { Stack } from './stack.ts';
import { quantile } from './statistics.ts';

const EVENTS = 10_000;
/** 10,000 events through the sender's own process, to five receivers of which four are bad. */
export async function webhooks(stack: Stack, count = EVENTS): Promise<Figure> {
  const setting = (name: string) => stack.env[name] ?? '';
  const store = await openStore({
    databaseUrl: setting('DATABASE_URL'),
    keysDatabaseUrl: setting('KEYS_DATABASE_URL'),
    kekFile: setting('KEK_FILE'),
    blobDir: setting('BLOB_DIR'),
  });
  try {
    await stack.startService('sender');
    await untilTold(store.database);
    const operator = asOperator(store);
    const ids: string[] = [];
    const found = await webhookStorm(
      {
        register: async (url) => {
          const { id, secret } = await operator.register(url);
          ids.push(id);
          return secret;
        },
        isReady: async () => {
          const all = ids.map((id) => getEndpoint(store.database, { mode: 'test' }, id));
          return (await Promise.all(all)).every(({ state }) => state === 'active');
        },
        makeEvents: (many) => manyEvents({ store }, many),
      },
      count,
    );
    return webhookFigure(found);
  } finally {
    await store.close();
  }
}

/** What other figures left to be told is gone through first: nobody listens to it yet. */
async function untilTold(database: Kysely<Database>): Promise<void> {
  for (;;) {
    const waiting = await database.selectFrom('outbox').select('event_id').limit(1).execute();
    if (waiting.length === 0) return;
    await sleep(200);
  }
}

/** Where the storm blows: a store with a sender, real or in this process. */
export interface Storm {
  /** Registers an endpoint and gives its secret. */
  register: (url: string) => Promise<string>;
  /** Makes customers with so many events that all may know of, and gives their ids in order. */
  makeEvents: (count: number) => Promise<Map<string, string[]>>;
  /** True once every endpoint has echoed its challenge. */
  isReady: () => Promise<boolean>;
}

export interface StormFigures {
  events: number;
  seconds: number;
  perSecond: number;
  /** Of each receiver: requests in all, first deliveries, breaks of order, events that never came. */
  receivers: Record<string, { requests: number; first: number; breaks: number; lost: number }>;
  /** From an event's making to its coming, in milliseconds, at the receiver that behaves. */
  goodP50: number;
  goodP99: number;
  /** The longest pause between two arrivals there, while events were waiting for it all along. */
  goodPauseMs: number;
  differing: number;
  unverified: number;
}

const PATIENCE_MS = 600_000;
const DOWN_MS = 3000;
/** Each holds a connection for as long as a try may last. */
const HANGS = 10;
/** Far below the ten seconds for which a hanging receiver holds its connections. */
const PAUSE_MAX_MS = 2000;

/** What each receiver does wrong; `good` does nothing wrong. */
function behaviours(startedAt: number): Record<string, Behaviour> {
  const ok = { status: 204 };
  let [failing, hanging] = [0, 0];
  return {
    good: () => ok,
    failing: () => ((failing += 1) % 5 === 0 ? { status: 500 } : ok),
    down: () => (Date.now() - startedAt < DOWN_MS ? { status: 503 } : ok),
    redirecting: ({ sequence }, count) =>
      sequence % 7 === 0 && count === 1
        ? { status: 302, headers: { location: 'http://127.0.0.1:9/' } }
        : ok,
    hanging: () => ((hanging += 1) <= HANGS ? { ...ok, hangs: true } : ok),
  };
}

/**
 * Sends all events to five receivers, four of them bad in their own ways, and says what came of it.
 * The sender's schedule must be short: seconds, not hours.
 */
export async function webhookStorm(storm: Storm, count: number): Promise<StormFigures> {
  const names = Object.keys(behaviours(0));
  const receivers = new Map<string, Receiver>();
  for (const name of names) receivers.set(name, await startReceiver());
  try {
    for (const [name, receiver] of receivers) {
      receiver.knows(`/${name}`, await storm.register(`${receiver.url}/${name}`));
    }
    while (!(await storm.isReady())) await sleep(50);
    const startedAt = Date.now();
    const does = behaviours(startedAt);
    for (const [name, receiver] of receivers)
      receiver.behave(does[name] ?? (() => ({ status: 204 })));
    const wanted = await storm.makeEvents(count);
    const ends = await untilAllCame(receivers, new Set([...wanted.values()].flat()));
    return figuresOf({ wanted, receivers, startedAt, ends });
  } finally {
    for (const receiver of receivers.values()) await receiver.close();
  }
}

/** When each receiver had everything. */
async function untilAllCame(
  receivers: ReadonlyMap<string, Receiver>,
  wanted: ReadonlySet<string>,
): Promise<Map<string, number>> {
  const ends = new Map<string, number>();
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await sleep(100)) {
    for (const [name, { received }] of receivers) {
      if (ends.has(name) || received.length < wanted.size) continue;
      const came = firstOf(received, `/${name}`).filter(({ id }) => wanted.has(id));
      if (came.length >= wanted.size) ends.set(name, Date.now());
    }
    if (ends.size === receivers.size) break;
  }
  return ends;
}

function figuresOf(run: {
  wanted: Map<string, string[]>;
  receivers: ReadonlyMap<string, Receiver>;
  startedAt: number;
  ends: Map<string, number>;
}): StormFigures {
  const { wanted, receivers, startedAt, ends } = run;
  const ids = [...wanted.values()].flat();
  const all = [...receivers.values()].flatMap(({ received }) => received);
  const shown = [...receivers].map(([name, { received }]) => {
    const first = firstOf(received, `/${name}`);
    const came = new Set(first.map(({ id }) => id));
    const lost = ids.filter((id) => !came.has(id)).length;
    const what = { requests: received.length, first: first.length, lost };
    return [name, { ...what, breaks: breaks(first).length }] as const;
  });
  const good = firstOf(receivers.get('good')?.received ?? [], '/good').map(latencyOf);
  const seconds = (Math.max(...ends.values(), startedAt + 1) - startedAt) / 1000;
  return {
    events: ids.length,
    seconds,
    perSecond: (ids.length * receivers.size) / seconds,
    receivers: Object.fromEntries(shown),
    goodP50: quantile(good, 0.5),
    goodP99: quantile(good, 0.99),
    goodPauseMs: longestPause(receivers.get('good')?.received ?? []),
    differing: differing(all),
    unverified: all.filter(({ verifiedBy }) => verifiedBy !== 1).length,
  };
}

function longestPause(received: readonly Received[]): number {
  const pauses = received.map(({ at }, n) => at - (received[n - 1]?.at ?? at));
  return Math.max(0, ...pauses);
}

function latencyOf({ body, at }: Received): number {
  return at - Date.parse((JSON.parse(body) as { timestamp: string }).timestamp);
}

/** Messages of which two tries differed. */
function differing(all: readonly Received[]): number {
  const bodies = new Map<string, string>();
  const odd = new Set<string>();
  for (const { path, id, body } of all) {
    const known = bodies.get(`${path} ${id}`) ?? body;
    bodies.set(`${path} ${id}`, known);
    if (known !== body) odd.add(id);
  }
  return odd.size;
}

/** The line of the table. */
function webhookFigure(found: StormFigures): Figure {
  const each = Object.values(found.receivers);
  const lost = each.reduce((sum, one) => sum + one.lost, 0);
  const broken = each.reduce((sum, one) => sum + one.breaks, 0);
  const again = each.reduce((sum, one) => sum + one.requests - one.first, 0);
  const delays = `the good one never waits longer than ${found.goodPauseMs} ms`;
  const reached =
    lost + broken + found.differing + found.unverified === 0 && found.goodPauseMs < PAUSE_MAX_MS;
  return {
    name: `webhooks: ${found.events} events to 5 receivers, 4 of them bad`,
    ours: `${round(found.perSecond)} /s, ${lost} lost, ${broken} out of order, ${again} sent again; ${delays}`,
    bare: '',
    goal: 'all delivered, in order, none delayed by another',
    reached,
    data: { ...found },
  };
}
