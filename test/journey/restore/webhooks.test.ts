import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Temporal } from '../../../worker/embedded/temporal/temporal.ts';
import {
  breaks,
  firstOf,
  type Received,
  type Receiver,
  startReceiver,
} from '../../activities/webhooks/receiver.ts';
import { PEOPLE } from '../../specimens/people.ts';
import { until } from '../client.ts';
import { feedOf, register } from '../hooks.ts';
import { bodyOf } from '../people.ts';
import type { Product, ProductOptions } from '../product.ts';
import { type Deployment, openDeployment, vouch } from './phases.ts';
import { copyDatabase, dropDatabase, restoreDatabase } from './snapshots.ts';

const ALL: ProductOptions = { processes: ['api', 'worker', 'sender'] };

let deployment: Deployment;
let temporal: Temporal;
let receiver: Receiver;
beforeAll(async () => {
  deployment = await openDeployment();
  temporal = await deployment.startTemporal();
  receiver = await startReceiver();
});
afterAll(async () => {
  await temporal.stop();
  await receiver.close();
  await deployment.end();
});

/** Waits until the receiver has got all of a customer's events, some of them perhaps for the second time. */
async function heard(product: Product, id: string, from = 0): Promise<string[]> {
  const feed = await feedOf(product, id);
  const ids = () => receiver.received.slice(from).map((one) => one.id);
  const isAll = (found: string[]) => found.includes(feed.at(-1) ?? '');
  await until(() => Promise.resolve(ids()), isAll);
  return feed;
}

test('what was delivered before the backup is not sent again, what was after it under the ids it had', async () => {
  const { databases, phase } = deployment;
  const { id, before } = await phase(ALL, async (product) => {
    const app = await product.client();
    await register(app, receiver, '/hooks');
    const made = await app.create(bodyOf(PEOPLE.anna, { policy: 'plain', level: 'plain' }));
    await app.move(made.id, 'lock');
    return { id: made.id, before: await heard(product, made.id) };
  });
  const yesterday = await copyDatabase(databases.databaseUrl, 'yesterday');
  const today = await phase(ALL, async (product) => {
    await (await product.client()).move(id, 'unlock');
    return heard(product, id);
  });
  expect(today.slice(0, before.length)).toEqual(before);
  expect(receiver.received.map((one) => one.id)).toEqual(today); // each once before the loss

  await restoreDatabase(databases.databaseUrl, yesterday);
  await dropDatabase(yesterday);
  const count = receiver.received.length;
  const feed = await phase({ processes: ['worker'] }, async (product) => {
    const { lines } = await vouch(product, 'reconcile');
    expect(lines.join('\n')).toContain(`${id} row_behind row 2 workflow 3`);
    await Promise.all([product.start('api'), product.start('sender')]);
    await (await product.client()).move(id, 'lock');
    return heard(product, id, count);
  });
  expect(feed.slice(0, today.length)).toEqual(today);
  expect(feed.length).toBeGreaterThan(today.length);
  const after = receiver.received.slice(count);
  expect(after.map((one) => one.id)).toEqual(feed.slice(before.length));
  expect(bodiesOf(receiver.received).filter(([, { size }]) => size !== 1)).toEqual([]);
  expect(breaks(firstOf(receiver.received, '/hooks'))).toEqual([]);
  expect(receiver.received.every(({ verifiedBy }) => verifiedBy === 1)).toBe(true);
}, 300_000);

/** The bodies of each event; a repetition must have the same bytes. */
function bodiesOf(received: readonly Received[]): [string, Set<string>][] {
  const ids = [...new Set(received.map(({ id }) => id))];
  const bodies = (of: string) => received.filter(({ id }) => id === of).map(({ body }) => body);
  return ids.map((id) => [id, new Set(bodies(id))]);
}
