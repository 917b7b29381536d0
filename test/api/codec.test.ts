import { afterAll, beforeAll, expect, test } from 'vitest';
import { inject } from 'vitest';
import { Connection } from '@temporalio/client';
import { openKit, type Kit } from './kit/api-kit.ts';
import type { Caller } from './kit/caller.ts';
import { createdBy } from './kit/people.ts';

const ORIGIN = 'http://127.0.0.1:8233';

let kit: Kit;
let open: Caller;
let id: string;
beforeAll(async () => {
  kit = await openKit();
  open = kit.withDeps({ settings: { ...kit.deps.settings, codecOrigin: ORIGIN } });
  id = await createdBy(kit, await kit.key());
});
afterAll(() => kit.close());

/** The sealed payloads of the case's start, as the Temporal UI would send them. */
async function sealed(): Promise<{ metadata: Record<string, string>; data: string }[]> {
  const connection = await Connection.connect({ address: inject('temporalAddress') });
  const { history } = await connection.workflowService.getWorkflowExecutionHistory({
    namespace: 'default',
    execution: { workflowId: `case/${id}` },
  });
  await connection.close();
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  return (started?.input?.payloads ?? []).map(({ metadata, data }) => ({
    metadata: Object.fromEntries(
      Object.entries(metadata ?? {}).map(([name, bytes]) => [
        name,
        Buffer.from(bytes).toString('base64'),
      ]),
    ),
    data: Buffer.from(data ?? []).toString('base64'),
  }));
}

test('the Temporal UI reads a case’s payloads, and each look is audited', async () => {
  const payloads = await sealed();
  expect(Buffer.from(payloads[0]?.data ?? '', 'base64').includes(id)).toBe(false);
  const opened = await open.ask('POST', '/temporal/codec/decode', {
    body: { payloads },
    headers: { origin: ORIGIN, 'x-namespace': 'default' },
  });
  expect(opened.status).toBe(200);
  expect(opened.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  expect(Buffer.from(opened.text('/payloads/0/data'), 'base64').toString()).toContain(id);
  const entries = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('body', 'like', '%payloads.opened%')
    .execute();
  expect(entries).toHaveLength(1);
  expect(JSON.parse(entries[0]?.body ?? '')).toMatchObject({
    data: { count: payloads.length, owners: [id] },
  });
});

test('another origin, or none, finds nothing there', async () => {
  for (const headers of [{}, { origin: 'http://evil.test' }]) {
    const refused = await open.ask('POST', '/temporal/codec/decode', {
      body: { payloads: [] },
      headers,
    });
    expect(refused).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }
});

test('switched off, the endpoint is not there', async () => {
  const refused = await kit.ask('POST', '/temporal/codec/decode', {
    body: { payloads: [] },
    headers: { origin: ORIGIN },
  });
  expect(refused.status).toBe(404);
});

test('a browser’s question before the request is answered', async () => {
  const asked = await open.ask('OPTIONS', '/temporal/codec/decode', {
    headers: { origin: ORIGIN },
  });
  expect(asked.status).toBe(204);
  expect(asked.headers.get('access-control-allow-headers')).toContain('X-Namespace');
});
