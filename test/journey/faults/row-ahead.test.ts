import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseState } from '../../../domain/case/state.ts';
import { caseId } from '../../../domain/ids.ts';
import { dataConverter } from '../../../store/temporal/data-converter.ts';
import { freePort } from '../../../worker/embedded/processes/ports.ts';
import { startTemporal, type Temporal } from '../../../worker/embedded/temporal/temporal.ts';
import { PEOPLE } from '../../specimens/people.ts';
import { type Client, until } from '../client.ts';
import { sql } from 'kysely';
import { insist } from './insist.ts';
import { bodyOf, detailsOnly, newPerson, passportOf } from '../people.ts';
import { type Product, startProduct } from '../product.ts';

let directory: string;
let port: number;
let temporal: Temporal;
let product: Product;
let app: Client;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-ahead-'));
  port = await freePort();
  temporal = await startTemporal({ directory, port, uiPort: null });
  product = await startProduct({
    outside: false,
    policies: [detailsOnly('plain')],
    temporalAddress: temporal.address,
  });
  app = await product.client();
});
afterAll(async () => {
  await product.stop();
  await temporal.stop();
  await rm(directory, { recursive: true, force: true });
});

/**
 * Kills the worker after it committed its recording and before its task ended. Everything else is killed too,
 * and started again.
 */
async function allDieAfterRecording(write: () => Promise<unknown>): Promise<void> {
  await product.kill('worker', 'SIGTERM');
  await product.start('worker', { VOUCH_CRASH: 'worker.after_record:1' });
  const given = write().catch(() => undefined); // the caller never asks again
  expect(await product.died('worker')).toContain('SIGKILL');
  process.kill(temporal.pid, 'SIGKILL');
  await Promise.all([temporal.exited, product.kill('api'), given]);
  temporal = await startTemporal({ directory, port, uiPort: null });
  await Promise.all([product.start('api'), product.start('worker')]);
}

/** The state of the case according to the workflow itself. */
async function workflowState(id: string): Promise<CaseState> {
  const connection = await Connection.connect({ address: temporal.address });
  try {
    const client = new TemporalClient({
      connection,
      dataConverter: dataConverter(product.store.keys),
    });
    return await client.workflow.getHandle(caseId(id)).query<CaseState, []>('caseState');
  } finally {
    await connection.close();
  }
}

async function rowState(id: string): Promise<unknown> {
  const { state } = await product.store.database
    .selectFrom('case')
    .select('state')
    .where('customer_id', '=', id)
    .executeTakeFirstOrThrow();
  return state;
}

const plain = () => bodyOf(PEOPLE.anna, { policy: 'plain', level: 'plain' });
const eventsOf = async (id: string) => {
  const { body } = await app.ask('GET', `/v1/customers/${id}/events?limit=100`);
  return (body as { data: { type: string }[] }).data.map(({ type }) => type);
};

test('what was recorded before all died stands, and what comes after it is done, not dropped', async () => {
  const { id } = await app.create(plain());
  const path = `/v1/customers/${id}`;
  await allDieAfterRecording(() =>
    app.ask('PATCH', path, { body: { details: { phone: '+46701234599' } } }),
  );
  expect(await app.read(id)).toMatchObject({ version: 2, details: { phone: '+46701234599' } });
  const change = { once: randomUUID(), body: { details: { phone: '+46701234588' } } };
  const changed = await app.ask('PATCH', path, change);
  expect(changed).toMatchObject({ status: 200, body: { version: 3 } });
  const locked = await app.ask('POST', `${path}/lock`, { body: {} });
  expect(locked).toMatchObject({ status: 200, body: { version: 4, status: 'locked' } });
  expect(await app.read(id)).toMatchObject({ version: 4, details: { phone: '+46701234588' } });
  expect((await eventsOf(id)).filter((type) => type !== 'customer.status_changed')).toEqual(
    expect.arrayContaining(['customer.details_changed', 'customer.locked']),
  );
  expect(await workflowState(id)).toEqual(await rowState(id));
}, 120_000);

test('a row that went on before changes were kept is gone on from, and no write is lost on it', async () => {
  const { id } = await app.create(plain());
  const path = `/v1/customers/${id}`;
  await allDieAfterRecording(() => app.ask('POST', `${path}/lock`, { body: {} }));
  const { database } = product.store;
  await database.deleteFrom('case_change').where('customer_id', '=', id).execute();
  // The case does not know of the lock, so it accepts the change, but nothing can record it.
  const change = { once: randomUUID(), body: { details: { phone: '+46701234577' } } };
  const changed = await insist(app, 'PATCH', path, change);
  expect(changed).toMatchObject({ status: 200, body: { version: 3, status: 'locked' } });
  expect(await workflowState(id)).toEqual(await rowState(id));
}, 120_000);

test('two tales of one version come together: the row’s stands, the workflow’s is done after it', async () => {
  const { id } = await app.create(plain());
  await app.move(id, 'lock');
  const { database } = product.store;
  // Sets up what an older version of the recorder left: version 2 is a change of level in one store, and a
  // lock in the other.
  const before = await workflowState(id);
  const state = JSON.stringify({ ...before, lock: null, status: 'active' });
  await sql`UPDATE "case" SET state = ${state}::jsonb, status = 'active', status_reason = 'verified'
    WHERE customer_id = ${id}`.execute(database);
  await sql`UPDATE event SET at = at - interval '1 second'
    WHERE customer_id = ${id} AND version = 2`.execute(database);
  await database.deleteFrom('case_change').where('customer_id', '=', id).execute();
  await sql`INSERT INTO case_change (customer_id, version, at, event, digest)
    VALUES (${id}, 1, now(), '{}', ${'0'.repeat(64)})`.execute(database);
  const mended = await until(
    () => app.read(id),
    ({ version }) => version === 3,
    60_000,
  );
  expect(mended).toMatchObject({ status: 'locked' });
  expect(await workflowState(id)).toEqual(await rowState(id));
}, 120_000);

test('where nobody asks again the reconciler brings both together, and the checks run', async () => {
  const { id } = await app.create(plain());
  const person = newPerson();
  const waiting = await app.create(bodyOf(person, { level: 'basic' }));
  const passport = await passportOf(person);
  await allDieAfterRecording(() => app.submit(waiting.id, passport));
  await allDieAfterRecording(() => app.ask('POST', `/v1/customers/${id}/lock`, { body: {} }));
  const since = Date.now();
  const agreed = await until(
    async () => [await workflowState(id), await workflowState(waiting.id)] as const,
    ([one, other]) => one.lock !== null && other.documents.length === 1,
    60_000,
  );
  expect(Date.now() - since).toBeLessThan(60_000);
  expect(agreed[0]).toEqual(await rowState(id));
  await app.reach(waiting.id, 'active/verified', 60_000);
  await sleep(100);
  expect(await workflowState(waiting.id)).toEqual(await rowState(waiting.id));
  const metrics = await fetch(`${product.opsUrls.worker}/metrics`).then((one) => one.text());
  expect(metrics).toMatch(
    /vouch_case_divergences_total\{kind="workflow_behind",result="mended"\} [1-9]/,
  );
}, 180_000);
