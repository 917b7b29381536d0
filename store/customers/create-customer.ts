import type { Kysely } from 'kysely';
import { type Actor, type AccessPurpose, type Mode, peopleOf } from '../../domain/access/access.ts';
import { type Details, presentFields } from '../../domain/case/details.ts';
import { Refusal } from '../../domain/refusal.ts';
import { auditCall } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { violates } from '../db/pg-error.ts';
import { AADS } from '../sealing/aads.ts';
import { ofMode } from '../db/scope.ts';
import { sealJson } from '../sealing/sealed-json.ts';
import type { KeptOpening } from '../../domain/case/opening.ts';
import { lookupsOf } from './lookups.ts';

export interface NewCustomer {
  id: string;
  mode: Mode;
  externalId: string | null;
  locale: string;
  metadata: Record<string, string>;
  details: Details;
  level: string;
  policy: { name: string; version: number };
  /** The access purpose, if a person opened the case in the customer's place. */
  reason?: AccessPurpose | undefined;
  at: string;
  request?: string | undefined;
}

/**
 * Stores a customer with details version 1 and look-ups, and returns what its case starts with. With the same
 * id again, nothing changes and the first start is returned. The customer's key must exist. If the external
 * id is taken, it discards the key and refuses `external_id_taken`.
 */
export async function createCustomer(
  db: Kysely<Database>,
  keys: Keys,
  actor: Actor,
  input: NewCustomer,
): Promise<KeptOpening> {
  const { id, mode, at, policy, details, level } = input;
  const country = details.address.country;
  const people = peopleOf(actor);
  const facts = {
    customer: id,
    mode,
    level,
    country,
    present: presentFields(details),
    detailsVersion: 1,
    ...(people.length > 0 ? { detailsBy: people } : {}),
  };
  const opening: KeptOpening = { facts, policy, openedAt: at, actor };
  const made = await insert(db, keys, actor, input, opening);
  if (made) return opening;
  const first = await db
    .selectFrom('customer')
    .select('opening')
    .where('id', '=', id)
    .where(ofMode('mode', { mode }))
    .executeTakeFirstOrThrow();
  return first.opening;
}

async function insert(
  database: Kysely<Database>,
  keys: Keys,
  actor: Actor,
  input: NewCustomer,
  opening: KeptOpening,
): Promise<boolean> {
  const { id, at, details, reason, request } = input;
  const [key, indexKey] = await Promise.all([keys.open(id), keys.indexKey()]);
  const { country } = opening.facts;
  const by = { created_at: at, created_by: JSON.stringify(actor) };
  const customer = {
    id,
    external_id: input.externalId,
    mode: input.mode,
    locale: input.locale,
    metadata: sealJson(key, AADS.metadata(id), input.metadata),
    opening: JSON.stringify(opening),
    details_count: 1,
    ...by,
  };
  const sealed = sealJson(key, AADS.details(id, 1), details);
  const version = { customer_id: id, version: 1, details: sealed, country, ...by };
  const reasons = reason && [reason];
  const entry = { action: 'customer.created', object: id, chain: id, at, request, reasons };
  try {
    // One statement, so that all of it happens or nothing. A second run finds the id and changes nothing.
    const row = await database
      .with('made', (db) =>
        db
          .insertInto('customer')
          .values(customer)
          .onConflict((held) => held.column('id').doNothing())
          .returning('id'),
      )
      .with('version', (db) =>
        db
          .insertInto('details_version')
          .values(version)
          .onConflict((held) => held.doNothing()),
      )
      .with('lookups', (db) =>
        db
          .insertInto('lookup')
          .values(lookupsOf(indexKey, id, 1, details))
          .onConflict((held) => held.doNothing()),
      )
      .selectFrom('made')
      .select(auditCall(id, [{ actor, entry }]).as('n'))
      .executeTakeFirst();
    return row !== undefined;
  } catch (error) {
    if (!violates(error, 'customer_external_id_key')) throw error;
    if (await isHeldBy(database, input)) return false; // another run of this request was first
    await keys.discard(id);
    throw new Refusal('external_id_taken');
  }
}

/** True if the external id belongs to this very customer; then the key seals data that are stored. */
async function isHeldBy(db: Kysely<Database>, { id, mode }: NewCustomer): Promise<boolean> {
  const row = await db
    .selectFrom('customer')
    .select('id')
    .where('id', '=', id)
    .where(ofMode('mode', { mode }))
    .executeTakeFirst();
  return row !== undefined;
}
