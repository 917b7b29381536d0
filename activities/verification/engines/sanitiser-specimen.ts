import type { UploadedFile } from './engines.ts';

/** One grey pixel. */
const PNG = [
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
].join('');

const WORD = 'specimen';

/** The built-in specimen of the same kind as a file that killed the child: section 1, "whose fault". */
export function specimenLike(mediaType: UploadedFile['mediaType']) {
  return mediaType === 'application/pdf'
    ? { bytes: smallPdf(), mediaType }
    : { bytes: Buffer.from(PNG, 'base64'), mediaType: 'image/png' as const };
}

/** True where the pages are those of the specimen. */
export function isSpecimenRead(
  pages: { width: number; text: { lines: { text: string }[] } | null }[],
) {
  const [page] = pages;
  if (page === undefined) return false;
  return page.text === null ? page.width === 1 : page.text.lines[0]?.text === WORD;
}

/** A page with one word. Its cross-reference is right: a repaired file would prove less. */
function smallPdf(): Buffer {
  const content = `BT /F1 24 Tf 20 20 Td (${WORD}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 60] /Contents 4 0 R' +
      ' /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(text + table + trailer, 'latin1');
}
