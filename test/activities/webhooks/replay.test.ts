import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { breaks } from './receiver.ts';
import { busyCustomer, eventsOf, keepBusy, openScene, type Scene } from './sender-kit.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterEach(() => scene.reset());
afterAll(() => scene.close());

test('a replay sends again from a sequence on, in order; a resend one event alone', async () => {
  const { kit, receiver, registered, activeAt, gets } = scene;
  const id = await registered();
  kit.start();
  await activeAt(id);
  const { customer } = await busyCustomer(kit, 3);
  const events = await eventsOf(kit, customer);
  await gets(events.length);
  const before = receiver.received.slice();
  await kit.replay(id, customer, 4);
  const again = events.filter(({ sequence }) => sequence >= 4);
  await expect
    .poll(() => receiver.received.length, { timeout: 15_000 })
    .toBe(before.length + again.length);
  const resent = receiver.received.slice(before.length);
  expect(resent.map((one) => one.sequence)).toEqual(again.map(({ sequence }) => sequence));
  for (const one of resent) {
    const same = before.find(({ id: first }) => first === one.id);
    expect(one.body).toBe(same?.body);
  }
  const count = receiver.received.length;
  await kit.replay(id, customer, 2, 2);
  await expect.poll(() => receiver.received.length, { timeout: 15_000 }).toBe(count + 1);
  expect(receiver.received.at(-1)?.sequence).toBe(2);
});

test('during the overlap both secrets sign, the new one first, and then it alone', async () => {
  const { kit, receiver, registered, activeAt, gets } = scene;
  const id = await registered();
  let skewMs = 0;
  kit.start({ now: () => new Date(Date.now() + skewMs).toISOString() });
  await activeAt(id);
  const next = await kit.rotate(id, 100);
  const one = await busyCustomer(kit, 0);
  await gets(1);
  expect(receiver.received.at(-1)).toMatchObject({ signatures: 2, verifiedBy: 1 });
  receiver.knows('/a', next);
  await keepBusy(kit, one, 1);
  await gets((await eventsOf(kit, one.customer)).length);
  expect(receiver.received.at(-1)).toMatchObject({ signatures: 2, verifiedBy: 2 });
  skewMs = 101_000;
  await busyCustomer(kit, 0);
  await expect.poll(() => receiver.received.at(-1)?.signatures, { timeout: 15_000 }).toBe(1);
  expect(receiver.received.at(-1)?.verifiedBy).toBe(1);
});

test('several senders share the work without sending out of order', async () => {
  const { kit, receiver, registered, activeAt, gets } = scene;
  const ids = [await registered('/a'), await registered('/b')];
  for (let copies = 0; copies < 3; copies += 1) kit.start();
  for (const id of ids) await activeAt(id);
  const customers = await Promise.all(Array.from({ length: 12 }, () => busyCustomer(kit, 4)));
  const events = await Promise.all(customers.map(({ customer }) => eventsOf(kit, customer)));
  for (const path of ['/a', '/b']) {
    await gets(events.flat().length, path);
    const own = receiver.received.filter((one) => one.path === path);
    expect(own).toHaveLength(events.flat().length); // and nothing twice
    expect(breaks(own)).toEqual([]);
  }
});

test('what only findings:read may know of is never sent', async () => {
  const { kit, receiver, registered, activeAt } = scene;
  const id = await registered();
  kit.start();
  await activeAt(id);
  const { customer } = await busyCustomer(kit, 0);
  const [first] = await eventsOf(kit, customer);
  await kit.store.database
    .insertInto('event')
    .values({
      id: `${first?.id}_hit`,
      customer_id: customer,
      sequence: 99,
      version: null,
      index: null,
      type: 'screening.hit_decided',
      at: first?.at ?? '',
      actor: '{}',
      data: '{}',
      audience: 'findings',
      status: 'approval_pending',
      status_reason: 'collecting',
    })
    .execute();
  await kit.store.database
    .insertInto('outbox')
    .values({
      event_id: `${first?.id}_hit`,
      customer_id: customer,
      mode: 'test',
      version: null,
      index: null,
      sequence: 99,
      created_at: first?.at ?? '',
    })
    .execute();
  await expect
    .poll(
      async () =>
        (await kit.store.database.selectFrom('outbox').select('event_id').execute()).length,
    )
    .toBe(0);
  const other = await busyCustomer(kit, 0);
  await expect
    .poll(() => receiver.received.some((one) => one.customer === other.customer))
    .toBe(true);
  expect(receiver.received.map(({ type }) => type)).not.toContain('screening.hit_decided');
});
