import { sql } from 'kysely';
import { STANDARD_PACE } from '../../../domain/webhooks/pace.ts';
import { claimChallenges, markChallenge } from '../../../store/webhooks/challenges.ts';
import { type Claimed, claimDue } from '../../../store/webhooks/claim-due.ts';
import { fanOut } from '../../../store/webhooks/fan-out.ts';
import { markTry } from '../../../store/webhooks/mark-try.ts';
import { asOperator } from '../../activities/webhooks/sender-kit.ts';
import { freshStore, makeCase } from '../kit/make.ts';

export const pace = STANDARD_PACE;
export const NOW = '2027-03-01T12:00:00.000Z';
export const DAY_MS = 86_400_000;

const tryOf = (code: number) => ({ at: NOW, code, problem: null, durationMs: 5, bytes: 0 });
const TAKEN = { verdict: { kind: 'delivered' }, now: NOW, pace } as const;

export type QueuesKit = Awaited<ReturnType<typeof openQueuesKit>>;

/** A store of its own, and what a sender does with its queues, step by step. */
export async function openQueuesKit() {
  const store = await freshStore();
  const { database } = store;
  const kit = {
    store,
    /** Lets the challenge that is due succeed. */
    echo: async (id: string): Promise<void> => {
      const [due] = await claimChallenges(database, { now: NOW, pace });
      if (due?.endpoint !== id) throw new Error('another challenge was due');
      await markChallenge(database, due, { failed: null, now: NOW, pace });
    },
    /** An endpoint that has echoed its challenge. */
    active: async (): Promise<string> => {
      const { id } = await asOperator(store).register('https://hooks.example/');
      await kit.echo(id);
      return id;
    },
    /** Ends what other tests left, and begins with one active endpoint. */
    fresh: async (): Promise<string> => {
      await sql`UPDATE webhook_endpoint SET deleted_at = ${NOW}`.execute(database);
      await sql`DELETE FROM outbox`.execute(database);
      await sql`UPDATE webhook_queue SET lease_until = NULL`.execute(database);
      return kit.active();
    },
    /** So many customers whose first events wait for every endpoint. */
    waiting: async (customers: number): Promise<void> => {
      for (let n = 0; n < customers; n += 1) await makeCase(store);
      while ((await fanOut(database, { now: NOW })) > 0);
    },
    claim: (now = NOW, more: Partial<typeof pace> = {}) =>
      claimDue(database, { now, pace: { ...pace, ...more } }),
    claimOne: async (): Promise<Claimed> => {
      const [one] = await kit.claim();
      if (!one) throw new Error('nothing was claimed');
      return one;
    },
    mark: (one: Claimed, code: number, more: object = {}) =>
      markTry(database, one, tryOf(code), { ...TAKEN, ...more }),
    queues: (endpoint: string) =>
      database
        .selectFrom('webhook_queue')
        .selectAll()
        .where('endpoint_id', '=', endpoint)
        .orderBy('customer_id')
        .execute(),
    end: () => store.end(),
  };
  return kit;
}
