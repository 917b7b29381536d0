import { afterAll, beforeAll, expect, test } from 'vitest';
import { findResponse } from '../../../store/liveness/find-response.ts';
import { type Kit, openKit } from '../kit/api-kit.ts';
import type { Caller } from '../kit/caller.ts';
import { createdBy, form, picture } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
});
afterAll(() => kit.close());

async function consented(given: boolean | null = true, policy = 'standard'): Promise<string> {
  const id = await createdBy(kit, key, { level: 'enhanced', policy });
  if (given === null) return id;
  const body = { purpose: 'face_biometrics', given, text_version: '2026-11', language: 'sv' };
  await kit.ask('POST', `/v1/customers/${id}/consents`, { key, body });
  return id;
}

const draw = (id: string, once?: string) =>
  kit.ask('POST', `/v1/customers/${id}/liveness-challenges`, { key, ...(once ? { once } : {}) });

function frames(challenge: string, steps: readonly number[], side = 'frames') {
  return form({
    type: 'selfie',
    challenge,
    ...Object.fromEntries(steps.map((_, n) => [`${side}[${n}]`, picture()])),
    ...Object.fromEntries(steps.map((step, n) => [`step[${n}]`, String(step)])),
  });
}

const submit = (id: string, sent: FormData | { documents: object[] }, by: Caller = kit) =>
  by.ask('POST', `/v1/customers/${id}/documents`, {
    key,
    ...(sent instanceof FormData ? { form: sent } : { body: sent }),
  });

async function entriesOf(customer: string, action: string): Promise<string[]> {
  const entries = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', customer)
    .where('body', 'like', `%"${action}"%`)
    .execute();
  return entries.map(({ body }) => body);
}

const EIGHT = [0, 1, 2, 3, 4, 5, 6, 7];

test('a challenge is four turns with a look ahead after each, good for two minutes', async () => {
  const id = await consented();
  const drawn = await draw(id, 'once-only');
  expect(drawn.status).toBe(201);
  const body = drawn.body as { steps: string[]; created_at: string; expires_at: string };
  expect(body.steps.filter((_, n) => n % 2 === 1)).toEqual(['front', 'front', 'front', 'front']);
  expect(body.steps.filter((_, n) => n % 2 === 0).every((one) => one !== 'front')).toBe(true);
  expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBe(120_000);
  expect((await draw(id, 'once-only')).body).toEqual(drawn.body);
  expect(await entriesOf(id, 'challenge.drawn')).toHaveLength(1);
});

test('none is given without consent, where no selfie is asked, or a sixth time', async () => {
  const codeFor = async (id: string) => (await draw(id)).text('/code');
  expect(await codeFor(await consented(null))).toBe('consent_required');
  expect(await codeFor(await consented(false))).toBe('consent_required');
  expect(await codeFor(await createdBy(kit, key))).toBe('document_not_asked');
  const id = await consented();
  const drawn = await Promise.all([1, 2, 3, 4, 5, 6].map(() => draw(id)));
  expect(drawn.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    201, 201, 201, 201, 201, 409,
  ]);
  expect(await codeFor(id)).toBe('challenges_used_up');
});

test('frames answer it by the server’s clock; who sends it again is noted as such', async () => {
  const id = await consented();
  const challenge = (await draw(id)).text('/id');
  const late = new Date(Date.now() + 130_000).toISOString();
  const first = await submit(id, frames(challenge, EIGHT));
  expect(first.status).toBe(201);
  const again = await submit(
    id,
    frames(challenge, [0, ...EIGHT]),
    kit.withDeps({ now: () => late }),
  );
  expect(again.status).toBe(201);
  const response = async (document: string) =>
    findResponse(kit.deps.store.database, { customer: id, document });
  const kept = await response(first.text('/data/0/id'));
  expect(kept).toMatchObject({ shown: EIGHT, isReused: false, number: 1 });
  expect(kept?.firstByteAfterMs).toBeLessThan(120_000);
  expect(kept?.lastByteAfterMs).toBeGreaterThanOrEqual(kept?.firstByteAfterMs ?? Infinity);
  const reused = await response(again.text('/data/0/id'));
  expect(reused).toMatchObject({ isReused: true });
  expect(reused?.firstByteAfterMs).toBeGreaterThan(120_000);
  const noted = await entriesOf(id, 'challenge.answered');
  expect(noted.map((body) => body.includes('"reused":"yes"'))).toEqual([false, true]);
});

test('as JSON too', async () => {
  const id = await consented();
  const challenge = (await draw(id)).text('/id');
  const pages = await Promise.all(EIGHT.map(() => picture().arrayBuffer()));
  const base64 = pages.map((bytes) => Buffer.from(bytes).toString('base64'));
  const document = { type: 'selfie', frames: base64, challenge, step: EIGHT };
  const sent = await submit(id, { documents: [document] });
  expect(sent.status).toBe(201);
  const asked = { customer: id, document: sent.text('/data/0/id') };
  expect(await findResponse(kit.deps.store.database, asked)).toMatchObject({ shown: EIGHT });
  const short = await submit(id, { documents: [{ ...document, step: [0] }] });
  expect(short).toMatchObject({ status: 422 });
  expect(short.text('/errors/0/pointer')).toBe('/documents/0/step');
});

test.each<[string, (challenge: string) => FormData, string]>([
  ['another’s challenge', () => frames('lch_none', EIGHT), '/challenge'],
  [
    'a step without a frame',
    (challenge) => {
      const sent = frames(challenge, EIGHT);
      sent.append('step[9]', '1');
      return sent;
    },
    '/step',
  ],
  ['a step that is none', (challenge) => frames(challenge, [8]), '/step[0]'],
  [
    'steps without a challenge',
    () => form({ type: 'selfie', 'frames[0]': picture(), 'step[0]': '0' }),
    '/challenge',
  ],
  [
    'a still beside the frames',
    (challenge) => {
      const sent = frames(challenge, EIGHT);
      sent.append('front', picture());
      return sent;
    },
    '/step',
  ],
])('%s is refused', async (_, sent, pointer) => {
  const id = await consented();
  const refused = await submit(id, sent((await draw(id)).text('/id')));
  expect(refused.status).toBe(422);
  expect(refused.text('/errors/0/pointer')).toBe(pointer);
});
