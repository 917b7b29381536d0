import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { caseId } from '../../../domain/ids.ts';
import { dataConverter } from '../../../store/temporal/data-converter.ts';
import { CASE_WORKFLOW } from '../../../workflows/messages.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy } from '../kit/people.ts';

let kit: Kit;
let key: string;
let client: Client;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  client = new Client({
    connection: await Connection.connect({ address: inject('temporalAddress') }),
    dataConverter: dataConverter(kit.deps.store.keys), // a start that is not ours fails at once
  });
});
afterAll(async () => {
  await client.connection.close();
  await kit.close();
});

/** A customer whose case fails each of its tasks: nothing can be made of what it starts with. */
async function stalled(): Promise<string> {
  const id = await createdBy(kit, key);
  const { workflow } = client;
  await workflow.getHandle(caseId(id)).terminate();
  const args = [{ checksQueue: kit.queue, carried: { state: { customer: id } } }];
  await workflow.start(CASE_WORKFLOW, { workflowId: caseId(id), taskQueue: kit.queue, args });
  return id;
}

test('a case whose workflow task fails is 503 with Retry-After, however often it is asked', async () => {
  const id = await stalled();
  const described = () => client.workflow.getHandle(caseId(id)).describe();
  // from its third try on, the server refuses every command at once
  const tries = async () => (await described()).raw.pendingWorkflowTask?.attempt ?? 0;
  await expect.poll(tries, { timeout: 25_000 }).toBeGreaterThan(2);
  for (let turn = 0; turn < 3; turn += 1) {
    const refused = await kit.ask('POST', `/v1/customers/${id}/lock`, { key, body: {} });
    expect(refused).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  }
}, 40_000);
