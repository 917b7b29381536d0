import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { SYSTEM } from '../../../domain/access/access.ts';
import { createApiKey } from '../../../store/api-keys/create-api-key.ts';
import { connect } from '../../../store/db/database.ts';
import { grantServing } from '../../../store/db/grant-serving.ts';
import { requireServing } from '../../../store/live-mode/require-serving.ts';
import { KEYS_GRANTS, MAIN_GRANTS, MIGRATIONS_TABLE } from '../../../store/db/serving-grants.ts';
import { filesIn, textOf } from '../../house/tree.ts';
import { freshStore, makeCustomer, type TestStore } from '../kit/make.ts';

let store: TestStore;
let serving: Client;
let servingKeys: Client;
beforeAll(async () => {
  store = await freshStore();
  await makeCustomer(store);
  serving = new Client(store.serving.databaseUrl);
  servingKeys = new Client(store.serving.keysDatabaseUrl);
  await Promise.all([serving.connect(), servingKeys.connect()]);
});
afterAll(async () => {
  await Promise.all([serving.end(), servingKeys.end()]);
  await store.end();
});

const DENIED = '42501';
const codeOf = (client: Client, statement: string) =>
  client.query(statement).then(
    () => 'done',
    (error: unknown) => (error as { code?: string }).code,
  );

test.each(['audit_entry', 'audit_checkpoint', 'audit_chain', 'policy', 'event', 'decision'])(
  'whoever serves can neither rewrite, empty, change nor drop %s, nor switch its triggers off',
  async (table) => {
    const statements = [
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
      `TRUNCATE ${table} CASCADE`,
      `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
      `ALTER TABLE ${table} ADD COLUMN more text`,
      `ALTER TABLE ${table} OWNER TO CURRENT_USER`,
      `DROP TABLE ${table} CASCADE`,
      `CREATE TRIGGER t BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
      `CREATE RULE r AS ON INSERT TO ${table} DO INSTEAD NOTHING`,
      `CREATE INDEX i ON ${table} ((1))`,
    ];
    for (const statement of statements) {
      expect(await codeOf(serving, statement), statement).not.toBe('done');
    }
    const kept = table === 'audit_chain' ? [] : [`UPDATE ${table} SET ${await columnOf(table)}`];
    for (const statement of kept) expect(await codeOf(serving, statement)).toBe(DENIED);
  },
);

async function columnOf(table: string): Promise<string> {
  const { rows } = await serving.query<{ name: string }>(
    'SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1 LIMIT 1',
    [table],
  );
  return `${rows[0]?.name} = ${rows[0]?.name}`;
}

test.each([
  'CREATE TABLE mine (a text)',
  'CREATE SCHEMA mine',
  'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE sql AS $$ SELECT NULL $$',
  'DROP FUNCTION refuse_change() CASCADE',
  'SET session_replication_role = replica',
  'DELETE FROM customer',
  "INSERT INTO kysely_migration (name, timestamp) VALUES ('x', 'x')",
  'CREATE ROLE helper',
])('whoever serves may not %s', async (statement) => {
  expect(await codeOf(serving, statement)).toBe(DENIED);
});

test('the table of keys is another’s', async () => {
  for (const statement of [
    'TRUNCATE customer_key',
    'DROP TABLE customer_key',
    'ALTER TABLE customer_key DROP CONSTRAINT customer_key_destroyed_check',
  ]) {
    expect(await codeOf(servingKeys, statement), statement).toBe(DENIED);
  }
  const owner = new URL(inject('postgresUrl')).username;
  expect(await codeOf(servingKeys, `SET ROLE ${owner}`)).toBe(DENIED);
  expect(await codeOf(servingKeys, 'SELECT FROM customer_key')).toBe('done');
});

