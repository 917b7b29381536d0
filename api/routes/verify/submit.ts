import { sha256Hex } from '../../../store/sealing/digest.ts';
import { listDocuments } from '../../../store/documents/document.ts';
import { sideOfPlace } from '../../../domain/links.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { Draft, StagedPage } from '../../../store/links/list-drafts.ts';
import {
  beginSubmission,
  completeLink,
  releaseSubmission,
} from '../../../store/links/submit-link.ts';
import type { Run } from '../../http/call.ts';
import type { AnsweredChallenge, Submission, SubmittedPage } from '../../documents/submission.ts';
import { FILES_IN_ROW, type FilesPlan, idsOf, submitFiles } from '../../documents/submit-files.ts';
import { bySession, type SessionCall } from '../../verify/operation.ts';
import type { Answer } from '../../http/answer.ts';
import { HostedSubmission } from '../../schemas/hosted.ts';
import { readCustomer } from '../customers/show.ts';
import { errorsIn, hostedRequirements } from './body.ts';

/**
 * Everything that is staged becomes one update of the case. The ids were drawn when a document was begun, and
 * the key is the link's attempt, so a repetition, at once or after a crash, is the same submission.
 */
export const submit = bySession(
  {
    method: 'post',
    path: '/verify/session/submit',
    name: 'submitStaged',
    summary:
      'Submits all that is staged, together, and ends the link; a repetition submits nothing',
    rate: 'uploads',
    refuses: ['document_not_asked', 'document_type_not_accepted', 'idempotency_in_progress'],
    responses: { 201: { description: 'The documents, being verified', schema: HostedSubmission } },
  },
  async (call) => {
    const { link, deps } = call;
    if (link.completedAt === null) deps.engine.refuseWhileAway();
    const { drafts, attempt, isDone } = await deps.store.database
      .transaction()
      .execute((trx) => beginSubmission(trx, link, { at: call.now, request: call.requestId }));
    return call.onceBy(`submission-${attempt}`, {
      asks: { link: link.id, attempt },
      plan: () => idsOf(drafts.map((draft) => submissionOf(draft, () => Buffer.alloc(0)))),
      row: FILES_IN_ROW,
      act: async (run) => {
        if (!isDone) await hand(call, run, { drafts, attempt });
        return answerOf(call, run);
      },
    });
  },
  { isAfterwards: true },
);

/** Submits the files to the case as for any document; then the link is used up. */
async function hand(
  call: SessionCall<unknown>,
  run: Run<FilesPlan>,
  { drafts, attempt }: { drafts: Draft[]; attempt: number },
): Promise<void> {
  const { link } = call;
  const at = { at: call.now, request: call.requestId };
  const { ids } = await submitFiles(call, run, {
    submissions: await openDrafts(call, drafts),
    reason: undefined,
    lastByteAt: call.now,
    quota: { day: call.now.slice(0, 10), files: 0, bytes: 0 }, // each page was counted as it came
    refused: (code) =>
      run.effect('released', (trx) => releaseSubmission(trx, link, { code, attempt, ...at })),
  });
  await run.effect('completed', (trx) => completeLink(trx, link, { documents: ids, ...at }));
}

/** The staged files, decrypted. Their sizes are counted before. */
async function openDrafts(
  { id, room, deps }: SessionCall<unknown>,
  drafts: readonly Draft[],
): Promise<Submission<SubmittedPage>[]> {
  const pages = drafts.flatMap((draft) => draft.pages);
  room.of({ lane: 'staged', id });
  for (const { bytes } of pages) room.take(bytes);
  const opened = new Map<string, Buffer>();
  for (const { blob } of pages) {
    opened.set(blob, await deps.store.blobs.open({ customer: id, id: blob }));
  }
  return drafts.map((draft) => submissionOf(draft, ({ blob }) => opened.get(blob) ?? NOTHING));
}

const NOTHING = Buffer.alloc(0);

function submissionOf(
  { document, type, country, challenge, pages }: Draft,
  bytesOf: (page: StagedPage) => Buffer,
): Submission<SubmittedPage> {
  const taken = pages.map((page) => ({
    side: sideOfPlace(page.place),
    ...hashed(bytesOf(page)),
    mediaType: page.mediaType,
    magic: page.magic,
    blob: page.blob,
  }));
  const pointer = `/documents/${type}`;
  const answered = challenge === null ? null : answeredBy(challenge, pages);
  return { type, country, challenge: answered, pages: taken, pointer, document };
}

const hashed = (bytes: Buffer) => ({ bytes, sha256: sha256Hex(bytes) });

/** The frames were uploaded one by one before the submission, so each has its own times. */
function answeredBy(id: string, pages: readonly StagedPage[]): AnsweredChallenge | null {
  const [firstByteAt] = pages.map(({ begunAt }) => begunAt).toSorted();
  const lastByteAt = pages
    .map(({ storedAt }) => storedAt)
    .toSorted()
    .at(-1);
  if (firstByteAt === undefined || lastByteAt === undefined) return null;
  const shown = pages.map(({ step }) => step ?? 0);
  return { id, shown, came: { firstByteAt, lastByteAt } };
}

async function answerOf(call: SessionCall<unknown>, run: Run<FilesPlan>): Promise<Answer> {
  const ids = run.ids.documents.map(({ id }) => id);
  // A completed link whose stored answer has expired has nothing more to show.
  if (ids.length === 0) throw new Refusal('session_not_live');
  const { requirements, locale } = await readCustomer(call, call.id);
  const found = await listDocuments(call.deps.store.database, call.scope, call.id);
  const documents = found
    .filter(({ id }) => ids.includes(id))
    .map(({ type, requirement, state, files, errors }) => ({
      type,
      requirement,
      state,
      pages: files.length,
      errors: errorsIn(errors, locale),
    }));
  const body = {
    object: 'submission',
    documents,
    requirements: hostedRequirements(requirements, locale),
  };
  return { status: 201, body, owner: call.id };
}
