import { expect, test } from 'vitest';
import { documentUnique } from '../../../../activities/verification/checks/document-unique.ts';
import type { TextPage } from '../../../../activities/verification/address/text-pages.ts';
import type { DocumentDigest } from '../../../../store/findings/register-document-digests.ts';

const page = (...lines: string[]): TextPage => ({
  index: 0,
  source: 'pdf_text',
  height: 1754,
  lines: lines.map((text) => ({ text, box: [0, 0, 100, 10] })),
});
const LETTER = ['Northwind Energy Ltd', 'Isla Ashworth, 96 Kirkgate, Leeds', 'Issued: 3 May 2026'];

/** What was submitted for others, as the store keeps it. */
function memory() {
  const known = new Set<string>();
  return async (digests: readonly DocumentDigest[]) => {
    const keys = digests.map(({ kind, value }) => `${kind}:${value}`);
    const isKnown = keys.some((key) => known.has(key));
    for (const key of keys) known.add(key);
    return await Promise.resolve(isKnown ? 1 : 0);
  };
}

test('the same bytes, or the same words in other bytes, are in use: a person looks', async () => {
  const othersWith = memory();
  const [one, other] = [Buffer.from('one'), Buffer.from('other')];
  const first = await documentUnique({ files: [one], pages: [page(...LETTER)] }, othersWith);
  expect(first).toMatchObject({ outcome: 'pass', reasons: [], measures: { text: 'compared' } });
  const inUse = { outcome: 'inconclusive', reasons: ['document_in_use'], measures: { others: 1 } };
  expect(await documentUnique({ files: [one], pages: [] }, othersWith)).toMatchObject(inUse);
  const rewritten = page(LETTER.join('   ').toUpperCase());
  expect(await documentUnique({ files: [other], pages: [rewritten] }, othersWith)).toMatchObject(
    inUse,
  );
  const next = page(...LETTER.slice(0, 2), 'Issued: 4 May 2026');
  const fresh = { files: [Buffer.from('third')], pages: [next] };
  expect(await documentUnique(fresh, othersWith)).toMatchObject({ outcome: 'pass' });
});

test('a few words are nobody’s own, and what is not noticed is said', async () => {
  const othersWith = memory();
  const stamp = [page('Page 1 of 1 - 2026-11-03 12345678901234567890')];
  for (const file of ['one', 'other']) {
    const found = await documentUnique({ files: [Buffer.from(file)], pages: stamp }, othersWith);
    expect(found).toMatchObject({ outcome: 'pass', measures: { others: 0, text: 'none' } });
    expect(found.notProven.join(' ')).toMatch(/photographed or scanned anew is not noticed/);
  }
});
