import { sql } from 'kysely';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { decided } from './decided.ts';
import { troubleInTrail } from './restore/phases.ts';
import { detailsOnly, bodyOf, newPerson, passportOf } from './people.ts';
import { type ProcessName, type Product, startProduct } from './product.ts';

const NAMES = ['api', 'worker', 'verification', 'sender'] as const;
const PRODUCTION = { VOUCH_MODE: 'production', WEBHOOK_LOOPBACK: 'off' };
const UNASKED = { LIVE_OUTSIDE_PRODUCTION: '' };

let product: Product;
beforeAll(async () => {
  product = await startProduct({ processes: [], policies: [detailsOnly('plain')] });
}, 120_000);
afterAll(() => product.stop());

const startOf = (name: ProcessName, env: Record<string, string>) =>
  product.start(name, env).then(
    () => 'started',
    (error: unknown) => (error instanceof Error ? error.message : 'no error'),
  );

test('an API that began before a live key was there refuses that key, and no test key', async () => {
  await product.start('api', UNASKED);
  const live = await product.client({ mode: 'live', role: 'admin' });
  const refused = await live.ask('GET', '/v1/customers');
  expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(refused.text).toContain('LIVE_OUTSIDE_PRODUCTION');
  const app = await product.client();
  expect((await app.ask('GET', '/v1/customers')).status).toBe(200);
  await product.kill('api');
}, 120_000);

test('no process starts with live keys outside production unless somebody accepts it', async () => {
  for (const name of NAMES) {
    expect(await startOf(name, UNASKED), name).toContain('LIVE_OUTSIDE_PRODUCTION=accepted');
  }
}, 120_000);

test('no process starts in production with the owner’s role, nor with a loopback webhook', async () => {
  const owner = new URL(inject('postgresUrl'));
  owner.pathname = new URL(product.env['DATABASE_URL'] ?? '').pathname;
  for (const name of NAMES) {
    const env = { ...PRODUCTION, ...witness(), DATABASE_URL: owner.href };
    expect(await startOf(name, env), name).toContain('may rewrite the audit trail');
  }
  const loopback = { ...PRODUCTION, ...witness(), WEBHOOK_LOOPBACK: 'on' };
  expect(await startOf('sender', loopback)).toContain('WEBHOOK_LOOPBACK: lets webhooks reach');
}, 120_000);

test('in production, as the role that owns nothing, the whole product serves', async () => {
  await Promise.all(NAMES.map((name) => product.start(name, { ...PRODUCTION, ...witness() })));
  const app = await product.client({ mode: 'live' });
  const person = newPerson();
  const { id } = await app.create(bodyOf(person, { level: 'basic' }));
  await app.submit(id, await passportOf(person));
  await decided(app, id);
  expect(await troubleInTrail(product.url, app, id)).toEqual([]);
  const { rows } = await sql<{ roles: string[] }>`SELECT array_agg(DISTINCT usename::text) AS roles
    FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'vouch'
      AND pid <> pg_backend_pid() AND backend_type = 'client backend'
      AND usename <> current_user`.execute(product.store.database);
  expect(rows[0]?.roles).toEqual([new URL(product.env['DATABASE_URL'] ?? '').username]);
  for (const name of NAMES) {
    expect((await fetch(`${product.opsUrls[name]}/readyz`)).status, name).toBe(200);
    expect(product.logs(name)).not.toContain('permission denied');
  }
}, 240_000);

function witness() {
  return { WITNESS_DIR: `${product.directory}/witness` };
}
