import { type Kysely, sql } from 'kysely';
import type { Actor, AccessPurpose } from '../../domain/access/access.ts';
import type { MediaType, Page, Side } from '../../domain/documents/documents.ts';
import { Refusal } from '../../domain/refusal.ts';
import { auditCall } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { saltedDigest } from '../sealing/digest.ts';
import { type Held, isHeld } from '../idempotency/idempotent-row.ts';
import type { Keys } from '../keys/keys.ts';
import type { OpenKey } from '../keys/open-key.ts';
import { AADS } from '../sealing/aads.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { seal } from '../sealing/seal.ts';
import type { UploadTable } from '../db/tables/customers.ts';
import { countQuota, type Quota } from './quota.ts';

export interface NewUpload {
  document: string;
  /** Index of the file in the document, from 0. */
  page: number;
  side: Side;
  /** The id of the blob in which the file is stored. */
  blob: string;
  mediaType: MediaType;
  bytes: Buffer;
  /** SHA-256 of the file, in hex. */
  sha256: string;
  /** Test values in the file's name; stored only for test customers. */
  magic?: readonly string[];
}

/** One stored file: what a command carries of it, and what only the answer to the upload shows. */
export interface StoredUpload extends Page {
  document: string;
  page: number;
  bytes: number;
  /** Plain SHA-256 in hex, only for the answer to this upload. */
  sha256: string;
}

export interface Staged {
  customer: string;
  files: NewUpload[];
  quota: Quota;
  /** The Idempotency-Key of the run; null if the request has none. A run that lost it does nothing. */
  held: Held | null;
  /** The access purpose, if a person sent the files in the customer's place. */
  reason?: AccessPurpose | undefined;
  at: string;
  request?: string | undefined;
}

/**
 * Stores the rows of uploaded files, of one or several documents, and counts them, in one statement. The same
 * files again are not counted, and the rows of the first run are returned, because the case may know their
 * digests already. Refuses `not_found`, `quota_exceeded`, `idempotency_in_progress`.
 */
export async function stageUploads(
  db: Kysely<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: Staged,
): Promise<StoredUpload[]> {
  const { customer, files, quota, held, reason, at, request } = input;
  const key = await keys.open(customer);
  const rows = files.map((file) => rowOf(key, scope, file));
  const documents = [...new Set(files.map(({ document }) => document))];
  const data = { documents, digests: rows.map(({ digest }) => digest) };
  const chain = { object: customer, chain: customer };
  const reasons = reason && [reason];
  const entry = { action: 'document.uploaded', ...chain, at, request, reasons, data };
  const mine = held
    ? sql`SELECT 1 FROM idempotency WHERE ${isHeld(held)} FOR UPDATE`
    : sql`SELECT 1`;
  const { rows: answers } = await sql<Answer>`WITH known AS (
      SELECT customer_id FROM "case" WHERE customer_id = ${customer} AND ${ofMode('mode', scope)}),
    mine AS (${mine}),
    fresh AS (SELECT FROM known, mine
      WHERE NOT EXISTS (SELECT FROM upload WHERE document_id = ANY(${documents}::text[]))),
    counted AS (${countQuota(customer, quota, sql`fresh`)}),
    stored AS (
      INSERT INTO upload (document_id, page, side, blob_id, media_type, bytes, digest, salt, sha256,
        test_values, customer_id, created_at, created_by)
      SELECT document_id, page, side, blob_id, media_type, bytes, digest, salt, sha256,
        test_values, ${customer}, ${at}, ${JSON.stringify(actor)}
      FROM counted, jsonb_populate_recordset(NULL::upload, ${JSON.stringify(rows.map(asJson))}::jsonb)
      RETURNING document_id, page, digest),
    noted AS (SELECT ${auditCall(customer, [{ actor, entry }])} AS n WHERE EXISTS (SELECT FROM stored))
    SELECT EXISTS (SELECT FROM known) AS known, EXISTS (SELECT FROM mine) AS mine,
      EXISTS (SELECT FROM fresh) AS fresh, (SELECT n FROM noted) AS n,
      coalesce((SELECT jsonb_agg(stored) FROM stored), '[]') AS stored`.execute(db);
  const [answer] = answers;
  if (!answer?.known) throw new Refusal('not_found');
  if (!answer.mine) throw new Refusal('idempotency_in_progress', '', { retryAfterSeconds: 1 });
  if (!answer.fresh) return findUploads(db, customer, files);
  if (answer.stored.length === 0) {
    throw new Refusal('quota_exceeded', '', { retryAfterSeconds: 3600 });
  }
  return files.map((file) => answerOf(file, answer.stored));
}

interface Answer {
  known: boolean;
  mine: boolean;
  fresh: boolean;
  stored: Digest[];
}

/** The rows of files that an earlier run of the same request stored. */
async function findUploads(
  db: Kysely<Database>,
  customer: string,
  files: NewUpload[],
): Promise<StoredUpload[]> {
  const documents = files.map(({ document }) => document);
  const rows = await db
    .selectFrom('upload')
    .select(['document_id', 'page', 'digest'])
    .where('customer_id', '=', customer)
    .where('document_id', 'in', documents)
    .execute();
  return files.map((file) => answerOf(file, rows));
}

function rowOf(key: OpenKey, { mode }: Scope, file: NewUpload) {
  const { document, page, bytes, magic = [] } = file;
  const { salt, digest } = saltedDigest(bytes);
  return {
    document_id: document,
    page,
    side: file.side,
    blob_id: file.blob,
    media_type: file.mediaType,
    bytes: bytes.length,
    digest,
    salt: seal(key, AADS.salt(document, page), salt),
    sha256: seal(key, AADS.sha256(document, page), file.sha256),
    test_values: mode === 'test' && magic.length > 0 ? magic.join(' ') : null,
  };
}

/** The row as JSON, with bytes in the form that Postgres reads. */
function asJson(row: ReturnType<typeof rowOf>) {
  const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;
  return { ...row, salt: hex(row.salt), sha256: hex(row.sha256) };
}

type Digest = Pick<UploadTable, 'document_id' | 'page' | 'digest'>;

function answerOf(file: NewUpload, digests: readonly Digest[]): StoredUpload {
  const { document, page, side, blob, mediaType, sha256 } = file;
  const row = digests.find((one) => one.document_id === document && one.page === page);
  if (!row) throw new Error('a document id is another customer’s');
  const bytes = file.bytes.length;
  return {
    document,
    page,
    side,
    blob,
    mediaType,
    bytes,
    digest: row.digest,
    sha256,
  };
}
