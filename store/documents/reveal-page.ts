import type { Transaction } from 'kysely';
import type { Actor, AccessPurpose } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';

/** The clean form of one page, for `blobs.open`; audited with the access purpose. Refuses `not_found`. */
export async function revealPage(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: {
    document: string;
    page: number;
    reason: AccessPurpose;
    at: string;
    request?: string | undefined;
  },
): Promise<{ customer: string; blob: string; mediaType: string; bytes: number }> {
  const { document, page, reason, at, request } = input;
  const row = await trx
    .selectFrom('clean_page as p')
    .innerJoin('document as d', 'd.id', 'p.document_id')
    .where('p.document_id', '=', document)
    .where('p.page', '=', page)
    .where('d.mode', '=', scope.mode)
    .select(['p.customer_id', 'p.blob_id', 'p.media_type', 'p.bytes'])
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  const chain = row.customer_id;
  const entry = {
    action: 'page.revealed',
    object: document,
    chain,
    at,
    request,
    reasons: [reason],
    data: { page },
  };
  await appendAudit(trx, actor, entry);
  return { customer: chain, blob: row.blob_id, mediaType: row.media_type, bytes: row.bytes };
}
