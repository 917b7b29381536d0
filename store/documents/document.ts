import { type Kysely, sql } from 'kysely';
import type {
  DocumentState,
  DocumentType,
  MediaType,
  Side,
} from '../../domain/documents/documents.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { ReasonCode } from '../../domain/reasons/reasons.ts';
import type { Requirement } from '../../domain/case/requirements.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';

export interface DocumentFile {
  page: number;
  side: Side;
  mediaType: MediaType;
  bytes: number;
  digest: string;
}

export interface StoredDocument {
  id: string;
  customer: string;
  requirement: Requirement;
  type: DocumentType;
  country: string | null;
  state: DocumentState;
  round: number;
  errors: ReasonCode[];
  validUntil: string | null;
  receivedAt: string;
  updatedAt: string;
  files: DocumentFile[];
  /** How many pages can be shown, because their clean form is stored. */
  cleanPages: number;
}

/** A customer's documents, oldest first. */
export async function listDocuments(
  db: Kysely<Database>,
  scope: Scope,
  customer: string,
): Promise<StoredDocument[]> {
  const rows = await documentsInScope(db, scope)
    .where('d.customer_id', '=', customer)
    .orderBy('d.received_at')
    .orderBy('d.id')
    .execute();
  return rows.map(fromRow);
}

/** One document. Refuses `not_found`. */
export async function getDocument(
  db: Kysely<Database>,
  scope: Scope,
  id: string,
): Promise<StoredDocument> {
  const row = await documentsInScope(db, scope).where('d.id', '=', id).executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  return fromRow(row);
}

function documentsInScope(db: Kysely<Database>, scope: Scope) {
  return db
    .selectFrom('document as d')
    .where('d.mode', '=', scope.mode)
    .select([
      'd.id',
      'd.customer_id',
      'd.requirement',
      'd.type',
      'd.country',
      'd.state',
      'd.round',
      'd.errors',
      'd.valid_until',
      'd.received_at',
      'd.updated_at',
    ])
    .select([
      sql<DocumentFile[]>`(SELECT coalesce(jsonb_agg(jsonb_build_object('page', u.page,
          'side', u.side, 'mediaType', u.media_type, 'bytes', u.bytes, 'digest', u.digest)
          ORDER BY u.page), '[]') FROM upload u WHERE u.document_id = d.id)`.as('files'),
      sql<number>`(SELECT count(*)::integer FROM clean_page p WHERE p.document_id = d.id)`.as(
        'clean',
      ),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof documentsInScope>['executeTakeFirstOrThrow']>>;

function fromRow(row: Row): StoredDocument {
  return {
    id: row.id,
    customer: row.customer_id,
    requirement: row.requirement,
    type: row.type,
    country: row.country,
    state: row.state,
    round: row.round,
    errors: row.errors,
    validUntil: row.valid_until,
    receivedAt: row.received_at,
    updatedAt: row.updated_at,
    files: row.files,
    cleanPages: row.clean,
  };
}
