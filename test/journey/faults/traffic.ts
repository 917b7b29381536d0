import { expect } from 'vitest';
import { PEOPLE } from '../../specimens/people.ts';
import type { Client } from '../client.ts';
import { bodyOf } from '../people.ts';
import { insist } from './insist.ts';

export interface Traffic {
  /** The number of writes that were acknowledged so far. */
  count: () => number;
  /**
   * Ends the traffic, and checks for every customer that each write had one effect and was visible at once.
   */
  stop: () => Promise<void>;
}

/** Locks and unlocks customers one after another, and repeats each write until its outcome is known. */
export async function startTraffic(
  client: Client,
  policy: string,
  customers = 3,
): Promise<Traffic> {
  let running = true;
  let count = 0;
  const made = Array.from({ length: customers }, () =>
    client.create(bodyOf(PEOPLE.anna, { policy, level: 'plain' })),
  );
  const ids = (await Promise.all(made)).map(({ id }) => id);
  const one = async (id: string): Promise<void> => {
    let writes = 0;
    while (running) {
      const verb = writes % 2 === 0 ? 'lock' : 'unlock';
      const { status, text, body } = await insist(client, 'POST', `/v1/customers/${id}/${verb}`);
      if (status !== 200)
        throw new Error(`the ${verb} number ${writes} answered ${status}: ${text}`);
      writes += 1;
      count += 1;
      expect(body).toMatchObject({ version: writes + 1 });
      const seen = await insist(client, 'GET', `/v1/customers/${id}/requirements`);
      expect(seen.status).toBe(200);
      expect(await versionOf(client, id)).toBe(writes + 1);
    }
    const { body } = await insist(client, 'GET', `/v1/customers/${id}/events?limit=100`);
    const { data } = body as { data: { sequence: number; type: string }[] };
    expect(data.map(({ sequence }) => sequence)).toEqual(data.map((_, at) => at + 1));
    const moves = data.filter(({ type }) => type.endsWith('locked'));
    if (data.length < 100) expect(moves).toHaveLength(writes);
  };
  const all = Promise.all(ids.map(one));
  all.catch(() => undefined); // reported by `stop`
  return {
    count: () => count,
    stop: async () => {
      running = false;
      await all;
    },
  };
}

async function versionOf(client: Client, id: string): Promise<number> {
  const { body } = await insist(client, 'GET', `/v1/customers/${id}`);
  return (body as { version: number }).version;
}
