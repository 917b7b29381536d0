import type { AccessPurpose } from '../../domain/access/access.ts';
import type { Page } from '../../domain/documents/documents.ts';
import { Refusal, type RefusalCode } from '../../domain/refusal.ts';
import type { Customer } from '../../store/customers/customer.ts';
import { newId } from '../../platform/new-id.ts';
import type { Quota } from '../../store/uploads/quota.ts';
import { stageUploads, type StoredUpload } from '../../store/uploads/stage-uploads.ts';
import * as messages from '../../workflows/messages.ts';
import type { AnyCall, PlanInRow, Run } from '../http/call.ts';
import { PROBLEMS } from '../http/errors.ts';
import { newestPolicy } from '../commands/newest-policy.ts';
import { ask } from '../commands/visible.ts';
import { noteResponses } from './answered-challenge.ts';
import type { Submission, SubmittedPage } from './submission.ts';

type Taken = Submission<SubmittedPage>;

export interface Sent {
  submissions: Taken[];
  reason: AccessPurpose | undefined;
  /** The number and size of the files, which count against the customer's daily quota. */
  quota: Quota;
  /** When the last byte came, by our own clock. An answered challenge is stored with this time. */
  lastByteAt?: string;
  /** Called if the case refuses for good, before the refusal is thrown. */
  refused: (code: RefusalCode) => Promise<unknown>;
}

/**
 * Stores the files of documents and submits them to the case in one update. Apps and customers with a link
 * both go through here. `run.ids` are those of `idsOf`.
 */
export async function submitFiles(
  call: AnyCall,
  run: Run<FilesPlan>,
  sent: Sent,
): Promise<{ customer: Customer; ids: string[]; stored: StoredUpload[] }> {
  const { engine, crash } = call.deps;
  const { submissions, lastByteAt } = sent;
  engine.refuseWhileAway();
  const stored = await storeFiles(call, run, sent);
  crash('api.uploads_stored');
  if (lastByteAt !== undefined) {
    const documentOf = (n: number) => planned(run, n).id;
    await noteResponses(call, run, { submissions, documentOf, lastByteAt });
  }
  const documents = submissions.map(({ type, country }, n) => {
    const { id } = planned(run, n);
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

/** The plan that a repetition must find again: the ids of documents and of their pages' blobs, in order. */
export interface FilesPlan {
  documents: { id: string; blobs: string[] }[];
}

/** The ids that were drawn before, or new ones. */
export function idsOf(submissions: readonly Taken[]): FilesPlan {
  const documents = submissions.map(({ pages, document }) => ({
    id: document ?? newId('document'),
    blobs: pages.map(({ blob }) => blob ?? newId('blob')),
  }));
  return { documents };
}

/** How the plan is written in its row: `document0`, `blob0.0`, `blob0.1`, … */
export const FILES_IN_ROW: PlanInRow<FilesPlan> = {
  write: ({ documents }) =>
    Object.fromEntries(
      documents.flatMap(({ id, blobs }, n) => [
        [`document${n}`, id],
        ...blobs.map((blob, page) => [`blob${n}.${page}`, blob]),
      ]),
    ) as Record<string, string>,
  read: (texts) => {
    const inOrder = (name: (n: number) => string): string[] => {
      const found: string[] = [];
      for (let id = texts[name(0)]; id !== undefined; id = texts[name(found.length)])
        found.push(id);
      return found;
    };
    const ids = inOrder((n) => `document${n}`);
    const documents = ids.map((id, n) => ({ id, blobs: inOrder((page) => `blob${n}.${page}`) }));
    return { documents };
  },
};

/** What the submissions count against the quota. A selfie with all its frames counts as one file. */
export function quotaOf(submissions: readonly Taken[], now: string): Quota {
  const files = submissions.map(({ type, pages }) => (type === 'selfie' ? 1 : pages.length));
  const bytes = submissions.flatMap(({ pages }) => pages.map((page) => page.bytes.byteLength));
  return { day: now.slice(0, 10), files: sum(files), bytes: sum(bytes) };
}

/**
 * The planned ids of a document and of one of its pages. Throws if the plan was made for other files, which
 * would be a bug.
 */
function planned({ ids }: Run<FilesPlan>, n: number, page = 0): { id: string; blob: string } {
  const { id, blobs } = ids.documents[n] ?? {};
  const blob = blobs?.[page];
  if (id === undefined || blob === undefined) throw new Error('a file has no id in its plan');
  return { id, blob };
}

function pageOf({ side, blob, digest, mediaType }: StoredUpload): Page {
  return { side, blob, digest, mediaType };
}

/**
 * True if the case refused for good. After any other error the outcome is unknown, and the case is asked once
 * more.
 */
function isFinal(error: unknown): error is Refusal {
  return error instanceof Refusal && PROBLEMS[error.code].status < 500;
}

/**
 * Stores the rows with their audit entry and the quota first, then the blobs. Nothing refers to a file before
 * both are stored, and files that no case ever refers to are swept.
 */
async function storeFiles(
  call: AnyCall,
  run: Run<FilesPlan>,
  { submissions, reason, quota }: Sent,
): Promise<StoredUpload[]> {
  const { crash, store } = call.deps;
  const { blobs, database, keys } = store;
  const files = submissions.flatMap(({ pages }, n) =>
    pages.map((submitted, page) => {
      const { id, blob } = planned(run, n, page);
      return { ...submitted, document: id, page, blob };
    }),
  );
  const isKept = new Set(submissions.flatMap(({ pages }) => pages.map(({ blob }) => blob)));
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
  for (const { blob, bytes } of files) {
    if (!isKept.has(blob)) await blobs.put({ customer: call.id, id: blob, bytes });
  }
  return stored;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
