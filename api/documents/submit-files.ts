import type { LookReason } from '../../domain/access.ts';
import type { Page } from '../../domain/documents.ts';
import { Refusal, type RefusalCode } from '../../domain/refusal.ts';
import type { Customer } from '../../store/customers/customer.ts';
import { newId } from '../../store/new-id.ts';
import type { Quota } from '../../store/uploads/quota.ts';
import { stageUploads, type StoredUpload } from '../../store/uploads/stage-uploads.ts';
import * as messages from '../../workflows/messages.ts';
import type { AnyCall, Run } from '../call.ts';
import { PROBLEMS } from '../errors.ts';
import { newestPolicy } from '../newest-policy.ts';
import { ask } from '../visible.ts';
import { noteResponses } from './answered-challenge.ts';
import type { Submission, SubmittedPage } from './submission.ts';

type Taken = Submission<SubmittedPage>;

export interface Sent {
  submissions: Taken[];
  reason: LookReason | undefined;
  /** What they count against the customer's day. */
  quota: Quota;
  /** When the last byte had come, by our own clock: what answers a challenge is tied to it. */
  lastByteAt?: string;
  /** Told where the case said no for good, before that is thrown. */
  refused: (code: RefusalCode) => Promise<unknown>;
}

/**
 * Stores the files of documents and submits them to the case in one update: the one road in, for apps
 * and for customers with a link. `run.ids` are those of `idsOf`.
 */
export async function submitFiles(
  call: AnyCall,
  run: Run,
  sent: Sent,
): Promise<{ customer: Customer; ids: string[]; stored: StoredUpload[] }> {
  const { engine, crash } = call.deps;
  const { submissions, lastByteAt } = sent;
  engine.refuseWhileAway();
  const stored = await storeFiles(call, run, sent);
  crash('api.uploads_stored');
  if (lastByteAt !== undefined) {
    const documentOf = (n: number) => documentId(run, n);
    await noteResponses(call, run, { submissions, documentOf, lastByteAt });
  }
  const documents = submissions.map(({ type, country }, n) => {
    const id = documentId(run, n);
    const pages = stored.filter(({ document }) => document === id).map(pageOf);
    return { id, type, country, pages };
  });
  const { customer } = await ask(call, {
    customer: call.id,
    update: messages.submitDocuments,
    id: run.updateId,
    event: {
      kind: 'documents_submitted',
      actor: call.actor,
      request: call.requestId,
      documents,
      ...(await newestPolicy(call)),
    },
  }).catch(async (error: unknown) => {
    if (isFinal(error)) await sent.refused(error.code);
    throw error;
  });
  return { customer, ids: documents.map(({ id }) => id), stored };
}

/** The ids that a repetition must find again: those drawn before, or new ones. */
export function idsOf(submissions: readonly Taken[]): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const [n, { pages, document }] of submissions.entries()) {
    ids[`document${n}`] = document ?? newId('document');
    for (const [page, { blob }] of pages.entries()) {
      ids[`blob${n}.${page}`] = blob ?? newId('blob');
    }
  }
  return ids;
}

/** A selfie with its frames is one file. */
export function quotaOf(submissions: readonly Taken[], now: string): Quota {
  const files = submissions.map(({ type, pages }) => (type === 'selfie' ? 1 : pages.length));
  const bytes = submissions.flatMap(({ pages }) => pages.map((page) => page.bytes.byteLength));
  return { day: now.slice(0, 10), files: sum(files), bytes: sum(bytes) };
}

function documentId(run: Run, n: number): string {
  return run.ids[`document${n}`] ?? '';
}

function pageOf({ side, blob, digest, mediaType }: StoredUpload): Page {
  return { side, blob, digest, mediaType };
}

/** True for what the case said no to; what nobody knows the outcome of is asked once more. */
function isFinal(error: unknown): error is Refusal {
  return error instanceof Refusal && PROBLEMS[error.code].status < 500;
}

/**
 * Rows with their audit entry and the quota first, then blobs: nothing names a file before both are
 * there, and what no case comes to name is swept.
 */
async function storeFiles(
  call: AnyCall,
  run: Run,
  { submissions, reason, quota }: Sent,
): Promise<StoredUpload[]> {
  const { crash, store } = call.deps;
  const { blobs, database, keys } = store;
  const files = submissions.flatMap(({ pages }, n) =>
    pages.map(({ side, mediaType, bytes, magic, blob: kept }, page) => ({
      document: documentId(run, n),
      page,
      side,
      mediaType,
      blob: run.ids[`blob${n}.${page}`] ?? '',
      content: bytes,
      magic,
      isKept: kept !== undefined,
    })),
  );
  const stored = await stageUploads(database, keys, call.actor, call.scope, {
    customer: call.id,
    files,
    quota,
    held: run.held,
    reason,
    at: call.now,
    request: call.requestId,
  });
  crash('api.uploads_staged');
  for (const { blob, content, isKept } of files) {
    if (!isKept) await blobs.put({ customer: call.id, id: blob, bytes: content });
  }
  return stored;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
