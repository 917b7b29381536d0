import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection, WorkflowClient } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../../domain/search.ts';
import { freePort } from '../../../worker/embedded/ports.ts';
import { startTemporal, type Temporal } from '../../../worker/embedded/temporal.ts';
import { createSearchAttributes } from '../../../worker/search-attributes.ts';

let folder = '';
let port = 0;
let uiPort = 0;
let open: Temporal | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vouch-temporal-'));
  [port, uiPort] = [await freePort(), await freePort()];
});
afterAll(async () => {
  await open?.stop();
  await rm(folder, { recursive: true });
});

test('what it accepted is there after a kill -9; the UI knows the codec endpoint', async () => {
  const codecEndpoint = 'http://127.0.0.1:3000/temporal/codec';
  const options = { directory: folder, port, uiPort, codecEndpoint };
  const first = await startTemporal(options);
  open = first;
  const settings = await fetch(`${first.uiUrl}/api/v1/settings`);
  expect(await settings.json()).toMatchObject({ Codec: { Endpoint: codecEndpoint } });
  await withClient(async (client) => {
    const searchAttributes = { KycStatus: ['open'], KycReview: [true], KycDue: [new Date(0)] };
    await client.start('none', { workflowId: 'kept', taskQueue: 'none', searchAttributes });
  });
  process.kill(first.pid, 'SIGKILL');
  expect(await first.exited).toBe('was ended by SIGKILL');
  open = await startTemporal(options);
  await withClient(async (client) => {
    const { status, searchAttributes } = await client.getHandle('kept').describe();
    expect(status.name).toBe('RUNNING');
    expect(searchAttributes).toMatchObject({ KycStatus: ['open'], KycReview: [true] });
  });
});

test('search attributes may be created again and again, also by two at once', async () => {
  const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  const namespace = 'default';
  const create = () => createSearchAttributes(connection, namespace);
  await Promise.all([create(), create()]);
  const known = await connection.operatorService.listSearchAttributes({ namespace });
  for (const { name } of SEARCH_ATTRIBUTES) expect(known.customAttributes).toHaveProperty(name);
  await connection.close();
});

test('a worker that stops loses no task: the server lets its polls finish', async () => {
  const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  const { workflowService } = connection;
  const { namespaceInfo } = await workflowService.describeNamespace({ namespace: 'default' });
  expect(namespaceInfo?.capabilities?.workerPollCompleteOnShutdown).toBe(true);
  await connection.close();
});

async function withClient(use: (client: WorkflowClient) => Promise<void>): Promise<void> {
  const connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  try {
    await use(new WorkflowClient({ connection }));
  } finally {
    await connection.close();
  }
}
