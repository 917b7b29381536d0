import type { Transaction } from 'kysely';
import { missingPlaces } from '../../domain/links.ts';
import { Refusal, type RefusalCode } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { type HeldLink, linkActor, lockHeldLink } from './held-link.ts';
import { type Draft, listDrafts } from './list-drafts.ts';

interface At {
  at: string;
  request?: string | undefined;
}

/**
 * Freezes the staged pages until the link is completed or the case has refused them, so that a repetition
 * submits the same pages. Refuses `validation_failed`, with the name of the place, if a page is missing.
 */
export async function beginSubmission(
  trx: Transaction<Database>,
  { id }: HeldLink,
  { at, request }: At,
): Promise<{ drafts: Draft[]; attempt: number; isDone: boolean }> {
  const link = await lockHeldLink(trx, { id, now: at });
  const drafts = await listDrafts(trx, id);
  const isDone = link.completedAt !== null;
  if (isDone || link.isSubmitting) return { drafts, attempt: link.attempt, isDone };
  requireWhole(drafts);
  await trx.updateTable('link').set({ submitting_at: at }).where('id', '=', id).execute();
  const data = { attempt: link.attempt, documents: drafts.map(({ document }) => document) };
  const chain = link.customer;
  const entry = { action: 'link.submission_begun', object: id, chain, at, request, data };
  await appendAudit(trx, linkActor(link), entry);
  return { drafts, attempt: link.attempt, isDone };
}

/**
 * The case refused the pages. They may now be changed, and submitted as another attempt, whose files never
 * pass for files of this one.
 */
export async function releaseSubmission(
  trx: Transaction<Database>,
  link: HeldLink,
  { code, attempt, at, request }: At & { code: RefusalCode; attempt: number },
): Promise<void> {
  const { id, customer: chain } = link;
  const drafts = trx.selectFrom('link_draft').select('document_id').where('link_id', '=', id);
  await trx.deleteFrom('upload').where('document_id', 'in', drafts).execute();
  await trx
    .updateTable('link')
    .set({ submitting_at: null, attempt: attempt + 1 })
    .where('id', '=', id)
    .where('attempt', '=', attempt)
    .execute();
  const entry = { action: 'link.submission_refused', object: id, chain, at, request };
  await appendAudit(trx, linkActor(link), { ...entry, reasons: [code] });
}

/** The case accepted the pages: the link is completed, and its files now belong to the documents. */
export async function completeLink(
  trx: Transaction<Database>,
  link: HeldLink,
  { documents, at, request }: At & { documents: readonly string[] },
): Promise<void> {
  const { id, customer: chain } = link;
  await trx.deleteFrom('link_draft').where('link_id', '=', id).execute(); // deletes its pages, too
  await trx
    .updateTable('link')
    .set({ completed_at: at, submitting_at: null })
    .where('id', '=', id)
    .execute();
  const data = { documents };
  const entry = { action: 'link.completed', object: id, chain, at, request, data };
  await appendAudit(trx, linkActor(link), entry);
}

function requireWhole(drafts: readonly Draft[]): void {
  const required = { code: 'required', message: 'This is required.' };
  const errors =
    drafts.length === 0
      ? [{ pointer: '/documents', ...required }]
      : drafts.flatMap(({ type, pages, challenge }) =>
          missingPlaces(type, pages, challenge).map((place) => ({
            pointer: `/documents/${type}/${place}`,
            ...required,
          })),
        );
  if (errors.length > 0) throw new Refusal('validation_failed', '', { errors });
}
