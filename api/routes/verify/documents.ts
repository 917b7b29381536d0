import { type DocumentType, DOCUMENT_TYPES } from '../../../domain/documents/documents.ts';
import { hasPlace, sideOfPlace } from '../../../domain/links.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { listDrafts } from '../../../store/links/list-drafts.ts';
import { removePages } from '../../../store/links/remove-pages.ts';
import { nameCountry } from '../../../store/links/stage-draft.ts';
import { stagePage } from '../../../store/links/stage-page.ts';
import { newId } from '../../../platform/new-id.ts';
import { textOf } from '../../documents/from-form.ts';
import { partsOf } from '../../documents/multipart.ts';
import {
  inspectPage,
  PAGE_BYTES_MAX,
  refuse,
  REQUEST_BYTES_MAX,
} from '../../documents/submission.ts';
import { invalid, notFound } from '../../http/errors.ts';
import { bySession, type SessionCall } from '../../verify/operation.ts';
import type { Answer } from '../../http/answer.ts';
import { readCapped } from '../../http/body/request-body.ts';
import { CountryNamed, PageForm, StagedDocument } from '../../schemas/hosted.ts';
import { UTOPIA } from '../../schemas/text.ts';
import { draftBody } from './body.ts';

const DOCUMENT = '/verify/session/documents/{type}';
const STAGED = { 200: { description: 'The document as it is staged', schema: StagedDocument } };
/** The size limit of a page, plus the boundaries and headers of its form. */
const FORM_BYTES_MAX = PAGE_BYTES_MAX + 16 * 1024;

export const country = bySession(
  {
    method: 'put',
    path: DOCUMENT,
    name: 'nameStagedCountry',
    summary: 'Begins a document, and says which country issued it',
    rate: 'writes',
    body: CountryNamed,
    example: { country: 'SE' },
    refuses: ['submission_running'],
    responses: STAGED,
  },
  async (call) => {
    const type = typeIn(call);
    if (call.scope.mode === 'live' && call.body.country === UTOPIA) {
      throw invalid('/country', 'unknown_country', 'A country of ISO 3166-1.');
    }
    const at = { at: call.now, request: call.requestId };
    await call.deps.store.database
      .transaction()
      .execute((trx) => nameCountry(trx, call.link, { type, country: call.body.country, ...at }));
    return stagedAnswer(call, type);
  },
);

export const page = bySession(
  {
    method: 'put',
    path: `${DOCUMENT}/pages/{place}`,
    name: 'stagePage',
    summary: 'Keeps one page as it arrives; the same again is no second one, another replaces it',
    rate: 'uploads',
    raw: { 'multipart/form-data': { schema: PageForm } },
    refuses: ['submission_running', 'quota_exceeded', 'file_empty', 'storage_full'],
    responses: STAGED,
  },
  async (call) => {
    const { type, place } = placeIn(call);
    const { store } = call.deps;
    const { bytes: content, mediaType, magic, step } = await readPage(call, place);
    const blob = newId('blob');
    // The file is stored before the row, so that a row never names a missing file. A file without a row is
    // swept later.
    await store.blobs.put({ customer: call.id, id: blob, bytes: content });
    const at = { begunAt: call.now, at: call.deps.now(), request: call.requestId };
    const made = { type, place, blob, mediaType, content, magic, step };
    const bytesMax = REQUEST_BYTES_MAX;
    const { dropped } = await store.database
      .transaction()
      .execute((trx) => stagePage(trx, store.keys, call.link, { ...made, ...at, bytesMax }))
      .catch(async (error: unknown) => {
        // After a refusal nothing was committed. After any other error nobody knows, so the file stays.
        if (error instanceof Refusal) await store.blobs.delete(blob);
        throw error;
      });
    if (dropped !== null) await store.blobs.delete(dropped);
    return stagedAnswer(call, type);
  },
);

export const removePage = bySession(
  {
    method: 'delete',
    path: `${DOCUMENT}/pages/{place}`,
    name: 'removeStagedPage',
    summary: 'Takes a staged page away; a second time changes nothing',
    rate: 'writes',
    refuses: ['submission_running'],
    responses: STAGED,
  },
  async (call) => {
    const { type, place } = placeIn(call);
    await remove(call, { type, place });
    return stagedAnswer(call, type);
  },
);

export const removeDocument = bySession(
  {
    method: 'delete',
    path: DOCUMENT,
    name: 'removeStagedDocument',
    summary: 'Takes a document away with its pages; a second time changes nothing',
    rate: 'writes',
    refuses: ['submission_running'],
    responses: STAGED,
  },
  async (call) => {
    const type = typeIn(call);
    await remove(call, { type, place: null });
    return stagedAnswer(call, type);
  },
);

async function remove(
  call: SessionCall<unknown>,
  what: { type: DocumentType; place: string | null },
): Promise<void> {
  const { database, blobs } = call.deps.store;
  const at = { at: call.now, request: call.requestId };
  const gone = await database
    .transaction()
    .execute((trx) => removePages(trx, call.link, { ...what, ...at }));
  for (const blob of gone) await blobs.delete(blob);
}

function typeIn({ params }: SessionCall<unknown>): DocumentType {
  const type = DOCUMENT_TYPES.find((known) => known === params['type']);
  if (type === undefined) throw notFound();
  return type;
}

function placeIn(call: SessionCall<unknown>): { type: DocumentType; place: string } {
  const type = typeIn(call);
  const place = call.params['place'] ?? '';
  if (!hasPlace(type, place)) throw notFound();
  return { type, place };
}

/** The only file of the form, inspected before anything is stored. A refusal points to its place. */
async function readPage({ request, room, scope }: SessionCall<unknown>, place: string) {
  const declared = request.headers.get('content-type');
  if (!declared?.toLowerCase().startsWith('multipart/form-data')) {
    throw new Refusal('media_type_not_supported', 'Send multipart/form-data.');
  }
  const parts = partsOf(await readCapped(request, room, FORM_BYTES_MAX), declared);
  const [part, ...more] = parts.filter(
    ({ name, fileName }) => name === 'file' && fileName !== null,
  );
  const [step, ...others] = parts.filter(
    ({ name, fileName }) => name === 'step' && fileName === null,
  );
  if (part === undefined || more.length > 0 || parts.length > (step ? 2 : 1) || others.length > 0) {
    return refuse('validation_failed', '/file', 'required', 'One file, in the field `file`.');
  }
  const raw = {
    side: sideOfPlace(place),
    bytes: part.bytes,
    declared: part.mediaType === '' ? null : part.mediaType,
    fileName: part.fileName === '' ? null : part.fileName,
    pointer: '/file',
  };
  return { ...inspectPage(raw, scope.mode), step: step ? stepIn(textOf(step)) : null };
}

function stepIn(text: string): number {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  return refuse(
    'validation_failed',
    '/step',
    'not_a_step',
    'A place in the list of steps, from 0.',
  );
}

async function stagedAnswer(call: SessionCall<unknown>, type: DocumentType): Promise<Answer> {
  const drafts = await listDrafts(call.deps.store.database, call.link.id);
  const nothing = { document: '', type, country: null, challenge: null, pages: [] };
  return { status: 200, body: draftBody(drafts.find((one) => one.type === type) ?? nothing) };
}
