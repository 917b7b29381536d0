import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyBody } from '../../api/routes/policies/body.ts';
import { STANDARD_1 } from '../../domain/shipped.ts';
import { openKit, type Kit } from './api-kit.ts';
import { createdBy, reaches, submittedBy } from './people.ts';

const CASES = 10_000;

let kit: Kit;
let admin: string;
beforeAll(async () => {
  kit = await openKit();
  admin = await kit.key({ role: 'admin' });
});
afterAll(() => kit.close());

/** Ten thousand decided cases like this one, each with its name scores, spread over both sides of 0.95. */
async function manyLike(customer: string): Promise<void> {
  const { database } = kit.deps.store;
  await sql`INSERT INTO customer (id, mode, locale, metadata, opening, details_count, created_at, created_by)
    SELECT 'cus_many' || n, mode, locale, metadata, opening, details_count,
      created_at - n * interval '1 second', created_by
    FROM customer, generate_series(2, ${CASES}) n WHERE id = ${customer}`.execute(database);
  for (let from = 2; from <= CASES; from += 1000) {
    const to = Math.min(from + 999, CASES);
    await sql`INSERT INTO "case" SELECT r.* FROM "case" c, generate_series(${from}::int, ${to}::int) n,
      LATERAL jsonb_populate_record(c, jsonb_build_object(
        'customer_id', 'cus_many' || n, 'created_at', c.created_at - n * interval '1 second',
        'state', replace(c.state::text, ${customer.slice(4)}, 'many' || n)::jsonb)) r
      WHERE c.customer_id = ${customer}`.execute(database);
  }
  await sql`INSERT INTO finding (check_id, customer_id, document_id, kind, outcome, reasons, readings,
      pieces, measures, not_proven, engine, policy_name, policy_version, details_version, late,
      started_at, ended_at, stored_at)
    SELECT k->>'id', c.customer_id, k->>'document', 'identity_match', 'pass', '{}', ''::bytea, '[]',
      jsonb_build_object('name_score', 0.9 + 0.1 * random(), 'birth_date', 'agrees', 'name_certain', 'yes'),
      '{}', 'test', 'standard', 1, 1, false, now(), now(), now()
    FROM "case" c, jsonb_array_elements(c.state->'checks') k WHERE k->>'kind' = 'identity_match'`.execute(
    database,
  );
  await sql`ANALYZE "case", customer, finding`.execute(database);
}

test('a draft is held against ten thousand decided cases within a minute', async () => {
  const app = await kit.key();
  const customer = await createdBy(kit, app);
  await submittedBy(kit, app, { customer, types: ['passport', 'utility_bill'] });
  await reaches(kit, app, { customer, reason: 'verified' });
  await manyLike(customer);
  const { object: _object, version: _version, name: _name, ...rules } = policyBody(STANDARD_1);
  const draft = { ...rules, names: { pass: 0.95, fail: 0.6 } };
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const body = { draft, filter: { status: 'active' } };
  const answer = await kit.ask('POST', '/v1/policies/standard/simulate', { key: admin, body });
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpu = (user + system) / 1e6;
  console.log(
    `simulate: ${CASES} decided cases in ${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of CPU`,
  );
  expect(answer.status).toBe(200);
  const found = answer.body as {
    examined: number;
    changed: number;
    by_requirement: { from: string; to: string; count: number }[];
    unforeseen: { identity_match?: number };
  };
  expect(found.examined).toBe(CASES);
  expect(found.by_requirement[0]).toMatchObject({ from: 'accept', to: 'person' });
  const unclear = found.unforeseen.identity_match ?? 0; // scores at the very limit
  expect(found.changed).toBeGreaterThan(CASES * 0.45);
  expect(found.changed).toBeLessThan(CASES * 0.55 + unclear);
  expect(cpu).toBeLessThan(60); // a busy machine makes us wait, not work
}, 120_000);
