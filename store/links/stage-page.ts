import { sql, type Transaction } from 'kysely';
import type { DocumentType, MediaType } from '../../domain/documents/documents.ts';
import { Refusal } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { digestWith, saltedDigest } from '../sealing/digest.ts';
import type { Keys } from '../keys/keys.ts';
import { AADS } from '../sealing/aads.ts';
import { seal } from '../sealing/seal.ts';
import { openSealed } from '../sealing/sealed-json.ts';
import { countQuota } from '../uploads/quota.ts';
import { type HeldLink, linkActor, lockLink } from './held-link.ts';
import { requireStep } from './require-step.ts';
import { stageDraft } from './stage-draft.ts';

export interface NewPage {
  type: DocumentType;
  place: string;
  /** The blob in which `content` is stored already. */
  blob: string;
  mediaType: MediaType;
  content: Buffer;
  magic: readonly string[];
  /** Which step of the challenge it shows, from 0; null if the page answers no challenge. */
  step: number | null;
  /** When the first byte of the request arrived. The last arrived at `at`. */
  begunAt: string;
  /** The most bytes of all pages of the link together, because they are submitted as one request. */
  bytesMax: number;
  at: string;
  request?: string | undefined;
}

export interface PageStaged {
  /** True if the place held the same bytes already: nothing was changed. */
  isSame: boolean;
  /** The blob that nothing refers to any more. */
  dropped: string | null;
}

/**
 * Puts a page into its place, and counts it against the customer's daily quota. The same bytes again do not
 * count as a second page; other bytes replace the earlier ones. Refuses `session_not_live`,
 * `submission_running`, `payload_too_large`, `quota_exceeded`, and `validation_failed` for a step that the
 * challenge does not have.
 */
export async function stagePage(
  trx: Transaction<Database>,
  keys: Keys,
  { id, customer, mode }: HeldLink,
  input: NewPage,
): Promise<PageStaged> {
  const { type, place, blob, mediaType, content, magic, bytesMax, at, request } = input;
  const { step, begunAt } = input;
  const link = await lockLink(trx, { id, now: at });
  const document = await stageDraft(trx, link, { type, at });
  await requireStep(trx, { document, place, step });
  const { before, others, total } = await standing(trx, { link: id, document, place });
  if (
    before &&
    before.step === step &&
    (await holds(keys, customer, { document, place, ...before }, content))
  ) {
    return { isSame: true, dropped: blob };
  }
  if (total - (before?.bytes ?? 0) + content.length > bytesMax) {
    const detail = `All pages together may have at most ${bytesMax} bytes.`;
    throw new Refusal('payload_too_large', detail);
  }
  // A selfie with all its frames counts as one file, and replacing a page counts as none.
  const files = before || (type === 'selfie' && others > 0) ? 0 : 1;
  const quota = { day: at.slice(0, 10), files, bytes: content.length };
  const { rows: counted } = await countQuota(customer, quota, sql`(SELECT 1) AS one`).execute(trx);
  if (counted.length === 0) throw new Refusal('quota_exceeded', '', { retryAfterSeconds: 3600 });
  const { salt, digest } = saltedDigest(content);
  const key = await keys.open(customer);
  const row = {
    blob_id: blob,
    media_type: mediaType,
    bytes: content.length,
    digest,
    salt: seal(key, AADS.stagedSalt(document, place), salt),
    test_values: mode === 'test' && magic.length > 0 ? magic.join(' ') : null,
    step,
    begun_at: begunAt,
    stored_at: at,
  };
  await trx
    .insertInto('link_page')
    .values({ document_id: document, place, ...row })
    .onConflict((held) => held.columns(['document_id', 'place']).doUpdateSet(row))
    .execute();
  const data = { link: id, place, digest, replaced: before !== undefined };
  const entry = { action: 'page.staged', object: document, chain: customer, at, request, data };
  await appendAudit(trx, linkActor(link), entry);
  return { isSame: false, dropped: before?.blob ?? null };
}

interface Before {
  blob: string;
  bytes: number;
  digest: string;
  salt: Buffer;
  step: number | null;
}

/** The page that is in the place now, and the size of all other pages of the link. */
async function standing(
  trx: Transaction<Database>,
  at: { link: string; document: string; place: string },
): Promise<{ before: Before | undefined; others: number; total: number }> {
  const pages = await trx
    .selectFrom('link_page as p')
    .innerJoin('link_draft as d', 'd.document_id', 'p.document_id')
    .where('d.link_id', '=', at.link)
    .select([
      'p.document_id',
      'p.place',
      'p.blob_id as blob',
      'p.bytes',
      'p.digest',
      'p.salt',
      'p.step',
    ])
    .execute();
  const own = pages.filter(({ document_id }) => document_id === at.document);
  return {
    before: own.find(({ place }) => place === at.place),
    others: own.filter(({ place }) => place !== at.place).length,
    total: pages.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

async function holds(
  keys: Keys,
  customer: string,
  page: { document: string; place: string; digest: string; salt: Buffer },
  content: Buffer,
): Promise<boolean> {
  const place = AADS.stagedSalt(page.document, page.place);
  const sealed = page.salt as Parameters<typeof openSealed<'salt'>>[3];
  const salt = await openSealed(keys, customer, place, sealed);
  return digestWith(salt, content) === page.digest;
}
