import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyBody, policyOf, wirePointer } from '../../../api/routes/policies/body.ts';
import { PolicyCreate } from '../../../api/schemas/policy.ts';
import { BUILT_IN_POLICIES, STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy, reaches, submittedBy } from '../kit/people.ts';

let kit: Kit;
let admin: string;
beforeAll(async () => {
  kit = await openKit();
  admin = await kit.key({ role: 'admin' });
});
afterAll(() => kit.close());

/** What an operator sends: the shipped rules under a name of their own. */
function draft(name: string, more: Record<string, unknown> = {}) {
  const { object: _object, version: _version, ...rules } = policyBody(STANDARD_1);
  return { ...rules, name, ...more };
}

const publish = (body: unknown, query = '') =>
  kit.ask('POST', `/v1/policies${query}`, { key: admin, body });

test.each(BUILT_IN_POLICIES.map((policy) => [policy.name, policy] as const))(
  '%s is the same policy after a journey over the wire',
  (_name, policy) => {
    const { object: _object, version, ...sent } = policyBody(policy);
    const { name, ...rules } = PolicyCreate.parse(JSON.parse(JSON.stringify(sent)));
    expect(policyOf(name, version, rules)).toEqual(policy);
  },
);

test('a published version is read back as sent, numbered and audited', async () => {
  const sent = draft('own', { minimum_age: 21, medium_risk_levels: ['enhanced'] });
  const made = await publish(sent);
  expect(made).toMatchObject({ status: 201, body: { ...sent, object: 'policy', version: 1 } });
  const { warnings, ...shown } = made.body as { warnings: unknown };
  expect(warnings).toEqual([]);
  const read = await kit.ask('GET', '/v1/policies/own/versions/1', { key: admin });
  expect(read).toMatchObject({ status: 200, body: shown });
  const again = await publish({ ...sent, minimum_age: 18 });
  expect(again.body).toMatchObject({ version: 2, minimum_age: 18 });
  expect((await kit.ask('GET', '/v1/policies/own/versions/1', { key: admin })).body).toEqual(shown);
  const { body: listed } = await kit.ask('GET', '/v1/policies', { key: admin });
  const own = (listed as { data: { name: string; version: number }[] }).data.filter(
    ({ name }) => name === 'own',
  );
  expect(own.map(({ version }) => version)).toEqual([2, 1]);
  const entries = await kit.deps.store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('body', 'like', '%"policy.published"%')
    .where('body', 'like', '%"own"%')
    .execute();
  expect(entries).toHaveLength(2);
  expect(JSON.parse(entries[0]?.body ?? '')).toMatchObject({ actor: { role: 'admin' } });
});

test('what a test key publishes serves test customers alone', async () => {
  const live = await kit.key({ mode: 'live' });
  const made = await publish(draft('standard', { minimum_age: 1 }));
  const { version } = made.body as { version: number };
  expect(made).toMatchObject({ status: 201, body: { mode: 'test' } });
  const under = async (key: string) => {
    const read = await kit.ask('GET', `/v1/customers/${await createdBy(kit, key)}`, { key });
    return (read.body as { policy: unknown }).policy;
  };
  expect(await under(live)).toEqual({ name: 'standard', version: 3 });
  expect(await under(await kit.key())).toEqual({ name: 'standard', version });
  const path = `/v1/policies/standard/versions/${version}`;
  expect(await kit.ask('GET', path, { key: live })).toMatchObject({ status: 404 });
  const own = await kit.ask('POST', '/v1/policies', { key: live, body: draft('standard') });
  expect(own.body).toMatchObject({ mode: 'live', version: version + 1 });
});

test('the next customer runs under the newest version, an earlier one under its own', async () => {
  const key = await kit.key();
  await publish(draft('moving', { minimum_age: 18 }));
  const first = await createdBy(kit, key, { policy: 'moving' });
  await publish(draft('moving', { minimum_age: 19 }));
  const second = await createdBy(kit, key, { policy: 'moving' });
  const versionOf = async (id: string) =>
    (await kit.ask('GET', `/v1/customers/${id}`, { key })).body as { policy: object };
  expect((await versionOf(first)).policy).toEqual({ name: 'moving', version: 1 });
  expect((await versionOf(second)).policy).toEqual({ name: 'moving', version: 2 });
});

