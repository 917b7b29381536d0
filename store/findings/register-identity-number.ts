import type { Kysely } from 'kysely';
import { type Actor, type Mode } from '../../domain/access.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { blindIndex, normalNumber } from '../blind-index.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';

/**
 * Registers the number of a document and tells how many other customers' documents bear it. The
 * look-up is committed before the look: of two racers at least one sees the other. Rejected documents
 * do not count; one whose row is not recorded yet does.
 */
export async function registerIdentityNumber(
  database: Kysely<Database>,
  keys: Keys,
  actor: Actor,
  input: {
    customer: string;
    document: string;
    mode: Mode;
    /** Issuer: ISO 3166-1 alpha-2, or the ICAO 9303-3 code of one that is no country. */
    country: string;
    number: string;
    at: string;
  },
): Promise<{ others: number }> {
  const { customer, document, mode, country, number, at } = input;
  const mac = blindIndex(
    await keys.indexKey(),
    'identity_number',
    normalNumber({ country, number }),
  );
  await database.transaction().execute(async (trx) => {
    const made = await trx
      .insertInto('identity_number')
      .values({ mac, document_id: document, customer_id: customer, mode, created_at: at })
      .onConflict((held) => held.doNothing())
      .returning('mac')
      .executeTakeFirst();
    if (!made) return;
    const data = { mac: mac.toString('hex') };
    await appendAudit(trx, actor, {
      action: 'identity_number.registered',
      object: document,
      chain: customer,
      at,
      data,
    });
  });
  const row = await database
    .selectFrom('identity_number as n')
    .leftJoin('document as d', 'd.id', 'n.document_id')
    .select((eb) => eb.fn.count<string>('n.customer_id').distinct().as('others'))
    .where('n.mac', '=', mac)
    .where('n.mode', '=', mode)
    .where('n.customer_id', '<>', customer)
    .where((eb) => eb.or([eb('d.state', 'is', null), eb('d.state', '<>', 'rejected')]))
    .executeTakeFirstOrThrow();
  return { others: Number(row.others) };
}
