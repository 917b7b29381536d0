import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SWEDISH } from '../../../domain/reasons/words/swedish.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { type Holder, linkFor, startedBy } from '../kit/holder.ts';
import { createdBy, reaches } from '../kit/people.ts';

let kit: Kit;
let key: string;
beforeAll(async () => {
  kit = await openKit({
    // Every picture is blurred.
    runChecks: ({ checks }) =>
      Promise.resolve(
        checks.map(({ id, kind }) => ({
          id,
          kind,
          ...(kind === 'image_quality'
            ? { outcome: 'fail' as const, reasons: ['image_blurred' as const] }
            : { outcome: 'pass' as const, reasons: [] }),
        })),
      ),
  });
  key = await kit.key();
});
afterAll(() => kit.close());

async function held(customer: string): Promise<Holder> {
  return startedBy(kit, await linkFor(kit, key, { customer }));
}

test('what was wrong is told in the customer’s own language, by the next link too', async () => {
  const customer = await createdBy(kit, key, { locale: 'sv-SE' });
  const first = await held(customer);
  await first.stage('passport');
  await first.submit();
  await reaches(kit, key, { customer, reason: 'resubmission_required' });
  const { body } = await (await held(customer)).ask('GET', '/verify/session');
  const told = [{ code: 'image_blurred', message: SWEDISH.image_blurred }];
  const identity = { requirement: 'identity', state: 'currently_due', errors: told };
  expect(body).toMatchObject({
    locale: 'sv-SE',
    requirements: expect.arrayContaining([expect.objectContaining(identity)]),
  });
  const accepts = { accepts: expect.arrayContaining([{ type: 'passport', needs: ['front'] }]) };
  expect(body).toMatchObject({
    requirements: expect.arrayContaining([expect.objectContaining(accepts)]),
  });
});

test('nothing of the details, nor of who asks, is told by a link', async () => {
  const customer = await createdBy(kit, key, { external_id: `own-${randomUUID()}` });
  const { bytes } = await (await held(customer)).ask('GET', '/verify/session');
  for (const word of ['Eriksson', '1974-08-12', 'anna@example.com', 'own-', 'vk_', customer]) {
    expect(bytes.toString()).not.toContain(word);
  }
});

test('a consent is the customer’s own word, recorded once, and the last one counts', async () => {
  const customer = await createdBy(kit, key);
  const holder = await held(customer);
  const say = (given: boolean, once: string | null = null) =>
    holder.ask('POST', '/verify/session/consents', {
      once,
      body: { purpose: 'face_biometrics', given, text_version: '2026-11', language: 'sv' },
    });
  const once = randomUUID();
  const first = await say(true, once);
  expect(first).toMatchObject({ status: 201, body: { given: true, language: 'sv' } });
  expect((await say(true, once)).body).toEqual(first.body);
  expect((await say(false)).status).toBe(201);
  const { body } = await holder.ask('GET', '/verify/session');
  expect(body).toMatchObject({ consents: [{ purpose: 'face_biometrics', given: false }] });
  const rows = await kit.deps.store.database
    .selectFrom('consent')
    .select(['given', 'recorded_by'])
    .where('customer_id', '=', customer)
    .orderBy('recorded_at')
    .execute();
  const by = { kind: 'link', id: holder.link };
  expect(rows).toMatchObject([
    { given: true, recorded_by: by },
    { given: false, recorded_by: by },
  ]);
  const path = `/v1/customers/${customer}/events?limit=100`;
  const { data } = (await kit.ask('GET', path, { key })).body as { data: { type: string }[] };
  expect(data.filter(({ type }) => type === 'consent.given').length).toBeGreaterThan(0);
});
