import type { Kysely } from 'kysely';
import { type Actor, type Mode } from '../../domain/access.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { blindIndex, normalNumber } from '../blind-index.ts';
import type { Database } from '../database.ts';
import type { Keys } from '../keys.ts';

/**
 * Registers the number of a document and tells how many other customers' documents bear it. The
 * look-up is committed before the look: of two racers at least one sees the other.
 */
export async function registerIdentityNumber(
  database: Kysely<Database>,
  keys: Keys,
  actor: Actor,
  input: {
    customer: string;
    document: string;
    mode: Mode;
    /** Issuing country, ISO 3166-1 alpha-2. */
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
    .selectFrom('identity_number')
    .select((eb) => eb.fn.count<string>('customer_id').distinct().as('others'))
    .where('mac', '=', mac)
    .where('mode', '=', mode)
    .where('customer_id', '<>', customer)
    .executeTakeFirstOrThrow();
  return { others: Number(row.others) };
}
