import { refusing } from '../facts.ts';
import type { PdfDocument } from './pdf-open.ts';

/** What invoices carry beside their pages: ZUGFeRD, Factur-X and others, which nobody here reads. */
const DATA = /\.(xml|csv|json|txt)$/i;
/** A file that says otherwise than its name: markup with scripts, or a program of words. */
const NO_DATA = /<\s*(script|html|svg|body|iframe)|^\s*#!|<!entity/i;
// oxlint-disable-next-line no-control-regex -- a text has none of them
const NO_TEXT = /[\u0000-\u0008\u000e-\u001f]/;
const FILES_MAX = 20;
const BYTES_MAX = 5 * 1024 * 1024;

/**
 * How many files of plain data the document carries; refuses any other. They end here: what leaves are pages
 * alone. `named` are the entries that the bytes show: one that the library does not list is hidden.
 */
export async function dataAttachments(pdf: PdfDocument, named: number): Promise<number> {
  const listed = [...((await pdf.getAttachments()) ?? new Map())] as [
    string,
    { filename: string },
  ][];
  const isHidden = named > listed.length;
  if (listed.length > FILES_MAX || isHidden) throw refusing('file_active_content', 'attachment');
  for (const [id, { filename }] of listed) {
    const content: unknown = await pdf.getAttachmentContent(id);
    if (!DATA.test(filename) || !isData(content)) {
      throw refusing('file_active_content', 'attachment');
    }
  }
  return listed.length;
}

function isData(content: unknown): boolean {
  const bytes = content instanceof Uint8Array ? content : null;
  if (bytes === null || bytes.length > BYTES_MAX) return false;
  const text = Buffer.from(bytes).toString('latin1');
  return !NO_TEXT.test(text) && !NO_DATA.test(text);
}

/** The entries of files in a document's bytes, and in its object streams. */
export function attachmentsNamed(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + (text.match(ENTRY)?.length ?? 0), 0);
}

const ENTRY = /\/EF\s*(<<|\d+\s+\d+\s+R)/g;
