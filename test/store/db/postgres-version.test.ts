import { Client } from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrateAll } from '../../../store/db/migrate.ts';
import { OLDEST_POSTGRES, problemOf } from '../../../store/db/postgres-version.ts';
import { freshDatabases, type FreshDatabases } from '../../support/postgres.ts';

let databases: FreshDatabases;
beforeAll(async () => {
  databases = await freshDatabases();
});
afterAll(() => databases.drop());

const server = (number: number, version: string, encoding = 'UTF8') =>
  problemOf({ number, version, encoding });

test('a Postgres that is too old is named, with what is needed', () => {
  expect(server(140_018, '14.18')).toBe('this Postgres is 14.18: Vouch needs 15 or newer');
  expect(server(90_624, '9.6.24')).toContain('9.6.24');
  expect(server(OLDEST_POSTGRES * 10_000, '15.0')).toBeUndefined();
  expect(server(180_004, '18.4')).toBeUndefined();
});

test('the server of this run is new enough', async () => {
  await expect(migrateAll(databases)).resolves.toBeUndefined();
});

test('a database of another encoding is refused before anything is made in it', async () => {
  const url = new URL(databases.databaseUrl);
  const name = `${url.pathname.slice(1)}_latin`;
  const admin = new Client(inject('postgresUrl'));
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
  url.pathname = `/${name}`;
  const migrating = migrateAll({ ...databases, databaseUrl: url.href });
  await expect(migrating).rejects.toThrow('this database is encoded as LATIN1: Vouch needs UTF8');
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await admin.end();
});
