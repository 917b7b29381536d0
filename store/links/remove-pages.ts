import type { Transaction } from 'kysely';
import type { DocumentType } from '../../domain/documents/documents.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { giveFilesBack } from '../uploads/quota.ts';
import { type HeldLink, linkActor, lockLink } from './held-link.ts';

/**
 * Removes a staged page, or a document with all its pages (`place` null), and returns the blobs that nothing
 * refers to any more. A missing page is not an error. Refuses like `lockLink`.
 */
export async function removePages(
  trx: Transaction<Database>,
  { id }: HeldLink,
  input: {
    type: DocumentType;
    place: string | null;
    at: string;
    request?: string | undefined;
  },
): Promise<string[]> {
  const { type, place, at, request } = input;
  const link = await lockLink(trx, { id, now: at });
  const draft = await trx
    .selectFrom('link_draft')
    .select('document_id')
    .where('link_id', '=', id)
    .where('type', '=', type)
    .executeTakeFirst();
  if (!draft) return [];
  const document = draft.document_id;
  const pages = trx.deleteFrom('link_page').where('document_id', '=', document);
  const gone = await (place === null ? pages : pages.where('place', '=', place))
    .returning(['blob_id', 'stored_at'])
    .execute();
  if (place === null) {
    await trx.deleteFrom('link_draft').where('document_id', '=', document).execute();
  } else if (gone.length === 0) {
    return [];
  }
  // Takes the files off the count, but not their bytes. A selfie counts as one file, which is taken off when
  // the whole selfie is removed.
  const today = gone.filter(({ stored_at }) => stored_at.slice(0, 10) === at.slice(0, 10)).length;
  const files = type === 'selfie' ? Math.min(today, place === null ? 1 : 0) : today;
  await giveFilesBack(trx, { customer: link.customer, day: at.slice(0, 10), files });
  const data = { link: id, place, pages: gone.length };
  const chain = link.customer;
  const action = place === null ? 'draft.removed' : 'page.removed';
  await appendAudit(trx, linkActor(link), { action, object: document, chain, at, request, data });
  return gone.map(({ blob_id }) => blob_id);
}
