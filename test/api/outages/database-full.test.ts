import { randomUUID } from 'node:crypto';
import { chown, stat } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { connect } from '../../../store/db/database.ts';
import { type SmallDisk, smallDisk } from '../../support/small-disk.ts';
import { type Kit, openKit } from '../kit/api-kit.ts';
import { createdBy, newCustomer } from '../kit/people.ts';

/** A Postgres that is there and cannot: refused as one that is away, and nothing is lost of it. */
const MIB = 1024 * 1024;

let kit: Kit;
let key: string;
let id: string;
beforeAll(async () => {
  kit = await openKit();
  key = await kit.key();
  id = await createdBy(kit, key);
});
afterAll(() => kit.close());

const run = (text: string) => sql.raw(text).execute(kit.owner);

afterEach(() => run('DROP FUNCTION IF EXISTS fail() CASCADE'));

/** From now on whoever writes a row of this table hears this from Postgres. */
async function failing(table: string, code: string): Promise<void> {
  await run(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no more' USING ERRCODE = '${code}'; END $$`);
  await run(`CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON ${table}
    FOR EACH ROW EXECUTE FUNCTION fail()`);
}

test.each([
  ['a full disk', '53100'],
  ['no memory', '53200'],
  ['too many connections', '53300'],
  ['a limit of its settings', '53400'],
  ['a broken disk', '58030'],
  ['a server that only reads', '25006'],
  ['a statement that took too long', '57014'],
])('%s is 503 with Retry-After, and the key tries again', async (_, code) => {
  const sent = { key, once: randomUUID(), body: newCustomer() };
  await failing('idempotency', code);
  const refused = await kit.ask('POST', '/v1/customers', sent);
  expect(refused).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await kit.ask('GET', `/v1/customers/${id}`, { key })).status).toBe(200);
  await run('DROP FUNCTION fail() CASCADE');
  expect((await kit.ask('POST', '/v1/customers', sent)).status).toBe(201);
});

test('a read for which there is no connection is 503 too', async () => {
  const role = `limited_${Date.now()}`;
  await run(`CREATE ROLE ${role} LOGIN PASSWORD 'x' CONNECTION LIMIT 0`);
  const url = new URL(inject('postgresUrl'));
  const [row] = (await sql<{ name: string }>`SELECT current_database() AS name`.execute(kit.owner))
    .rows;
  Object.assign(url, { pathname: `/${row?.name}`, username: role, password: 'x' });
  const narrow = connect(url.href, { max: 1 });
  try {
    const api = kit.withDeps({ store: { ...kit.deps.store, database: narrow } });
    const refused = await api.ask('GET', `/v1/customers/${id}`, { key });
    expect(refused).toMatchObject({ status: 503, body: { code: 'store_unavailable' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  } finally {
    await narrow.destroy();
    await run(`DROP ROLE ${role}`);
  }
});

/** A place for tables that may be filled; null where it cannot be had. */
async function smallTablespace(): Promise<SmallDisk | null> {
  const disk = await smallDisk(32);
  if (!disk) return null;
  const { rows } = await sql<{
    at: string;
  }>`SELECT current_setting('data_directory') AS at`.execute(kit.owner);
  const { uid, gid } = await stat(rows[0]?.at ?? '');
  await chown(disk.path, uid, gid);
  await run(`CREATE TABLESPACE small LOCATION '${disk.path}'`);
  return disk;
}

test('a disk of Postgres that is really full: writes are 503, reads go on, and all is well after', async ({
  skip,
}) => {
  const disk = await smallTablespace().catch(() => null);
  if (!disk) return skip('only root may mount a disk to fill, and only for a Postgres of ours');
  try {
    await run('ALTER TABLE idempotency SET TABLESPACE small');
    await disk.leave(0);
    const create = () => {
      const sent = { key, once: randomUUID(), body: newCustomer() };
      return kit.ask('POST', '/v1/customers', sent).then((answer) => ({ sent, answer }));
    };
    let last = await create();
    for (let n = 0; n < 80 && last.answer.status === 201; n += 1) last = await create();
    expect(last.answer).toMatchObject({ status: 503, body: { code: 'outcome_unknown' } });
    expect(Number(last.answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await kit.ask('GET', `/v1/customers/${id}`, { key })).status).toBe(200);
    await disk.leave(16 * MIB);
    expect((await create()).answer.status).toBe(201);
    // The refused one's key is free at once, or when its lease lapses: it could not be given back.
    expect([201, 409]).toContain((await kit.ask('POST', '/v1/customers', last.sent)).status);
  } finally {
    await disk.leave(16 * MIB);
    await run('ALTER TABLE idempotency SET TABLESPACE pg_default');
    await run('DROP TABLESPACE small');
    await disk.remove();
  }
  return undefined;
}, 60_000);
