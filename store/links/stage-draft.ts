import type { Transaction } from 'kysely';
import type { DocumentType } from '../../domain/documents/documents.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../../platform/new-id.ts';
import { type HeldLink, linkActor, lockLink } from './held-link.ts';

/** Begins the document of this type, unless it was begun already; returns its id. */
export async function stageDraft(
  trx: Transaction<Database>,
  link: HeldLink,
  input: { type: DocumentType; at: string; request?: string | undefined },
): Promise<string> {
  const { type, at, request } = input;
  const found = await trx
    .selectFrom('link_draft')
    .select('document_id')
    .where('link_id', '=', link.id)
    .where('type', '=', type)
    .executeTakeFirst();
  if (found) return found.document_id;
  const document = newId('document');
  const row = { document_id: document, link_id: link.id, type, created_at: at };
  const empty = { country: null, challenge_id: null };
  await trx
    .insertInto('link_draft')
    .values({ ...row, ...empty })
    .execute();
  const data = { link: link.id, type };
  const chain = link.customer;
  const entry = { action: 'draft.begun', object: document, chain, at, request, data };
  await appendAudit(trx, linkActor(link), entry);
  return document;
}

/** Sets the country that issued the document of this type. Refuses like `lockLink`. */
export async function nameCountry(
  trx: Transaction<Database>,
  { id }: HeldLink,
  input: {
    type: DocumentType;
    country: string | null;
    at: string;
    request?: string | undefined;
  },
): Promise<void> {
  const { type, country, at, request } = input;
  const link = await lockLink(trx, { id, now: at });
  const document = await stageDraft(trx, link, { type, at, request });
  await trx
    .updateTable('link_draft')
    .set({ country })
    .where('document_id', '=', document)
    .execute();
  const data = { link: id, country };
  const chain = link.customer;
  const entry = { action: 'draft.country_named', object: document, chain, at, request, data };
  await appendAudit(trx, linkActor(link), entry);
}
