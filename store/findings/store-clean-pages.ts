import type { Kysely, Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import type { Side } from '../../domain/documents/documents.ts';
import { auditCall } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';

/** The clean form of one page; `page` counts over all files of the document, from 0. */
export interface CleanPage {
  page: number;
  side: Side;
  blob: string;
  mediaType: string;
  width: number;
  height: number;
  bytes: number;
}

/** Stores the clean pages of a document; pages that are stored already stay. Returns what is stored now. */
export async function storeCleanPages(
  trx: Transaction<Database>,
  actor: Actor,
  input: { customer: string; document: string; pages: CleanPage[]; at: string },
): Promise<CleanPage[]> {
  const { customer, document, pages, at } = input;
  const rows = pages.map((one) => ({
    document_id: document,
    page: one.page,
    customer_id: customer,
    side: one.side,
    blob_id: one.blob,
    media_type: one.mediaType,
    width: one.width,
    height: one.height,
    bytes: one.bytes,
    created_at: at,
  }));
  const data = { pages: pages.length };
  const entry = { action: 'page.cleaned', object: document, chain: customer, at, data };
  await trx
    .with('stored', (db) =>
      db
        .insertInto('clean_page')
        .values(rows)
        .onConflict((held) => held.columns(['document_id', 'page']).doNothing())
        .returning('page'),
    )
    .selectNoFrom(auditCall(customer, [{ actor, entry }]).as('n'))
    .where((eb) => eb.exists(eb.selectFrom('stored').select('page')))
    .execute();
  return listCleanPages(trx, { customer, document });
}

/** The clean pages of a document, in order. */
export async function listCleanPages(
  db: Kysely<Database>,
  input: { customer: string; document: string },
): Promise<CleanPage[]> {
  return db
    .selectFrom('clean_page')
    .select([
      'page',
      'side',
      'blob_id as blob',
      'media_type as mediaType',
      'width',
      'height',
      'bytes',
    ])
    .where('customer_id', '=', input.customer)
    .where('document_id', '=', input.document)
    .orderBy('page')
    .execute();
}
