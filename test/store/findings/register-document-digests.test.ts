import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Mode, SYSTEM } from '../../../domain/access/access.ts';
import {
  type DocumentDigest,
  registerDocumentDigests,
} from '../../../store/findings/register-document-digests.ts';
import { newId } from '../../../platform/new-id.ts';
import { freshStore, T0, type TestStore } from '../kit/make.ts';

let store: TestStore;
beforeAll(async () => {
  store = await freshStore();
});
afterAll(() => store.end());

async function register(
  digests: DocumentDigest[],
  { mode = 'live', customer = newId('customer') }: { mode?: Mode; customer?: string } = {},
) {
  const document = newId('document');
  const input = { customer, document, mode, digests, at: T0 };
  const { others } = await registerDocumentDigests(store.database, store.keys, SYSTEM, input);
  return { customer, document, others };
}

const file = (): DocumentDigest => ({ kind: 'file', value: newId('blob') });

test('a file or a text of another customer is counted, once for each customer', async () => {
  const [one, text]: [DocumentDigest, DocumentDigest] = [
    file(),
    { kind: 'text', value: newId('blob') },
  ];
  const first = await register([one, text]);
  expect(first.others).toBe(0);
  expect((await register([one])).others).toBe(1);
  expect((await register([file(), text])).others).toBe(1);
  expect((await register([one, text])).others).toBe(3);
  expect((await register([one], { customer: first.customer })).others).toBe(2);
});

test('one value is not the same as a file and as a text, nor live and in test mode', async () => {
  const one = file();
  await register([one]);
  expect((await register([{ ...one, kind: 'text' }])).others).toBe(0);
  expect((await register([one], { mode: 'test' })).others).toBe(0);
  expect((await register([one], { mode: 'test' })).others).toBe(1);
});

test('the same customer again is fine, and nothing of a document is nothing in common', async () => {
  const one = file();
  const { customer } = await register([one]);
  expect((await register([one], { customer })).others).toBe(0);
  expect((await register([])).others).toBe(0);
});

test('of two at once at least one sees the other', async () => {
  const one = file();
  const both = await Promise.all([register([one]), register([one])]);
  expect(both.some(({ others }) => others === 1)).toBe(true);
});

test('what is stored is blind, and leaves one audit entry', async () => {
  const one = file();
  const { customer, document } = await register([one, one]);
  const input = { customer, document, mode: 'live' as const, digests: [one], at: T0 };
  await registerDocumentDigests(store.database, store.keys, SYSTEM, input);
  const rows = await store.database
    .selectFrom('document_digest')
    .selectAll()
    .where('document_id', '=', document)
    .execute();
  expect(rows.map(({ kind, mode, mac }) => [kind, mode, mac.length])).toEqual([
    ['file', 'live', 32],
  ]);
  const entries = await store.database
    .selectFrom('audit_entry')
    .select('body')
    .where('chain', '=', customer)
    .execute();
  expect(entries).toHaveLength(1);
  expect(entries[0]?.body).toContain('"document_digest.registered"');
  expect(entries[0]?.body).not.toContain(one.value);
});
