import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access.ts';
import type { MediaType, Page, Side } from '../../domain/documents.ts';
import { Refusal } from '../../domain/refusal.ts';
import { auditCall } from '../audit/append-audit.ts';
import type { Database } from '../database.ts';
import { saltedDigest, sha256Hex } from '../digest.ts';
import type { Keys } from '../keys.ts';
import type { OpenKey } from '../open-key.ts';
import { PLACES } from '../places.ts';
import { ofMode, type Scope } from '../scope.ts';
import { seal } from '../seal.ts';
import type { UploadTable } from '../tables/customers.ts';

export interface NewUpload {
  document: string;
  /** Place of the file in the document, from 0. */
  page: number;
  side: Side;
  /** Where `content` was put already. */
  blob: string;
  mediaType: MediaType;
  content: Buffer;
}

/** One stored file: what a command carries of it, and what only the upload's own answer shows. */
export interface StoredUpload extends Page {
  document: string;
  page: number;
  bytes: number;
  /** Plain SHA-256 in hex: for the answer to this upload and nowhere else. */
  sha256: string;
}

/**
 * Stores the rows of uploaded files, of one or several documents. The same files again give the
 * rows of the first run: their digests are what the case may know already. Refuses `not_found`.
 */
export async function stageUploads(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: { customer: string; files: NewUpload[]; at: string; request?: string | undefined },
): Promise<StoredUpload[]> {
  const { customer, files, at, request } = input;
  const known = await trx
    .selectFrom('case')
    .select('customer_id')
    .where('customer_id', '=', customer)
    .where(ofMode('mode', scope))
    .executeTakeFirst();
  if (!known) throw new Refusal('not_found');
  const key = await keys.open(customer);
  const by = { customer_id: customer, created_at: at, created_by: JSON.stringify(actor) };
  const rows = files.map((file) => ({ ...rowOf(key, file), ...by }));
  const documents = [...new Set(files.map(({ document }) => document))];
  const data = { documents, digests: rows.map(({ digest }) => digest) };
  const entry = {
    action: 'document.uploaded',
    object: customer,
    chain: customer,
    at,
    request,
    data,
  };
  const stored = await trx
    .with('stored', (db) =>
      db
        .insertInto('upload')
        .values(rows)
        .onConflict((held) => held.columns(['document_id', 'page']).doNothing())
        .returning(['document_id', 'page', 'digest']),
    )
    .with('noted', (db) =>
      db
        .selectNoFrom(auditCall(customer, [{ actor, entry }]).as('n'))
        .where((eb) => eb.exists(eb.selectFrom('stored').select('page'))),
    )
    .selectFrom('stored')
    .selectAll()
    .select((eb) => eb.selectFrom('noted').select('n').as('n'))
    .execute();
  const digests = stored.length === rows.length ? stored : await firstRun(trx, customer, documents);
  return files.map((file) => answer(file, digests));
}

function rowOf(key: OpenKey, file: NewUpload) {
  const { document, page, content } = file;
  const { salt, digest } = saltedDigest(content);
  return {
    document_id: document,
    page,
    side: file.side,
    blob_id: file.blob,
    media_type: file.mediaType,
    bytes: content.length,
    digest,
    salt: seal(key, PLACES.salt(document, page), salt),
    sha256: seal(key, PLACES.sha256(document, page), sha256Hex(content)),
  };
}

type Digest = Pick<UploadTable, 'document_id' | 'page' | 'digest'>;

async function firstRun(trx: Transaction<Database>, customer: string, documents: string[]) {
  return trx
    .selectFrom('upload')
    .select(['document_id', 'page', 'digest'])
    .where('customer_id', '=', customer)
    .where('document_id', 'in', documents)
    .execute();
}

function answer(file: NewUpload, digests: readonly Digest[]): StoredUpload {
  const { document, page, side, blob, mediaType, content } = file;
  const row = digests.find((one) => one.document_id === document && one.page === page);
  if (!row) throw new Error('a document id is another customer’s');
  const bytes = content.length;
  return {
    document,
    page,
    side,
    blob,
    mediaType,
    bytes,
    digest: row.digest,
    sha256: sha256Hex(content),
  };
}
