import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { breaks, firstOf, OK, startReceiver } from './receiver.ts';
import { busyCustomer, eventsOf, keepBusy, openScene, type Scene } from './sender-kit.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterEach(() => scene.reset());
afterAll(() => scene.close());

test('every event comes once, signed, in order, each naming the one before it', async () => {
  const { kit, receiver, registered, activeAt, gets } = scene;
  const id = await registered();
  kit.start();
  await activeAt(id);
  const customers = await Promise.all([busyCustomer(kit, 3), busyCustomer(kit, 2)]);
  const events = await Promise.all(customers.map(({ customer }) => eventsOf(kit, customer)));
  await gets(events.flat().length);
  expect(breaks(receiver.received)).toEqual([]);
  for (const [n, { customer }] of customers.entries()) {
    const own = receiver.received.filter((one) => one.customer === customer);
    expect(own.map((one) => [one.id, one.sequence, one.type])).toEqual(
      events[n]?.map((one) => [one.id, one.sequence, one.type]),
    );
  }
  expect(receiver.received.every(({ verifiedBy }) => verifiedBy === 1)).toBe(true);
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toEqual({
    type: 'customer.created',
    timestamp: expect.stringMatching(/Z$/) as string,
    data: {
      level: 'standard',
      policy: 'standard',
      policy_version: 1,
      customer: receiver.received[0]?.customer,
      event: receiver.received[0]?.id,
      status: 'approval_pending',
      status_reason: 'collecting',
    },
    sequence: 1,
    previous_sequence: null,
  });
  const left = await kit.store.database.selectFrom('outbox').select('event_id').execute();
  expect(left).toEqual([]);
});

test('nothing but a challenge is sent before it is echoed, and then all that waited', async () => {
  const { kit, receiver, registered, gets } = scene;
  receiver.answerChallenges({ status: 200, body: 'something else' });
  const id = await registered();
  const { customer } = await busyCustomer(kit, 1);
  kit.start();
  await expect
    .poll(() => kit.endpoint(id), { timeout: 15_000 })
    .toMatchObject({ state: 'disabled', disabledReason: 'challenge_not_echoed' });
  expect(receiver.challenges).toHaveLength(2);
  expect(receiver.challenges.map(({ verifiedBy }) => verifiedBy)).toEqual([1, 1]);
  expect(receiver.received).toEqual([]);
  receiver.answerChallenges(null);
  await kit.change(id, { enabled: true });
  await gets((await eventsOf(kit, customer)).length);
  expect(breaks(receiver.received)).toEqual([]);
});

test('the challenge may be echoed as JSON; an address that is not there is called not reachable', async () => {
  const { kit, receiver, registered, activeAt } = scene;
  const id = await registered('/gone');
  await receiver.close();
  kit.start();
  await expect
    .poll(() => kit.endpoint(id), { timeout: 15_000 })
    .toMatchObject({ state: 'disabled', disabledReason: 'not_reachable' });
  await receiver.open();
  const other = await startReceiver();
  try {
    await kit.change(id, { url: `${other.url}/moved` });
    await activeAt(id);
    expect(other.challenges).toHaveLength(1);
  } finally {
    await other.close();
  }
});

test('a filter leaves events out without a gap in the chain', async () => {
  const { kit, receiver, registered, activeAt, gets } = scene;
  const id = await registered('/a', ['customer.status_changed']);
  kit.start();
  await activeAt(id);
  const { customer } = await busyCustomer(kit, 3);
  const wanted = (await eventsOf(kit, customer)).filter(
    ({ type }) => type === 'customer.status_changed',
  );
  await gets(wanted.length);
  expect(receiver.received.map(({ sequence }) => sequence)).toEqual(
    wanted.map(({ sequence }) => sequence),
  );
  expect(breaks(receiver.received)).toEqual([]);
});

test('what fails comes again with the same id and the same bytes, and holds up only its customer', async () => {
  const { kit, receiver, registered, activeAt, gets } = scene;
  const id = await registered();
  const failing = await busyCustomer(kit, 1);
  const fine = await busyCustomer(kit, 2);
  const forFine = (await eventsOf(kit, fine.customer)).length;
  const tookAll = () =>
    receiver.received.filter(({ customer }) => customer === fine.customer).length === forFine;
  receiver.behave(({ customer }, count) =>
    customer === failing.customer && (count < 3 || !tookAll()) ? { status: 500 } : { status: 200 },
  );
  kit.start({ pace: { delaysMs: [0, ...Array<number>(100).fill(50)] } });
  await activeAt(id);
  const all = await Promise.all([failing, fine].map(({ customer }) => eventsOf(kit, customer)));
  await gets(all.flat().length);
  expect(breaks(firstOf(receiver.received, '/a'))).toEqual([]);
  const first = receiver.received.filter(({ id: one }) => one === all[0]?.[0]?.id);
  expect(first.length).toBeGreaterThanOrEqual(3);
  expect(new Set(first.map(({ body }) => body)).size).toBe(1);
  expect(first.every(({ verifiedBy }) => verifiedBy === 1)).toBe(true);
});

