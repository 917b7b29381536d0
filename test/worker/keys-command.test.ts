import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCOPES } from '../../domain/access/access.ts';
import { createKeyVerifier } from '../../store/api-keys/verify-api-key.ts';
import { freshStore, type TestStore } from '../store/kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

const main = fileURLToPath(new URL('../../worker/vouch.ts', import.meta.url));
function vouch(...args: string[]) {
  return vouchIn({ LIVE_OUTSIDE_PRODUCTION: 'accepted' }, ...args);
}
function vouchIn(more: Record<string, string>, ...args: string[]) {
  const env = { PATH: process.env['PATH'], DATABASE_URL: store.databaseUrl, ...more };
  const run = spawnSync(process.execPath, [main, 'keys', ...args], { encoding: 'utf8', env });
  return { status: run.status, out: run.stdout.trim(), err: run.stderr };
}
const verify = (key: string) => createKeyVerifier(store.database).verify(key);
const ADMIN = ['create', '--name', 'first', '--mode', 'live', '--role', 'admin'];

test('the first key of a deployment is made by the database alone, shown once and audited', async () => {
  const made = vouch(...ADMIN, '--holder', 'anna', '--days', '30');
  expect(made).toMatchObject({ status: 0, err: '' });
  expect(await verify(made.out)).toMatchObject({
    mode: 'live',
    scopes: SCOPES,
    actor: { role: 'admin', holder: 'anna' },
  });
  const listed = vouch('list');
  const id = made.out.split('_')[2] ?? '';
  expect(listed.out).toMatch(new RegExp(`^${id}\tlive\tlive\tadmin\tanna\t.*\tfirst$`, 'm'));
  expect(vouch('revoke', id)).toMatchObject({ status: 0, out: `${id} is revoked` });
  expect(await verify(made.out)).toBeNull();
  const rows = await store.database.selectFrom('audit_entry').select('body').execute();
  const trail = rows.map(({ body }) => body).join('\n');
  expect(trail).toMatch(/api_key\.created.*"id":"vouch keys"/);
  expect(trail).toContain('api_key.revoked');
  expect(trail).not.toContain(made.out.slice(21));
});

test('an app’s key has the scopes it is given', async () => {
  const scopes = 'customers:read,documents:write';
  const made = vouch('create', '--name', 'shop', '--mode', 'test', '--scopes', scopes);
  expect(await verify(made.out)).toMatchObject({ mode: 'test', scopes: scopes.split(',') });
});

test.each([
  [['revoke', 'unheard_of'], 1, 'not_found'],
  [ADMIN, 1, 'names its holder'],
  [[...ADMIN, '--holder', 'Anna'], 1, 'one label for each person'],
  [[...ADMIN, '--holder', 'anna', '--days', '401'], 1, 'from 1 to 400 days'],
  [['create', '--name', 'x', '--mode', 'test', '--scopes', 'all,customers:fly'], 2, 'usage'],
  [['create', '--mode', 'test'], 2, 'usage'],
  [['make'], 2, 'usage'],
  [[], 2, 'usage'],
])('%j is answered by %i: %s', (args, status, said) => {
  const told = vouch(...args);
  expect(told.status).toBe(status);
  expect(told.err).toContain(said);
});

test('a live key is made in production, or where somebody accepts that it is not', () => {
  const refused = vouchIn({}, ...ADMIN, '--holder', 'olga');
  expect(refused).toMatchObject({ status: 1, out: '' });
  expect(refused.err).toContain('LIVE_OUTSIDE_PRODUCTION=accepted');
  const made = vouchIn({ VOUCH_MODE: 'production' }, ...ADMIN, '--holder', 'olga');
  expect(made).toMatchObject({ status: 0, err: '' });
  expect(vouchIn({}, 'create', '--name', 'app', '--mode', 'test').status).toBe(0);
}, 90_000);
