import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseId } from '../../domain/ids.ts';
import { freePort } from '../../worker/embedded/processes/ports.ts';
import { startTemporal, type Temporal } from '../../worker/embedded/temporal/temporal.ts';
import { createSearchAttributes } from '../../worker/temporal/search-attributes.ts';
import { makeNamespace } from '../support/namespace.ts';
import { type Customer, formOf, itemOf, until } from './client.ts';
import { everythingOf } from './decoded.ts';
import { insist } from './faults/insist.ts';
import { billOf, bodyOf, newPerson } from './people.ts';
import { type Product, startProduct } from './product.ts';
import { vouch } from './restore/phases.ts';
import { findCanaries } from './scan.ts';
import { tell, type Told } from './story.ts';

const NAMESPACE = 'kyc';
/** An interrupted write waits for its lease of 30 s; the rest is for slow machines. */
const PATIENCE_MS = 90_000;
let directory: string;
let temporal: Temporal;
let plain: Connection;
let product: Product;
let told: Told;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-outside-'));
  const port = await freePort();
  temporal = await startTemporal({ directory, port, uiPort: null, temporary: true });
  plain = await Connection.connect({ address: temporal.address });
  await makeNamespace(plain, NAMESPACE);
  await createSearchAttributes(plain, NAMESPACE);
  product = await startProduct({
    outside: true,
    temporalAddress: temporal.address,
    env: { TEMPORAL_NAMESPACE: NAMESPACE, LOG_LEVEL: 'trace' },
  });
  told = await tell(product);
}, 180_000);
afterAll(async () => {
  await product.stop();
  await plain.close();
  await temporal.stop();
  await rm(directory, { recursive: true, force: true });
});

test('the story is told with a bucket, and behind TLS in a namespace of its own', async () => {
  const { workflow: here } = new Client({ connection: plain, namespace: NAMESPACE });
  const { workflow: elsewhere } = new Client({ connection: plain, namespace: 'default' });
  const id = caseId(told.id);
  expect((await here.getHandle(id).describe()).workflowId).toBe(id);
  await expect(elsewhere.getHandle(id).describe()).rejects.toThrow();
  expect(product.env['BLOB_DIR']).toBeUndefined();
  const { body } = await told.app.ask('GET', `/v1/customers/${told.id}`);
  expect(body).toMatchObject({ status: 'locked', status_reason: 'closed' });
});

test('neither the bucket, nor the history, nor a log holds a canary', async () => {
  const root = join(product.directory, 'blobs');
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.filter(({ name }) => name.endsWith('_object')).length).toBeGreaterThan(5);
  for (const { parentPath, name } of files) {
    const bytes = readFileSync(join(parentPath, name));
    expect(findCanaries(told.canaries, bytes), name).toEqual([]);
    expect(
      told.pieces.filter((piece) => bytes.includes(piece)),
      name,
    ).toEqual([]);
  }
  const history = await everythingOf(product, told.id);
  expect(history).toContain('documents_submitted');
  const logs = (['api', 'worker', 'verification'] as const).map((name) => product.logs(name));
  expect(findCanaries(told.canaries, Buffer.from([history, ...logs].join('\n')))).toEqual([]);
});

test('rows and workflows are compared by `vouch reconcile` with the bucket’s settings', async () => {
  const { end, lines } = await vouch(product, 'reconcile');
  expect(lines).toEqual(['agree 1']);
  expect(end).toBe('exited with code 0');
});

test('all processes killed, the API around the writing of an object: one effect of one key', async () => {
  const app = await product.client();
  const sent = ['blob.written', 'blob.renamed'].map(async (point) => {
    const person = newPerson();
    const { id } = await app.create(bodyOf(person));
    const form = formOf(await billOf(person));
    const path = `/v1/customers/${id}/documents`;
    return { point, id, path, asked: { once: randomUUID(), form } };
  });
  const all = await Promise.all(sent);
  await product.kill('api', 'SIGTERM');
  for (const { point, path, asked } of all) {
    await product.start('api', { VOUCH_CRASH: `${point}:1` });
    await expect(app.ask('POST', path, asked), point).rejects.toThrow();
    expect(await product.died('api'), point).toContain('SIGKILL');
  }
  await Promise.all([product.kill('worker'), product.kill('verification')]);
  await Promise.all((['api', 'worker', 'verification'] as const).map((one) => product.start(one)));
  const found = all.map(async ({ id, path, asked }) => {
    expect((await insist(app, 'POST', path, asked)).status).toBe(201);
    const isHeld = (one: Customer) => itemOf(one, 'address').state === 'satisfied';
    const { documents } = await until(() => app.read(id), isHeld, PATIENCE_MS);
    expect(documents).toMatchObject([{ state: 'accepted' }]);
  });
  await Promise.all(found);
}, 180_000);
