import type { Kysely } from 'kysely';
import type { DocumentType, MediaType } from '../../domain/documents/documents.ts';
import { orderOfPlace } from '../../domain/links.ts';
import type { Database } from '../db/database.ts';

export interface StagedPage {
  /** `front`, `back`, `frame-1` … */
  place: string;
  blob: string;
  mediaType: MediaType;
  bytes: number;
  magic: string[];
  /** Which step of the draft's challenge it shows, from 0. */
  step: number | null;
  begunAt: string;
  storedAt: string;
}

/** A document that the customer is still putting together with a link. */
export interface Draft {
  /** The id that the case will know it by. */
  document: string;
  type: DocumentType;
  country: string | null;
  /** The challenge that its frames answer. */
  challenge: string | null;
  pages: StagedPage[];
}

/**
 * Everything that is staged with a link: documents in the order of their beginning, pages in the order of
 * their places.
 */
export async function listDrafts(db: Kysely<Database>, link: string): Promise<Draft[]> {
  const rows = await db
    .selectFrom('link_draft as d')
    .leftJoin('link_page as p', 'p.document_id', 'd.document_id')
    .where('d.link_id', '=', link)
    .select(['d.document_id', 'd.type', 'd.country', 'd.challenge_id'])
    .select(['p.step', 'p.begun_at'])
    .select(['p.place', 'p.blob_id', 'p.media_type', 'p.bytes', 'p.test_values', 'p.stored_at'])
    .orderBy('d.created_at')
    .orderBy('d.document_id')
    .execute();
  const drafts = new Map<string, Draft>();
  for (const { document_id: document, type, country, challenge_id: challenge, ...page } of rows) {
    const draft = drafts.get(document) ?? { document, type, country, challenge, pages: [] };
    drafts.set(document, draft);
    const { place, blob_id: blob, media_type: mediaType, bytes, stored_at: storedAt } = page;
    const { step, begun_at: begunAt } = page;
    // The document has no page yet.
    if (!place || !blob || !mediaType || !bytes || !begunAt || !storedAt) continue;
    const magic = page.test_values?.split(' ') ?? [];
    draft.pages.push({ place, blob, mediaType, bytes, magic, step, begunAt, storedAt });
  }
  const inOrder = (a: StagedPage, b: StagedPage) => orderOfPlace(a.place) - orderOfPlace(b.place);
  return [...drafts.values()].map((one) => ({ ...one, pages: one.pages.toSorted(inOrder) }));
}
