import anyAscii from 'any-ascii';
import { createHash } from 'node:crypto';
import type { DocumentDigest } from '../../../store/findings/register-document-digests.ts';
import { findingDraft, type FindingDraft } from '../round/finding-draft.ts';
import type { TextPage } from '../address/text-pages.ts';

const ENGINE = 'document_unique@1';
const NOT_PROVEN = [
  'that no copy is in use: one that was photographed or scanned anew is not noticed',
];
/** Less text is no document's own: a form's heading, a page number. */
const LETTERS_MIN = 40;

/**
 * The check `document_unique`: neither the bytes of a file nor the words of the pages were submitted
 * for another customer. `othersWith` stores the digests first, then counts.
 */
export async function documentUnique(
  { files, pages }: { files: readonly Uint8Array[]; pages: readonly TextPage[] },
  othersWith: (digests: readonly DocumentDigest[]) => Promise<number>,
): Promise<FindingDraft> {
  const words = wordsIn(pages);
  const digests: DocumentDigest[] = files.map((file) => ({ kind: 'file', value: digestOf(file) }));
  if (words !== null) digests.push({ kind: 'text', value: digestOf(words) });
  const others = await othersWith(digests);
  const measures = { others, files: files.length, text: words === null ? 'none' : 'compared' };
  const rest = { engine: ENGINE, measures, notProven: NOT_PROVEN };
  if (others === 0) return findingDraft('pass', [], rest);
  return findingDraft('inconclusive', ['document_in_use'], rest);
}

/** Letters and digits alone, in one case: spaces and signs depend on who wrote the file. */
function wordsIn(pages: readonly TextPage[]): string | null {
  const lines = pages.flatMap((page) => page.lines.map(({ text }) => anyAscii(text)));
  const plain = lines
    .join(' ')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
  return plain.replaceAll(/\d/g, '').length >= LETTERS_MIN ? plain : null;
}

function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
