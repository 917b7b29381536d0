/** A small valid PDF with entries of our choice in its catalog or its page: what no PDF library will write. */
export function rawPdf(extra: { catalog?: string; page?: string }): Buffer {
  const content = 'BT /F1 24 Tf 72 720 Td (Specimen) Tj ET';
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${extra.catalog ?? ''} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> ${extra.page ?? ''} >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let text = '%PDF-1.7\n';
  const starts = objects.map((body, at) => {
    const start = text.length;
    text += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return start;
  });
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${table}`;
  const root = `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n`;
  return Buffer.from(`${text}${root}${text.lastIndexOf('xref\n0 ')}\n%%EOF\n`, 'latin1');
}
