import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, until } from '../client.ts';
import { bodyOf, newPerson, passportOf } from '../people.ts';
import { NAMES, startWhole, type Whole } from './whole.ts';

const FROZEN_MS = 15_000;
const STAND_STILL = new URL('./stand-still.ts', import.meta.url).href;

let whole: Whole;
beforeAll(async () => {
  whole = await startWhole({ NODE_OPTIONS: `--import=${STAND_STILL}` });
  await whole.untilReady();
}, 300_000);
afterAll(() => whole.stop(), 60_000);

/** Checks that all processes are ready, and that a write succeeds through all of them. */
async function expectAlive() {
  await whole.untilReady();
  expect(whole.hasEnded()).toBe(false);
  const app = createClient(whole.url, whole.key);
  const person = newPerson();
  const { id } = await app.create(bodyOf(person, { level: 'basic' }));
  expect(id).toMatch(/^cus_/);
  return { app, id, person };
}

async function signal(part: Parameters<Whole['find']>[0], name: NodeJS.Signals): Promise<void> {
  const found = await whole.find(part);
  expect(found.length, part).toBeGreaterThan(0);
  for (const { pid } of found) process.kill(pid, name);
}

test('Postgres frozen for 15 s while every process is killed: all wait, say why, and go on', async () => {
  const frozen = await whole.find('postgres');
  expect(frozen.length).toBeGreaterThan(3);
  for (const { pid } of frozen) process.kill(pid, 'SIGSTOP');
  try {
    for (const name of NAMES) await signal(name, 'SIGKILL');
    const waiting = await until(
      () => Promise.all(NAMES.map((name) => whole.health(name, '/readyz'))),
      (found) => found.every((one) => one?.status === 503),
      60_000,
    );
    for (const [at, name] of NAMES.entries()) {
      expect(waiting[at]?.body.reasons, name).toMatchObject({
        postgres: 'timeout',
        key_store: 'timeout',
      });
      expect(await whole.health(name, '/livez'), name).toMatchObject({ status: 200 });
    }
    expect(await whole.health('api', '/startupz')).toEqual({
      status: 200,
      body: { status: 'waiting' },
    });
    const refused = await createClient(whole.url, whole.key).ask('GET', '/v1/customers');
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await sleep(FROZEN_MS);
    expect(whole.hasEnded()).toBe(false);
  } finally {
    for (const { pid } of frozen) process.kill(pid, 'SIGCONT');
  }
  await expectAlive();
  for (const name of NAMES) expect(whole.text()).toContain(`${name} is running again`);
  expect(whole.text()).toMatch(/start +\| api waits: .*postgres timeout/);
}, 240_000);

test('Postgres and Temporal killed, and an API that is killed again and again: all come back', async () => {
  await signal('temporal', 'SIGKILL');
  const [postmaster] = await whole.find('postgres');
  process.kill(postmaster?.pid ?? 0, 'SIGKILL');
  for (let kills = 0; kills < 4; kills += 1) {
    const [api] = await until(
      () => whole.find('api'),
      ({ length }) => length > 0,
      40_000,
    );
    process.kill(api?.pid ?? 0, 'SIGKILL');
    await sleep(100);
  }
  await expectAlive();
}, 240_000);

test('each process whose event loop stands still ends itself after 30 s, and comes back', async () => {
  const before = whole.text().length;
  for (const name of NAMES) await signal(name, 'SIGWINCH');
  const told = () => whole.text().slice(before);
  await until(
    () => Promise.resolve(told()),
    (text) => NAMES.every((name) => text.includes(`${name} is running again`)),
    120_000,
  );
  for (const name of NAMES) {
    expect(told()).toContain(
      `${name.padEnd(12)} | ${name}: the event loop stood still for 30 s, the process ends`,
    );
    expect(told()).toContain(`${name} was ended by SIGALRM`);
  }
  const { app, id, person } = await expectAlive();
  await app.submit(id, await passportOf(person));
  await app.reach(id, 'active/verified', 60_000);
}, 240_000);
