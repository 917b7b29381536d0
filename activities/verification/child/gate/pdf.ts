import type { EncryptedPdf } from '../../../../domain/policy.ts';
import { refusedOf, refusing, type Cleaned, type CleanPicture } from './facts.ts';
import { openPdf, type PdfDocument, type PdfPage } from './pdf-open.ts';
import {
  refuseActiveBytes,
  refuseActiveDocument,
  refuseActivePage,
  refuseEncrypted,
} from './pdf-safety.ts';
import { refuseBombs } from './pdf-streams.ts';
import { pageText } from './pdf-text.ts';
import { drawPage, pageViewport } from './pdf-draw.ts';

/** Pages of one file (verification.md 2, step 5). */
export const PDF_PAGES_MAX = 20;
/** Pages that are drawn: what engines and reviewers look at. The text of all pages is read. */
export const PDF_PAGES_DRAWN_MAX = 4;

/** Text and pictures of a plain PDF; refuses an encrypted, active, too large or broken one. */
export async function cleanPdf(bytes: Buffer, encrypted?: EncryptedPdf): Promise<Cleaned> {
  await refuseBombs(refuseActiveBytes(bytes));
  const pdf = await openPdf(bytes);
  try {
    return await readPages(pdf, encrypted);
  } catch (error) {
    throw refusedOf(error) || !isPdfError(error) ? error : refusing('file_corrupt', 'pdf');
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function readPages(pdf: PdfDocument, encrypted?: EncryptedPdf): Promise<Cleaned> {
  if (pdf.numPages < 1) throw refusing('file_corrupt', 'no_page');
  if (pdf.numPages > PDF_PAGES_MAX) throw refusing('file_too_large', 'pages');
  if (encrypted !== 'accepted') await refuseEncrypted(pdf);
  await refuseActiveDocument(pdf);
  const pages: CleanPicture[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    await refuseActivePage(page);
    const { viewport, lines } = await laidOut(page);
    const size = { width: Math.ceil(viewport.width), height: Math.ceil(viewport.height) };
    const drawn = number <= PDF_PAGES_DRAWN_MAX;
    const png = drawn ? await drawPage(pdf, page, viewport) : Buffer.alloc(0);
    pages.push({ bytes: png, ...size, text: { lines }, quality: null });
    page.cleanup();
  }
  const drawn = Math.min(pdf.numPages, PDF_PAGES_DRAWN_MAX);
  const lines = pages.reduce((sum, page) => sum + (page.text?.lines.length ?? 0), 0);
  return { pages, measures: { pages: pdf.numPages, pages_drawn: drawn, text_lines: lines } };
}

/** Fewer letters are a stamp or a page number on a scan. */
const LETTERS_MIN = 40;

async function laidOut(page: PdfPage) {
  const viewport = pageViewport(page, 'text');
  const lines = await pageText(page, viewport);
  const letters = lines.reduce((sum, { text }) => sum + text.length, 0);
  if (letters >= LETTERS_MIN) return { viewport, lines };
  const finer = pageViewport(page, 'scan');
  return { viewport: finer, lines: await pageText(page, finer) };
}

/** What pdf.js throws at a damaged file; a programming error or a missing module is none of them. */
function isPdfError(error: unknown): boolean {
  const named = [
    'InvalidPDFException',
    'FormatError',
    'UnknownErrorException',
    'XRefEntryException',
  ];
  return error instanceof Error && named.includes(error.name);
}