test('a redirect is a failure and is not followed', async () => {
  const { kit, receiver, registered, activeAt, gets } = scene;
  const id = await registered();
  const other = await startReceiver();
  try {
    const statuses = [301, 302, 303, 307, 308];
    receiver.behave((_, count) => {
      const status = statuses[count - 1];
      return status ? { status, headers: { location: `${other.url}/in` } } : { status: 200 };
    });
    kit.start({ pace: { delaysMs: [0, 5, 5, 5, 5, 5, 5] } });
    await activeAt(id);
    const { customer } = await busyCustomer(kit, 0);
    await gets((await eventsOf(kit, customer)).length);
    expect(receiver.received.filter(({ status }) => status === 308).length).toBeGreaterThan(0);
    expect([...other.received, ...other.challenges]).toEqual([]);
  } finally {
    await other.close();
  }
});

test('410 disables at once; enabling goes on at the first undelivered event', async () => {
  const { kit, receiver, registered, activeAt, gets } = scene;
  const id = await registered();
  kit.start();
  await activeAt(id);
  receiver.behave(({ sequence }) => ({ status: sequence < 3 ? 200 : 410 }));
  const { customer } = await busyCustomer(kit, 3);
  await expect
    .poll(() => kit.endpoint(id), { timeout: 15_000 })
    .toMatchObject({ state: 'disabled', disabledReason: 'gone' });
  const refused = receiver.received.length;
  receiver.behave(OK);
  await kit.change(id, { enabled: true });
  await gets((await eventsOf(kit, customer)).length);
  expect(receiver.received[refused]?.sequence).toBe(3);
  expect(breaks(firstOf(receiver.received, '/a'))).toEqual([]);
  const audit = await kit.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('body', 'like', '%"webhook_endpoint.disabled"%')
    .where('body', 'like', `%"${id}"%`)
    .execute();
  expect(audit.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
    { object: id, reasons: ['gone'], actor: { kind: 'system' } },
  ]);
});

test('a customer whose schedule is used up is parked, the others go on, and a replay takes it up', async () => {
  const { kit, receiver, registered, activeAt, gets } = scene;
  const id = await registered();
  const stuck = await busyCustomer(kit, 1);
  const fine = await busyCustomer(kit, 1);
  receiver.behave(({ customer }) => ({ status: customer === stuck.customer ? 500 : 200 }));
  kit.start();
  await activeAt(id);
  await expect
    .poll(async () => (await kit.queue(id, stuck.customer)).parked_at, { timeout: 15_000 })
    .not.toBeNull();
  const events = await eventsOf(kit, stuck.customer);
  await gets((await eventsOf(kit, fine.customer)).length);
  expect(receiver.received.filter(({ customer }) => customer === stuck.customer)).toHaveLength(4);
  await expect
    .poll(() => kit.endpoint(id), { timeout: 10_000 })
    .toMatchObject({ state: 'active', parked: 1, waiting: events.length });
  await keepBusy(kit, stuck, 1); // more waits behind it
  receiver.behave(OK);
  await kit.replay(id, stuck.customer, 0);
  const all = [stuck, fine].map(({ customer }) => eventsOf(kit, customer));
  await gets((await Promise.all(all)).flat().length);
  expect(breaks(firstOf(receiver.received, '/a'))).toEqual([]);
  await expect
    .poll(() => kit.endpoint(id), { timeout: 10_000 })
    .toMatchObject({ parked: 0, waiting: 0, oldestWaitingAt: null });
});

test('an endpoint that took nothing for its whole schedule is disabled, not parked', async () => {
  const { kit, receiver, registered, activeAt } = scene;
  const id = await registered();
  receiver.behave(() => ({ status: 500 }));
  kit.start({ pace: { nothingMs: 100 } });
  await activeAt(id);
  const { customer } = await busyCustomer(kit, 0);
  await expect
    .poll(() => kit.endpoint(id), { timeout: 15_000 })
    .toMatchObject({ state: 'disabled', disabledReason: 'took_nothing', parked: 0 });
  expect(await kit.queue(id, customer)).toMatchObject({ tries: 4, parked_at: null });
});

test('Retry-After is honoured up to its limit, and a busy endpoint rests as a whole', async () => {
  const { kit, receiver, registered, activeAt } = scene;
  const id = await registered();
  const [one, other] = [await busyCustomer(kit, 0), await busyCustomer(kit, 0)];
  receiver.behave((_, count) =>
    receiver.received.length <= 2 && count === 1
      ? { status: 429, headers: { 'retry-after': '3600' } }
      : { status: 200 },
  );
  kit.start({ pace: { perEndpoint: 1 } });
  await activeAt(id);
  const heardOf = () => new Set(receiver.received.map(({ customer }) => customer));
  await expect.poll(() => heardOf().size, { timeout: 20_000 }).toBe(2);
  const times = receiver.received.map(({ at }) => at);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(380); // an hour, cut to 400 ms
  expect(heardOf()).toEqual(new Set([one.customer, other.customer]));
});
