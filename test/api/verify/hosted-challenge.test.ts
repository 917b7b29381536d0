import { afterAll, beforeAll, expect, test } from 'vitest';
import { findResponse } from '../../../store/liveness/find-response.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { type Holder, linkFor, startedBy } from '../kit/holder.ts';
import { createdBy, form, picture } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

const PATH = '/verify/session/liveness-challenges';
const FRAME = '/verify/session/documents/selfie/pages';

async function consented(given = true): Promise<Holder & { customer: string }> {
  const customer = await createdBy(kit, key, { level: 'enhanced' });
  const holder = await startedBy(kit, await linkFor(kit, key, { customer }));
  const body = { purpose: 'face_biometrics', given, text_version: '2026-11', language: 'sv' };
  await holder.ask('POST', '/verify/session/consents', { body });
  return { customer, ...holder };
}

const frame = (holder: Holder, n: number, step: unknown = n - 1) =>
  holder.ask('PUT', `${FRAME}/frame-${n}`, { form: form({ file: picture(), step: String(step) }) });

async function blobCount(): Promise<number> {
  let count = 0;
  for await (const _ of kit.deps.store.blobs.list()) count += 1;
  return count;
}

test('frames that came one by one answer it, each with its step and by their own instants', async () => {
  const holder = await consented();
  const drawn = await holder.ask('POST', PATH);
  expect(drawn.status).toBe(201);
  expect(drawn.body).not.toHaveProperty('customer');
  const { steps, created_at: drawnAt } = drawn.body as { steps: string[]; created_at: string };
  for (let n = steps.length; n > 0; n -= 1) {
    expect((await frame(holder, n)).status).toBe(200); // also the last one first
  }
  const session = await holder.ask('GET', '/verify/session');
  const pages = steps.map((_, n) => ({ place: `frame-${n + 1}`, step: n }));
  expect(session.body).toMatchObject({
    documents: [{ type: 'selfie', challenge: drawn.text('/id'), pages, missing: [] }],
  });
  const before = new Date().toISOString();
  expect((await holder.submit()).status).toBe(201);
  const { documents } = (
    await kit.ask('GET', `/v1/customers/${holder.customer}?expand=documents`, { key })
  ).body as { documents: { id: string }[] };
  const [document] = documents;
  const response = await findResponse(kit.deps.store.database, {
    customer: holder.customer,
    document: document?.id ?? '',
  });
  expect(response).toMatchObject({ steps, shown: steps.map((_, n) => n), isReused: false });
  const last = Date.parse(drawnAt) + (response?.lastByteAfterMs ?? 0);
  expect(last).toBeLessThanOrEqual(Date.parse(before));
  expect(response?.firstByteAfterMs).toBeLessThan(response?.lastByteAfterMs ?? 0);
});

test('another challenge begins the selfie anew, and leaves no frame of the first behind', async () => {
  const holder = await consented();
  await holder.stage('selfie');
  const blobs = await blobCount();
  const first = await holder.ask('POST', PATH);
  expect(await blobCount()).toBe(blobs - 1);
  await frame(holder, 1);
  const second = await holder.ask('POST', PATH);
  expect(second.text('/id')).not.toBe(first.text('/id'));
  const { body } = await holder.ask('GET', '/verify/session');
  const challenge = second.text('/id');
  expect(body).toMatchObject({ documents: [{ challenge, pages: [], missing: ['frame-1'] }] });
  expect(await holder.submit()).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/documents/selfie/frame-1' }] },
  });
  await holder.ask('DELETE', '/verify/session/documents/selfie');
  expect((await holder.stage('selfie')).body).toMatchObject({ challenge: null });
});

test('what fits no challenge is refused by its place; without consent there is none', async () => {
  const holder = await consented();
  const refused = (pointer: string, code: string) => ({
    status: 422,
    body: { errors: [{ pointer, code }] },
  });
  expect(await frame(holder, 1)).toMatchObject(refused('/step', 'not_a_step'));
  const { steps } = (await holder.ask('POST', PATH)).body as { steps: string[] };
  for (const step of [steps.length, 'first', -1]) {
    expect(await frame(holder, 1, step)).toMatchObject(refused('/step', 'not_a_step'));
  }
  expect(await holder.stage('selfie', 'frame-1')).toMatchObject(refused('/step', 'not_a_step'));
  expect(await holder.stage('selfie')).toMatchObject(refused('/file', 'not_frames'));
  expect((await frame(holder, 1)).status).toBe(200);
  const without = await consented(false);
  expect((await without.ask('POST', PATH)).text('/code')).toBe('consent_required');
});