test('rights are those of the list, for each table that there is, and stay so', async () => {
  await grantServing(store, inject('servingRole'));
  const all = [
    [serving, MAIN_GRANTS],
    [servingKeys, KEYS_GRANTS],
  ] as const;
  for (const [client, grants] of all) {
    const { rows } = await client.query<{ table: string; verbs: string[] }>(
      `SELECT c.relname AS table, ARRAY(SELECT DISTINCT privilege_type::text
          FROM aclexplode(c.relacl) a WHERE a.grantee = current_user::regrole) AS verbs
        FROM pg_class c WHERE relkind IN ('r', 'p', 'v', 'm', 'S')
          AND relnamespace = current_schema()::regnamespace`,
    );
    const given = Object.fromEntries(rows.map(({ table, verbs }) => [table, verbs.toSorted()]));
    const listed = Object.entries<readonly string[]>({ ...grants, [MIGRATIONS_TABLE]: ['SELECT'] });
    expect(given).toEqual({
      ...Object.fromEntries(listed.map(([table, verbs]) => [table, verbs.toSorted()])),
      kysely_migration_lock: [],
    });
  }
});

test('what the store says to Postgres is granted, statement by statement', () => {
  const grants: Record<string, readonly string[]> = { ...MAIN_GRANTS, ...KEYS_GRANTS };
  const files = ['store', 'api', 'worker', 'activities'].flatMap((room) => filesIn(room));
  const sources = files.filter((path) => path.endsWith('.ts') && !path.includes('migrations'));
  const said = sources.flatMap((path) =>
    statementsOf(textOf(path)).map((one) => ({ path, ...one })),
  );
  expect(said.length).toBeGreaterThan(100);
  const missing = said.filter(({ table, verb }) => !(grants[table] ?? []).includes(verb));
  expect(missing).toEqual([]);
});

function statementsOf(text: string): { table: string; verb: string }[] {
  const table = '"?([a-z_]+)"?';
  const patterns = [
    ['UPDATE', `updateTable\\('([a-z_]+)`],
    ['DELETE', `deleteFrom\\('([a-z_]+)`],
    ['INSERT', `insertInto\\('([a-z_]+)`],
    ['UPDATE', `\\bUPDATE ${table}(?: [a-z]+)? SET\\b`],
    ['DELETE', `\\bDELETE FROM ${table}`],
    ['INSERT', `\\bINSERT INTO ${table}`],
    ['UPDATE', `\\bINSERT INTO ${table}(?:(?!INSERT INTO|\`)[^])*?\\bDO UPDATE\\b`],
    ['UPDATE', `insertInto\\('([a-z_]+)'\\)(?:(?!insertInto|;)[^])*?doUpdateSet`],
  ] as const;
  return patterns.flatMap(([verb, pattern]) =>
    [...text.matchAll(new RegExp(pattern, 'g'))].map(([, name = '']) => ({ table: name, verb })),
  );
}

test('a role that could take what it was not given is no serving role', async () => {
  const admin = new Client(inject('postgresUrl'));
  await admin.connect();
  const role = `${inject('servingRole')}_other`;
  const owner = new URL(inject('postgresUrl')).username;
  try {
    await expect(grantServing(store, role)).rejects.toThrow(`no role ${role}`);
    await admin.query(`CREATE ROLE ${role} CREATEROLE`);
    await expect(grantServing(store, role)).rejects.toThrow('may make roles');
    await admin.query(`ALTER ROLE ${role} NOCREATEROLE`);
    await admin.query(`GRANT ${owner} TO ${role}`);
    await expect(grantServing(store, role)).rejects.toThrow('owns tables');
    await expect(grantServing(store, owner)).rejects.toThrow('superuser');
  } finally {
    await admin.query(`DROP ROLE IF EXISTS ${role}`);
    await admin.end();
  }
});

test('in production nobody serves with the owner’s role; outside it nobody serves live unasked', async () => {
  const asServing = connect(store.serving.databaseUrl, { max: 1 });
  const production = { vouchMode: 'production', liveOutsideProduction: 'refused' } as const;
  const development = { ...production, vouchMode: 'development' } as const;
  await requireServing(asServing, production);
  await requireServing(store.database, development);
  await expect(requireServing(store.database, production)).rejects.toThrow('rewrite the audit');
  await store.database.transaction().execute((trx) =>
    createApiKey(trx, SYSTEM, {
      name: 'live',
      mode: 'live',
      role: 'app',
      scopes: [],
      holder: null,
      at: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    }),
  );
  await expect(requireServing(asServing, development)).rejects.toThrow('LIVE_OUTSIDE_PRODUCTION');
  await requireServing(asServing, { ...development, liveOutsideProduction: 'accepted' });
  await requireServing(asServing, production);
  await asServing.destroy();
});
