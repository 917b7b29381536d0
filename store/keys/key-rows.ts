import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import type { KeysDatabase } from '../db/database.ts';
import type { KeyProvider } from './kek.ts';
import type { KeyVersions } from './key-cache.ts';
import { DESTROYED_CHANNEL } from './key-watch.ts';
import { openKey } from './open-key.ts';

type Db = Kysely<KeysDatabase>;

const SYSTEM_KEYS = ['system', 'index', 'audit'] as const;

/**
 * Makes the system's own keys if they are missing; of two processes one wins. If the existing keys do not
 * open, it throws and makes none, because nothing may be wrapped by a wrong key.
 */
export async function createSystemKeys(db: Db, provider: KeyProvider): Promise<void> {
  const there = await openSome(db, provider);
  for (const id of ['system', 'index']) {
    if (!there.has(id)) await insertKey(db, provider, { id, version: 1, bytes: randomBytes(32) });
  }
  if (there.has('audit')) return;
  const { privateKey } = generateKeyPairSync('ed25519');
  const bytes = privateKey.export({ type: 'pkcs8', format: 'der' });
  await insertKey(db, provider, { id: 'audit', version: 1, bytes });
}

/**
 * Throws unless the system's keys exist and open, and customers' keys belong to the same key-encryption key.
 */
export async function proveKeys(db: Db, provider: KeyProvider): Promise<void> {
  const there = await openSome(db, provider);
  if (SYSTEM_KEYS.every((id) => there.has(id))) return;
  throw Object.assign(new Error('a key of the system is missing'), { code: 'key_missing' });
}

/**
 * Unwraps the system's keys, and the newest key of one customer if it names another key-encryption key;
 * returns the owners that were found. A damaged key of a customer affects only that customer, but another
 * key-encryption key affects everybody.
 */
async function openSome(db: Db, provider: KeyProvider): Promise<Set<string>> {
  const living = db.selectFrom('customer_key').selectAll().where('wrapped', 'is not', null);
  const rows = await Promise.all([
    living.where('customer_id', 'in', SYSTEM_KEYS).execute(),
    living
      .where('customer_id', 'like', 'cus\\_%')
      .orderBy('customer_id', 'desc')
      .orderBy('version', 'desc')
      .limit(1)
      .execute(),
  ]);
  for (const { customer_id: id, version, kek_id: kekId, wrapped } of rows.flat()) {
    if (!wrapped || (id.startsWith('cus_') && kekId === provider.current())) continue;
    await provider.unwrap(kekId, wrapped, keyId(id, version));
  }
  return new Set(rows.flat().map((row) => row.customer_id));
}

/**
 * Makes a customer's key once, and returns it if this call made it; refuses `key_destroyed` if it was
 * destroyed.
 */
export async function createKey(
  db: Db,
  provider: KeyProvider,
  customer: string,
): Promise<KeyVersions | null> {
  if (!customer.startsWith('cus_')) throw new Error('only a customer is given a key');
  const bytes = randomBytes(32);
  if (await insertKey(db, provider, { id: customer, version: 1, bytes })) {
    const current = openKey(customer, 1, bytes);
    return { current, versions: new Map([[1, current]]) };
  }
  const destroyed = await db
    .selectFrom('customer_key')
    .select('version')
    .where('customer_id', '=', customer)
    .where('destroyed_at', 'is not', null)
    .executeTakeFirst();
  if (destroyed) throw new Refusal('key_destroyed');
  return null;
}

/** Adds a version to a key that is not destroyed; older versions stay for reading. */
export async function addVersion(db: Db, provider: KeyProvider, owner: string): Promise<void> {
  const rows = await db
    .selectFrom('customer_key')
    .select(['version', 'wrapped'])
    .where('customer_id', '=', owner)
    .orderBy('version', 'desc')
    .execute();
  const latest = rows[0];
  if (!latest || latest.wrapped === null) throw new Refusal('key_destroyed');
  await insertKey(db, provider, { id: owner, version: latest.version + 1, bytes: randomBytes(32) });
}

/**
 * Removes a key that sealed nothing that was stored, because its customer was refused and will never exist.
 */
export async function discardKey(db: Db, customer: string): Promise<void> {
  if (!customer.startsWith('cus_')) throw new Error('only a customer’s key is discarded');
  await db
    .deleteFrom('customer_key')
    .where('customer_id', '=', customer)
    .where('destroyed_at', 'is', null)
    .execute();
}

/** Destroys all versions, keeps the rows as tombstones, and notifies every process. */
export async function destroyKey(db: Db, customer: string): Promise<void> {
  if (!customer.startsWith('cus_')) throw new Error('only a customer’s key is destroyed');
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('customer_key')
      .set({ wrapped: null, destroyed_at: sql`now()` })
      .where('customer_id', '=', customer)
      .where('destroyed_at', 'is', null)
      .execute();
    await sql`SELECT pg_notify(${DESTROYED_CHANNEL}, ${customer})`.execute(trx);
  });
}

/** Owners whose keys were destroyed in the last minute, by the database's clock. */
export async function destroyedOfLate(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('customer_key')
    .select('customer_id')
    .distinct()
    .where('destroyed_at', '>', sql<string>`now() - interval '60 seconds'`)
    .execute();
  return rows.map((row) => row.customer_id);
}

/** All versions of an owner's key; refuses `key_destroyed` if none is left. */
export async function loadKeyVersions(
  db: Db,
  provider: KeyProvider,
  owner: string,
): Promise<KeyVersions> {
  const rows = await db
    .selectFrom('customer_key')
    .selectAll()
    .where('customer_id', '=', owner)
    .orderBy('version')
    .execute();
  const versions: KeyVersions['versions'] = new Map();
  let current: KeyVersions['current'] | undefined;
  for (const row of rows) {
    if (row.wrapped === null) continue;
    const bytes = await provider.unwrap(row.kek_id, row.wrapped, keyId(owner, row.version));
    current = openKey(owner, row.version, bytes);
    versions.set(row.version, current);
  }
  if (!current) throw new Refusal('key_destroyed');
  return { current, versions };
}

/** The bytes of a system key that seals nothing, such as `index`. */
export async function rawKey(db: Db, provider: KeyProvider, id: string): Promise<Buffer> {
  const row = await db
    .selectFrom('customer_key')
    .selectAll()
    .where('customer_id', '=', id)
    .orderBy('version', 'desc')
    .executeTakeFirst();
  if (!row?.wrapped) throw new Error(`the system has no key ${id}`);
  return provider.unwrap(row.kek_id, row.wrapped, keyId(id, row.version));
}

/** The key that signs checkpoints. */
export async function signingKey(db: Db, provider: KeyProvider): Promise<KeyObject> {
  const key = await rawKey(db, provider, 'audit');
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

async function insertKey(
  db: Db,
  provider: KeyProvider,
  key: { id: string; version: number; bytes: Buffer },
): Promise<boolean> {
  const kekId = provider.current();
  const wrapped = await provider.wrap(key.bytes, keyId(key.id, key.version));
  const row = await db
    .insertInto('customer_key')
    .values({
      customer_id: key.id,
      version: key.version,
      kek_id: kekId,
      wrapped,
      created_at: sql`now()`,
      destroyed_at: null,
    })
    .onConflict((held) => held.doNothing())
    .returning('version')
    .executeTakeFirst();
  return row !== undefined;
}

function keyId(owner: string, version: number): string {
  return `${owner}/${version}`;
}