test('a case that is verified again takes the newest version by itself', async () => {
  const key = await kit.key();
  await publish(draft('renewing'));
  const customer = await createdBy(kit, key, { policy: 'renewing', level: 'basic' });
  await submittedBy(kit, key, { customer, types: ['passport'] });
  await reaches(kit, key, { customer, reason: 'verified' });
  await publish(draft('renewing', { minimum_age: 21 }));
  const patch = (details: object) =>
    kit.ask('PATCH', `/v1/customers/${customer}`, { key, body: { details } });
  const version = async () => {
    const { body } = await kit.ask('GET', `/v1/customers/${customer}`, { key });
    return (body as { policy: { version: number } }).policy.version;
  };
  await patch({ phone: '+46701234568' });
  expect(await version()).toBe(1);
  await patch({ family_name: 'Svensson' });
  await reaches(kit, key, { customer, reason: 'verified' });
  expect(await version()).toBe(2);
  await publish(draft('renewing', { minimum_age: 22 }));
  await kit.ask('POST', `/v1/customers/${customer}/close`, { key, body: {} });
  await kit.ask('POST', `/v1/customers/${customer}/reopen`, { key, body: {} });
  expect(await version()).toBe(3);
});

test('a dry run names the number it would get, and publishes nothing', async () => {
  const verdict = await publish(draft('dry'), '?dry_run=true');
  expect(verdict).toMatchObject({
    status: 200,
    body: { object: 'policy_verdict', name: 'dry', version: 1, warnings: [] },
  });
  const accepting = await publish(draft('dry', { challenge_accepted: true }), '?dry_run=true');
  const { warnings } = accepting.body as { warnings: { pointer: string; message: string }[] };
  expect(warnings.map(({ pointer }) => pointer)).toEqual(['/challenge_accepted']);
  expect(warnings[0]?.message).toContain('a still that software turns passes');
  expect((await kit.ask('GET', '/v1/policies/dry/versions/1', { key: admin })).status).toBe(404);
});

test.each([
  ['a number out of bounds', { minimum_age: -1 }, '/minimum_age'],
  ['a duration of two units', { retention: { days: 1, months: 1 } }, '/retention'],
  [
    'a duration of nothing',
    { deadlines: { ...STANDARD_1.deadlines, grace: {} } },
    '/deadlines/grace',
  ],
  ['an unknown level', { medium_risk_levels: ['none'] }, '/medium_risk_levels'],
  ['bands the wrong way round', { names: { pass: 0.5, fail: 0.9 } }, '/names'],
  ['a word of no list', { four_eyes: ['everything'] }, '/four_eyes/0'],
  ['an unknown field', { maximum_age: 99 }, '/maximum_age'],
  ['a missing field', { faces: undefined }, '/faces'],
])('%s is refused at its place, tried or published', async (_what, more, pointer) => {
  for (const query of ['', '?dry_run=true']) {
    const refused = await publish(draft('wrong', more), query);
    expect(refused).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    const { errors } = refused.body as { errors: { pointer: string }[] };
    expect(errors.map((one) => one.pointer)).toContain(pointer);
  }
});

test('pointers are those of the wire; a country keeps its capitals', () => {
  expect(wirePointer('/requirements/identity/acceptsByCountry/SE')).toBe(
    '/requirements/identity/accepts_by_country/SE',
  );
  expect(wirePointer('/attempts/perRound')).toBe('/attempts/per_round');
});

test('of ten who publish at once each gets a number of its own or is told to come again', async () => {
  const ages = Array.from({ length: 10 }, (_, index) => 18 + index);
  const answers = await Promise.all(
    ages.map((age) => publish(draft('raced', { minimum_age: age }))),
  );
  const made = answers.filter(({ status }) => status === 201);
  const refused = answers.filter(({ status }) => status !== 201);
  expect(made.length).toBeGreaterThan(0);
  const versions = made.map(({ body }) => (body as { version: number }).version);
  expect(new Set(versions).size).toBe(made.length);
  for (const one of refused) {
    expect(one).toMatchObject({ status: 409, body: { code: 'policy_version_taken' } });
  }
});

test('the same key again gets the version it published', async () => {
  const asked = { key: admin, once: 'publish-once', body: draft('once') };
  const first = await kit.ask('POST', '/v1/policies', asked);
  const again = await kit.ask('POST', '/v1/policies', asked);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect((await kit.ask('GET', '/v1/policies/once/versions/2', { key: admin })).status).toBe(404);
});

test('two versions differ as data, at the wire’s pointers', async () => {
  await publish(draft('compared'));
  await publish(draft('compared', { attempts: { per_round: 5, when_used_up: 'reject' } }));
  const path = '/v1/policies/compared/versions';
  const found = await kit.ask('GET', `${path}/2/difference?from=1`, { key: admin });
  expect(found.body).toEqual({
    name: 'compared',
    from: 1,
    to: 2,
    changes: [
      { pointer: '/attempts/per_round', from: 3, to: 5 },
      { pointer: '/attempts/when_used_up', from: 'review', to: 'reject' },
    ],
  });
  for (const wrong of [`${path}/2/difference?from=9`, `${path}/9/difference?from=1`]) {
    expect((await kit.ask('GET', wrong, { key: admin })).status).toBe(404);
  }
  expect((await kit.ask('GET', `${path}/2/difference`, { key: admin })).status).toBe(422);
});
