import { deflateSync } from 'node:zlib';

/** Objects by their number, from 1; the first is the catalog. */
export type PdfObjects = readonly (string | Buffer)[];

/** A PDF of these objects with a table that is right, so that nothing but what is meant is wrong. */
export function pdfOf(objects: PdfObjects, trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  let at = parts[0]?.length ?? 0;
  const starts = objects.map((body, n) => {
    const whole = Buffer.concat([
      Buffer.from(`${n + 1} 0 obj\n`),
      Buffer.from(body as string, 'latin1'),
      Buffer.from('\nendobj\n'),
    ]);
    parts.push(whole);
    at += whole.length;
    return at - whole.length;
  });
  const rows = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows}`;
  const end = `trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table + end)]);
}

/** Catalog, page tree, one page with a word and a font: five objects, others may follow. */
export function onePage(extra: { catalog?: string; page?: string; box?: string } = {}): string[] {
  const content = 'BT /F1 24 Tf 72 720 Td (Specimen) Tj ET';
  const { catalog = '', page = '', box = '0 0 595 842' } = extra;
  return [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [${box}] /Contents 4 0 R` +
      ` /Resources << /Font << /F1 5 0 R >> >> ${page} >>`,
    stream(content),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
}

export function stream(body: string | Buffer, dictionary = ''): string {
  const bytes = Buffer.from(body as string, 'latin1');
  return `<< /Length ${bytes.length} ${dictionary} >>\nstream\n${bytes.toString('latin1')}\nendstream`;
}

/** An object stream that holds this text as object `number`. */
export function packed(text: string, number: number, dictionary = '/Filter /FlateDecode'): string {
  const head = `${number} 0 `;
  const body = deflateSync(Buffer.from(head + text, 'latin1'));
  return stream(body, `/Type /ObjStm /N 1 /First ${head.length} ${dictionary}`);
}
