import { PEOPLE } from '../../specimens/people.ts';
import type { Client } from '../client.ts';
import { decided } from '../decided.ts';
import { billOf, bodyOf, newPerson, passportOf } from '../people.ts';

export interface Load {
  /** The number of complete lives so far; throws if an error ended them. */
  count: () => number;
  /**
   * Waits for the lives in progress; rejects with the first request that was not answered as it should be.
   */
  stop: () => Promise<string[]>;
}

/**
 * Runs lives of customers one after another in several lanes. Each request is sent only once, whatever its
 * answer.
 */
export function startLives(app: Client, lanes: { plain: number; papers: number }): Load {
  let running = true;
  const ended: string[] = [];
  const lane = async (live: () => Promise<string>) => {
    while (running) ended.push(await live());
  };
  const all = Promise.all([
    ...Array.from({ length: lanes.plain }, () => lane(() => plainLife(app))),
    ...Array.from({ length: lanes.papers }, () => lane(() => lifeWithPapers(app))),
  ]);
  let failure: Error | undefined;
  all.catch((error: unknown) => {
    running = false;
    failure = error instanceof Error ? error : new Error(String(error));
  });
  return {
    count: () => {
      if (failure !== undefined) throw failure;
      return ended.length;
    },
    stop: async () => {
      running = false;
      await all;
      return ended;
    },
  };
}

async function plainLife(app: Client): Promise<string> {
  const { id } = await app.create(bodyOf(PEOPLE.anna, { policy: 'plain', level: 'plain' }));
  // A long poll during the writes.
  const news = app.ask('GET', `/v1/customers/${id}/events?after=1000&wait=3`);
  await app.move(id, 'lock');
  await app.move(id, 'unlock');
  await app.move(id, 'close');
  await complete(app, id, 4);
  const { status } = await news;
  if (status !== 200) throw new Error(`a long poll answered ${status}`);
  return id;
}

async function lifeWithPapers(app: Client): Promise<string> {
  const person = newPerson();
  const { id } = await app.create(bodyOf(person));
  await app.submit(id, await billOf(person));
  await app.submit(id, await passportOf(person));
  const { status, version } = await decided(app, id);
  await app.move(id, 'close', { withdrawn: status !== 'active' });
  await complete(app, id, version + 1);
  return id;
}

/** Checks that every version exists, and that the customer's events have no gap. */
async function complete(app: Client, id: string, version: number): Promise<void> {
  const found = await app.read(id);
  if (found.version !== version || found.status_reason !== 'closed') {
    throw new Error(`${id} ended as ${found.status_reason} at version ${found.version}`);
  }
  const { body } = await app.ask('GET', `/v1/customers/${id}/events?limit=100`);
  const sequences = (body as { data: { sequence: number }[] }).data.map((one) => one.sequence);
  if (sequences.some((sequence, at) => sequence !== at + 1)) {
    throw new Error(`${id} has a gap in its events: ${sequences.join(' ')}`);
  }
}
