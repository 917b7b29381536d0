import type { Customer } from '../../../store/customers/customer.ts';
import { listDocuments } from '../../../store/documents/document.ts';
import type { StoredUpload } from '../../../store/uploads/stage-uploads.ts';
import { giveFilesBack } from '../../../store/uploads/quota.ts';
import type { AnyCall } from '../../http/call.ts';
import { requireChallenges } from '../../documents/answered-challenge.ts';
import { readSubmissions } from '../../documents/read-submissions.ts';
import { FILES_IN_ROW, idsOf, quotaOf, submitFiles } from '../../documents/submit-files.ts';
import { DocumentsIn } from '../../documents/from-json.ts';
import { adviceOf, waitSeconds } from '../../documents/advice.ts';
import { ACTING_PURPOSE_HEADER, actingPurposeOf } from '../../http/access/access-purpose.ts';
import type { Answer } from '../../http/answer.ts';
import { operation } from '../../http/operation.ts';
import { DocumentForm, Submitted } from '../../schemas/document.ts';
import { nowBody, reasonsBody } from '../customers/body.ts';
import { readCustomer, requireCustomer } from '../customers/show.ts';

/** The shortest bytes that have the file signature of a picture. */
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
    refuses: ['storage_full'],
    headers: {
      ...ACTING_PURPOSE_HEADER,
      Prefer:
        '`wait=3`: waits up to 3 s for the first look at the pictures, and answers with its advice',
    },
    raw: {
      'multipart/form-data': { schema: DocumentForm },
      'application/json': { schema: DocumentsIn, example: EXAMPLE },
    },
    responses: { 201: { description: 'The documents, being verified', schema: Submitted } },
  },
  async (call) => {
    await requireCustomer(call, call.id);
    const reason = actingPurposeOf(call);
    const submissions = await readSubmissions(call);
    const lastByteAt = call.deps.now();
    await requireChallenges(call, submissions);
    return call.once({
      asks: submissions.map(({ type, country, challenge, pages }) => ({
        type,
        country,
        ...(challenge ? { challenge } : {}),
        pages: pages.map(({ side, sha256, magic }) => ({
          side,
          sha256,
          ...(magic.length > 0 ? { magic } : {}),
        })),
      })),
      plan: () => idsOf(submissions),
      row: FILES_IN_ROW,
      act: async (run) => {
        const quota = quotaOf(submissions, call.now);
        const refused = () =>
          run.effect('quota_back', (trx) => giveFilesBack(trx, { customer: call.id, ...quota }));
        const sent = { submissions, reason, quota, refused, lastByteAt };
        const { customer, ids, stored } = await submitFiles(call, run, sent);
        return answerOf(call, customer, { ids, stored });
      },
    });
  },
);

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
