import { type Kysely, sql } from 'kysely';
import { type Actor, type Mode } from '../../domain/access/access.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { alikeNumber, blindIndex, normalNumber } from '../sealing/blind-index.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';

export interface IdentityNumber {
  customer: string;
  document: string;
  mode: Mode;
  /** The issuer: ISO 3166-1 alpha-2, or the ICAO 9303-3 code of an issuer that is not a country. */
  country: string;
  number: string;
  /** False if a character may have been misread; such numbers are kept apart from certain ones. */
  isCertain: boolean;
  at: string;
}

/**
 * How many other customers have exactly this number, and how many have one that looks like it, if one of the
 * two is uncertain.
 */
export interface SameNumber {
  others: number;
  alike: number;
}

/**
 * Registers the number of a document, and returns how many other customers' documents have it. The number is
 * committed before the search, so that of two simultaneous runs at least one sees the other. Rejected
 * documents do not count; documents whose row is not recorded yet do. An uncertain number is registered only
 * with its confusable characters merged: it is found by numbers that look alike, and is never taken for
 * exactly the same.
 */
export async function registerIdentityNumber(
  database: Kysely<Database>,
  keys: Keys,
  actor: Actor,
  input: IdentityNumber,
): Promise<SameNumber> {
  const { customer, document, mode, isCertain, at } = input;
  const indexKey = await keys.indexKey();
  const exact = blindIndex(indexKey, 'identity_number', normalNumber(input));
  const alike = blindIndex(indexKey, 'number_alike', alikeNumber(input));
  const macs = isCertain ? [exact, alike] : [alike];
  await database.transaction().execute(async (trx) => {
    const rows = macs.map((mac) => ({ mac, document_id: document, customer_id: customer, mode }));
    const made = await trx
      .insertInto('identity_number')
      .values(rows.map((row) => ({ ...row, created_at: at })))
      .onConflict((held) => held.doNothing())
      .returning('mac')
      .execute();
    if (made.length === 0) return;
    const data = { macs: macs.map((mac) => mac.toString('hex')) };
    await appendAudit(trx, actor, {
      action: 'identity_number.registered',
      object: document,
      chain: customer,
      at,
      data,
    });
  });
  return await sameNumber(database, { customer, mode, exact, alike, isCertain });
}

async function sameNumber(
  database: Kysely<Database>,
  by: Pick<IdentityNumber, 'customer' | 'mode' | 'isCertain'> & { exact: Buffer; alike: Buffer },
): Promise<SameNumber> {
  const { customer, mode, exact, alike, isCertain } = by;
  const rows = await database
    .selectFrom('identity_number as n')
    .leftJoin('document as d', 'd.id', 'n.document_id')
    .select(['n.customer_id', sql<boolean>`bool_or(n.mac = ${exact})`.as('same')])
    .where('n.mac', 'in', [exact, alike])
    .where('n.mode', '=', mode)
    .where('n.customer_id', '<>', customer)
    .where((eb) => eb.or([eb('d.state', 'is', null), eb('d.state', '<>', 'rejected')]))
    .where((eb) => {
      // Two certain numbers that differ are different, however much they look alike.
      const certain = eb
        .selectFrom('identity_number as m')
        .select('m.mac')
        .whereRef('m.document_id', '=', 'n.document_id')
        .whereRef('m.mac', '<>', 'n.mac');
      return isCertain
        ? eb.or([eb('n.mac', '=', exact), eb.not(eb.exists(certain))])
        : eb.lit(true);
    })
    .groupBy('n.customer_id')
    .execute();
  const others = rows.filter(({ same }) => same).length;
  return { others, alike: rows.length - others };
}
