import type { LookReason } from '../../../domain/access.ts';
import type { Page } from '../../../domain/documents.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { Customer } from '../../../store/customers/customer.ts';
import { sha256Hex } from '../../../store/digest.ts';
import { listDocuments } from '../../../store/documents/document.ts';
import { newId } from '../../../store/new-id.ts';
import { stageUploads, type StoredUpload } from '../../../store/uploads/stage-uploads.ts';
import { giveFilesBack, type Quota } from '../../../store/uploads/quota.ts';
import * as messages from '../../../workflows/messages.ts';
import type { AnyCall, Run } from '../../call.ts';
import { noteResponses, requireChallenges } from '../../documents/answered-challenge.ts';
import { readSubmissions } from '../../documents/read-submissions.ts';
import type { Submission, SubmittedPage } from '../../documents/submission.ts';
import { DocumentsIn } from '../../documents/from-json.ts';
import { adviceOf, waitSeconds } from '../../documents/advice.ts';
import { PROBLEMS } from '../../errors.ts';
import { ACT_REASON_HEADER, actReasonOf } from '../../look-reason.ts';
import { newestPolicy } from '../../newest-policy.ts';
import { type Answer, operation } from '../../operation.ts';
import { DocumentForm, Submitted } from '../../schemas/document.ts';
import { ask } from '../../visible.ts';
import { nowBody, reasonsBody } from '../customers/body.ts';
import { readCustomer, requireCustomer } from '../customers/show.ts';

/** The shortest picture that is one by its first bytes. */
const EXAMPLE = { documents: [{ type: 'passport', country: 'SE', front: '/9j/4AAQSkZJRgA=' }] };

export const submit = operation(
  {
    method: 'post',
    path: '/v1/customers/{id}/documents',
    name: 'submitDocuments',
    summary: 'Takes one or several documents in one call',
    tag: 'Documents',
    action: 'document.submit',
    rate: 'uploads',
    object: 'customer',
    idempotency: 'required',
    headers: {
      ...ACT_REASON_HEADER,
      Prefer: '`wait=3`: waits for the first look at the pictures, and answers with advice',
    },
    raw: {
      'multipart/form-data': { schema: DocumentForm },
      'application/json': { schema: DocumentsIn, example: EXAMPLE },
    },
    responses: { 201: { description: 'The documents, being verified', schema: Submitted } },
  },
  async (call) => {
    await requireCustomer(call, call.id);
    const reason = actReasonOf(call);
    const submissions = await readSubmissions(call);
    const lastByteAt = call.deps.now();
    await requireChallenges(call, submissions);
    return call.once({
      asks: submissions.map(({ type, country, challenge, pages }) => ({
        type,
        country,
        ...(challenge ? { challenge } : {}),
        pages: pages.map(({ side, bytes, magic }) => ({
          side,
          sha256: sha256Hex(bytes),
          ...(magic.length > 0 ? { magic } : {}),
        })),
      })),
      plan: () => idsOf(submissions),
      act: (run) => store(call, run, { submissions, reason, lastByteAt }),
    });
  },
);

type Taken = Submission<SubmittedPage>;

function idsOf(submissions: Taken[]): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const [n, { pages }] of submissions.entries()) {
    ids[`document${n}`] = newId('document');
    for (const page of pages.keys()) ids[`blob${n}.${page}`] = newId('blob');
  }
  return ids;
}

interface Sent {
  submissions: Taken[];
  reason: LookReason | undefined;
  lastByteAt: string;
}

async function store(call: AnyCall, run: Run, sent: Sent): Promise<Answer> {
  const { engine, crash } = call.deps;
  const { submissions, lastByteAt } = sent;
  engine.refuseWhileAway();
  const stored = await storeFiles(call, run, sent);
  crash('api.uploads_stored');
  await noteResponses(call, run, {
    submissions,
    documentOf: (n) => documentId(run, n),
    lastByteAt,
  });
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
    if (isFinal(error)) {
      const taken = { customer: call.id, ...quotaOf(call, submissions) };
      await run.effect('quota_back', (trx) => giveFilesBack(trx, taken));
    }
    throw error;
  });
  const ids = documents.map(({ id }) => id);
  return answerOf(call, customer, { ids, stored });
}

function documentId(run: Run, n: number): string {
  return run.ids[`document${n}`] ?? '';
}

function pageOf({ side, blob, digest, mediaType }: StoredUpload): Page {
  return { side, blob, digest, mediaType };
}

/** A selfie with its frames is one file. */
function quotaOf(call: AnyCall, submissions: Taken[]): Quota {
  const files = submissions.map(({ type, pages }) => (type === 'selfie' ? 1 : pages.length));
  const bytes = submissions.flatMap(({ pages }) => pages.map((page) => page.bytes.byteLength));
  return { day: call.now.slice(0, 10), files: sum(files), bytes: sum(bytes) };
}

/** True for what the case said no to; what nobody knows the outcome of is asked once more. */
function isFinal(error: unknown): boolean {
  return error instanceof Refusal && PROBLEMS[error.code].status < 500;
}

/**
 * Rows with their audit entry and the quota first, then blobs: nothing names a file before both are
 * there, and what no case comes to name is swept.
 */
async function storeFiles(
  call: AnyCall,
  run: Run,
  { submissions, reason }: Sent,
): Promise<StoredUpload[]> {
  const { crash, store } = call.deps;
  const { blobs, database, keys } = store;
  const files = submissions.flatMap(({ pages }, n) =>
    pages.map(({ side, mediaType, bytes, magic }, page) => ({
      document: documentId(run, n),
      page,
      side,
      mediaType,
      blob: run.ids[`blob${n}.${page}`] ?? '',
      content: bytes,
      magic,
    })),
  );
  const stored = await stageUploads(database, keys, call.actor, call.scope, {
    customer: call.id,
    files,
    quota: quotaOf(call, submissions),
    held: run.held,
    reason,
    at: call.now,
    request: call.requestId,
  });
  crash('api.uploads_staged');
  for (const { blob, content } of files) {
    await blobs.put({ customer: call.id, id: blob, bytes: content });
  }
  return stored;
}

async function answerOf(
  call: AnyCall,
  before: Customer,
  { ids, stored }: { ids: string[]; stored: StoredUpload[] },
): Promise<Answer> {
  const seconds = waitSeconds(call.request.headers.get('prefer'));
  const advice = await adviceOf(call, { customer: call.id, documents: ids, seconds });
  const found = await listDocuments(call.deps.store.database, call.scope, call.id);
  const reader = { readsFindings: call.may('finding.read') };
  const data = ids.flatMap((id) => {
    const document = found.find((one) => one.id === id);
    if (!document) return [];
    return [
      {
        id,
        object: 'document' as const,
        customer: call.id,
        requirement: document.requirement,
        type: document.type,
        country: document.country,
        state: document.state,
        pages: stored
          .filter((page) => page.document === id)
          .map(({ side, mediaType, bytes, sha256 }) => ({
            side,
            media_type: mediaType,
            bytes,
            sha256,
          })),
        advice: advice[id] ?? [],
        errors: reasonsBody(document.errors, reader),
        created_at: document.receivedAt,
      },
    ];
  });
  // Checks may have answered while we waited for advice.
  const customer = nowBody(seconds === 0 ? before : await readCustomer(call, call.id));
  const headers = seconds === 0 ? {} : { 'preference-applied': `wait=${seconds}` };
  return { status: 201, body: { data, customer }, headers, owner: call.id };
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
