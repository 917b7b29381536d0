import type { EncryptedPdf } from '../../../../../domain/policy/policy.ts';
import { refusedOf, refusing, type Cleaned, type CleanPicture } from '../facts.ts';
import { openPdf, type PdfDocument, type PdfPage } from './pdf-open.ts';
import {
  refuseActiveBytes,
  refuseActiveDocument,
  refuseActivePage,
  refuseEncrypted,
} from './pdf-safety.ts';
import { refuseBombs } from './pdf-streams.ts';
import { pageText } from './pdf-text.ts';
import { dataAttachments } from './pdf-attachments.ts';
import { decrypted } from './pdf-decrypt.ts';
import { drawPage, pageViewport } from './pdf-draw.ts';

/** Pages of one file that are read: name, address and date stand at the front. */
export const PDF_PAGES_MAX = 20;
/** Pages that are drawn: what engines and reviewers look at. The text of all pages is read. */
export const PDF_PAGES_DRAWN_MAX = 4;

/**
 * Text and pictures of a PDF; refuses one that is encrypted where that is not accepted, active, too large or
 * broken. Of a long one the first pages are read.
 */
export async function cleanPdf(bytes: Buffer, encrypted?: EncryptedPdf): Promise<Cleaned> {
  const seen = refuseActiveBytes(bytes);
  await refuseBombs(seen.streams);
  const pdf = await openPdf(bytes);
  try {
    if (encrypted !== 'accepted') await refuseEncrypted(pdf);
    const open = decrypted(bytes, seen.streams);
    const { attachments, streams } = open ? refuseActiveBytes(bytes, open) : seen;
    if (open) await refuseBombs(streams);
    await refuseActiveDocument(pdf);
    const dropped = await dataAttachments(pdf, attachments);
    const { pages, measures } = await readPages(pdf);
    const more = dropped > 0 ? { attachments_dropped: dropped } : {};
    return { pages, measures: { ...measures, ...more } };
  } catch (error) {
    throw refusedOf(error) || !isPdfError(error) ? error : refusing('file_corrupt', 'pdf');
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function readPages(pdf: PdfDocument): Promise<Cleaned> {
  if (pdf.numPages < 1) throw refusing('file_corrupt', 'pdf_without_pages');
  const read = Math.min(pdf.numPages, PDF_PAGES_MAX);
  const pages: CleanPicture[] = [];
  for (let number = 1; number <= read; number += 1) {
    const page = await pdf.getPage(number);
    await refuseActivePage(page);
    const { viewport, lines } = await laidOut(page);
    const size = { width: Math.ceil(viewport.width), height: Math.ceil(viewport.height) };
    const drawn = number <= PDF_PAGES_DRAWN_MAX;
    const png = drawn ? await drawPage(pdf, page, viewport) : Buffer.alloc(0);
    pages.push({ bytes: png, ...size, text: { lines }, quality: null });
    page.cleanup();
  }
  const drawn = Math.min(read, PDF_PAGES_DRAWN_MAX);
  const lines = pages.reduce((sum, page) => sum + (page.text?.lines.length ?? 0), 0);
  const left = read < pdf.numPages ? { pages_read: read } : {};
  return {
    pages,
    measures: { pages: pdf.numPages, ...left, pages_drawn: drawn, text_lines: lines },
  };
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

/** True for an error that pdf.js throws for a damaged file, and false for a bug or a missing module. */
function isPdfError(error: unknown): boolean {
  const named = [
    'InvalidPDFException',
    'FormatError',
    'UnknownErrorException',
    'XRefEntryException',
  ];
  return error instanceof Error && named.includes(error.name);
}
