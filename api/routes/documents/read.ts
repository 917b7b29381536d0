import { getDocument, listDocuments } from '../../../store/documents/document.ts';
import { revealPage } from '../../../store/documents/reveal-page.ts';
import { adviceNow } from '../../documents/advice.ts';
import { notFound } from '../../http/errors.ts';
import { fileHeaders } from '../../http/headers.ts';
import { ACCESS_PURPOSE_HEADER, accessPurposeOf } from '../../http/access/access-purpose.ts';
import { requireHeld } from '../../http/objects.ts';
import { operation } from '../../http/operation.ts';
import { DocumentBody, DocumentList } from '../../schemas/document.ts';
import { readCustomer } from '../customers/show.ts';
import { documentBody } from './body.ts';

const READ = { method: 'get', tag: 'Documents', rate: 'reads' } as const;

export const list = operation(
  {
    ...READ,
    path: '/v1/customers/{id}/documents',
    name: 'listDocuments',
    summary: 'All submissions of a customer, with their state and errors',
    action: 'customer.read',
    object: 'customer',
    responses: { 200: { description: 'The documents', schema: DocumentList } },
  },
  async (call) => {
    await readCustomer(call, call.id);
    const found = await listDocuments(call.deps.store.database, call.scope, call.id);
    const reader = { readsFindings: call.may('finding.read') };
    const documents = found.map(({ id }) => id);
    const advice = await adviceNow(call, call.deps.store.database, {
      customer: call.id,
      documents,
    });
    const data = found.map((document) =>
      documentBody(document, { reader, advice: advice[document.id] ?? [] }),
    );
    return { status: 200, body: { data, next: null } };
  },
);

export const one = operation(
  {
    ...READ,
    path: '/v1/documents/{id}',
    name: 'readDocument',
    summary: 'One submission, with its state and errors',
    action: 'customer.read',
    object: 'document',
    responses: { 200: { description: 'The document', schema: DocumentBody } },
  },
  async (call) => {
    const document = await getDocument(call.deps.store.database, call.scope, call.id);
    const { id, customer } = document;
    const advice = await adviceNow(call, call.deps.store.database, { customer, documents: [id] });
    const reader = { readsFindings: call.may('finding.read') };
    return { status: 200, body: documentBody(document, { reader, advice: advice[id] ?? [] }) };
  },
);

export const page = operation(
  {
    ...READ,
    path: '/v1/documents/{id}/pages/{n}',
    name: 'readPage',
    summary: 'The clean derivative of a page, for people with a reason to look',
    action: 'document.read_pages',
    object: 'document',
    headers: ACCESS_PURPOSE_HEADER,
    refuses: ['review_not_held'],
    files: ['image/png'],
    responses: { 200: { description: 'The picture, as a file', schema: null } },
  },
  async (call) => {
    const { database, blobs } = call.deps.store;
    const reason = accessPurposeOf(call);
    const n = call.params['n'] ?? '';
    if (!/^\d{1,2}$/.test(n)) throw notFound();
    const document = await getDocument(database, call.scope, call.id);
    await requireHeld(call, await readCustomer(call, document.customer));
    const opened = {
      document: call.id,
      page: Number(n),
      reason,
      at: call.now,
      request: call.requestId,
    };
    const { customer, blob, mediaType } = await database
      .transaction()
      .execute((trx) => revealPage(trx, call.actor, call.scope, opened));
    const bytes = await blobs.open({ customer, id: blob });
    const headers = fileHeaders({ name: `${call.id}-${n}`, mediaType });
    return new Response(new Uint8Array(bytes), { status: 200, headers });
  },
);
