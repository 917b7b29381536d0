import { setTimeout as sleep } from 'node:timers/promises';
import { PEOPLE } from '../specimens/people.ts';
import { bodyOf } from '../journey/people.ts';
import type { Client } from '../journey/client.ts';

/** A write that was acknowledged: what must never be denied afterwards. */
export interface Acknowledged {
  customer: string;
  kind: 'create' | 'change' | 'lock' | 'unlock';
  version: number;
  status: string;
}

export interface Callers {
  acknowledged: Acknowledged[];
  /** Writes that were sent, whatever came of them. */
  sent: () => number;
  /** Answers that claim a change which they do not show. */
  untrue: string[];
  stop: () => Promise<void>;
}

const CUSTOMERS_MAX = 4;

/**
 * Callers that write at random and give up: nobody ever repeats a request. `random` gives numbers
 * below one by a seed.
 */
export function startCallers(client: Client, count: number, random: () => number): Callers {
  const acknowledged: Acknowledged[] = [];
  const untrue: string[] = [];
  let running = true;
  let sent = 0;
  const caller = async () => {
    const own: string[] = [];
    while (running) {
      sent += 1;
      const kind = own.length === 0 ? 'create' : kindOf(random(), own.length);
      const customer = own[Math.floor(random() * own.length)] ?? '';
      const done = await write(client, kind, customer, sent).catch(() => null);
      if (done === null) {
        await sleep(100);
        continue;
      }
      acknowledged.push(done);
      if (kind === 'create') own.push(done.customer);
      if (kind === 'lock' && done.status !== 'locked') untrue.push(`${done.customer} lock`);
      if (kind === 'unlock' && done.status === 'locked') untrue.push(`${done.customer} unlock`);
    }
  };
  const all = Promise.all(Array.from({ length: count }, caller));
  return {
    acknowledged,
    untrue,
    sent: () => sent,
    stop: async () => {
      running = false;
      await all;
    },
  };
}

function kindOf(drawn: number, owned: number): Acknowledged['kind'] {
  if (drawn < 0.1 && owned < CUSTOMERS_MAX) return 'create';
  if (drawn < 0.5) return 'change';
  return drawn < 0.75 ? 'lock' : 'unlock';
}

/** Null for a refusal, and for an answer that leaves the outcome open. */
async function write(
  client: Client,
  kind: Acknowledged['kind'],
  customer: string,
  n: number,
): Promise<Acknowledged | null> {
  const path = `/v1/customers/${customer}`;
  const phone = `+4670${String(1_000_000 + (n % 1_000_000))}`;
  const { status, body } =
    kind === 'create'
      ? await client.ask('POST', '/v1/customers', {
          body: bodyOf(PEOPLE.anna, { policy: 'standard', level: 'basic' }),
        })
      : kind === 'change'
        ? await client.ask('PATCH', path, { body: { details: { phone } } })
        : await client.ask('POST', `${path}/${kind}`, { body: {} });
  if (status >= 300) return null;
  const told = body as { id: string; version: number; status: string };
  return { customer: told.id, kind, version: told.version, status: told.status };
}
