import type { Kysely } from 'kysely';
import type { Actor, Mode } from '../../domain/access/access.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { blindIndex } from '../sealing/blind-index.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';

/** A digest, in hex, of a document's files or of its text; equal for two copies of the document. */
export interface DocumentDigest {
  kind: 'file' | 'text';
  value: string;
}

/**
 * Registers the digests of a document's files and text, and returns how many other customers' documents share
 * one, including those of closed customers. The digests are committed before the search, so that of two
 * simultaneous runs at least one sees the other. Rejected documents do not count; documents whose row is not
 * recorded yet do.
 */
export async function registerDocumentDigests(
  database: Kysely<Database>,
  keys: Keys,
  actor: Actor,
  input: {
    customer: string;
    document: string;
    mode: Mode;
    digests: readonly DocumentDigest[];
    at: string;
  },
): Promise<{ others: number }> {
  const { customer, document, mode, digests, at } = input;
  if (digests.length === 0) return { others: 0 };
  const indexKey = await keys.indexKey();
  const known = new Map(
    digests.map(({ kind, value }) => {
      const mac = blindIndex(indexKey, kind, value);
      return [`${kind}:${mac.toString('hex')}`, { kind, mac }] as const;
    }),
  );
  const rows = [...known.values()].map((one) => {
    return { ...one, document_id: document, customer_id: customer, mode, created_at: at };
  });
  await database.transaction().execute(async (trx) => {
    const made = await trx
      .insertInto('document_digest')
      .values(rows)
      .onConflict((held) => held.doNothing())
      .returning(['kind', 'mac'])
      .execute();
    if (made.length === 0) return;
    const macs = made.map(({ kind, mac }) => `${kind}:${mac.toString('hex')}`).sort();
    await appendAudit(trx, actor, {
      action: 'document_digest.registered',
      object: document,
      chain: customer,
      at,
      data: { macs },
    });
  });
  const row = await database
    .selectFrom('document_digest as n')
    .leftJoin('document as d', 'd.id', 'n.document_id')
    .select((eb) => eb.fn.count<string>('n.customer_id').distinct().as('others'))
    .where((eb) =>
      eb.or(rows.map(({ kind, mac }) => eb.and([eb('n.kind', '=', kind), eb('n.mac', '=', mac)]))),
    )
    .where('n.mode', '=', mode)
    .where('n.customer_id', '<>', customer)
    .where((eb) => eb.or([eb('d.state', 'is', null), eb('d.state', '<>', 'rejected')]))
    .executeTakeFirstOrThrow();
  return { others: Number(row.others) };
}
