import type { Kysely, Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { auditCall } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';

export const CONSENT_PURPOSES = ['identity_verification', 'face_biometrics'] as const;
export type ConsentPurpose = (typeof CONSENT_PURPOSES)[number];

export interface Consent {
  id: string;
  customer: string;
  purpose: ConsentPurpose;
  /** False if the consent was refused or withdrawn. */
  given: boolean;
  textVersion: string;
  /** Language of the text, BCP 47. */
  language: string;
  at: string;
}

/** Records a consent or its refusal; the same id again changes nothing. Refuses `not_found`. */
export async function recordConsent(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: Consent & { request?: string | undefined },
): Promise<void> {
  const { id, customer, purpose, given, textVersion, language, at, request } = input;
  const known = await trx
    .selectFrom('case')
    .select('customer_id')
    .where('customer_id', '=', customer)
    .where(ofMode('mode', scope))
    .executeTakeFirst();
  if (!known) throw new Refusal('not_found');
  const row = {
    id,
    customer_id: customer,
    purpose,
    given,
    text_version: textVersion,
    language,
    recorded_at: at,
    recorded_by: JSON.stringify(actor),
  };
  const data = { purpose, given, text_version: textVersion, language };
  const entry = { action: 'consent.recorded', object: id, chain: customer, at, request, data };
  await trx
    .with('recorded', (db) =>
      db
        .insertInto('consent')
        .values(row)
        .onConflict((held) => held.doNothing())
        .returning('id'),
    )
    .selectFrom('recorded')
    .select(auditCall(customer, [{ actor, entry }]).as('n'))
    .execute();
}

/** A customer's consents, oldest first. The last one of each purpose counts. */
export async function listConsents(
  db: Kysely<Database>,
  scope: Scope,
  customer: string,
): Promise<Consent[]> {
  return db
    .selectFrom('consent as s')
    .innerJoin('case as c', 'c.customer_id', 's.customer_id')
    .where('s.customer_id', '=', customer)
    .where(ofMode('c.mode', scope))
    .select([
      's.id',
      's.customer_id as customer',
      's.purpose',
      's.given',
      's.text_version as textVersion',
      's.language',
      's.recorded_at as at',
    ])
    .orderBy('s.recorded_at')
    .orderBy('s.id')
    .execute();
}
