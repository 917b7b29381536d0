import { inflateSync } from 'node:zlib';
import { refusing } from './facts.ts';
import type { PdfDocument, PdfPage } from './pdf-open.ts';

/** Names that no plain document needs; a delimiter must follow, so that chance bytes do not match. */
const ACTIVE = /\/(Launch|RichMedia|XFA|JavaScript|EmbeddedFiles?)(?=[\s/<([\]>])/;
const OBJECT_STREAM = /\/ObjStm\b[^]{0,400}?\bstream\r?\n/g;
const UNPACKED_MAX = 8 * 1024 * 1024;
/** File attachment, screen, movie, sound, rich media, 3D: pdf.js shows some by type, some by name. */
const ACTIVE_ANNOTATIONS = ['FileAttachment', 'Screen', 'Movie', 'Sound', 'RichMedia', '3D'];
const FILE_ATTACHMENT = 17;

/**
 * Refuses by the raw bytes, object streams unpacked, what pdf.js does not show: `getOpenAction()`
 * gave null for a launch action (tried). Encrypted or otherwise packed streams stay hidden.
 */
export function refuseActiveBytes(bytes: Buffer): void {
  const text = bytes.toString('latin1');
  if (ACTIVE.test(plainNames(text))) throw refusing('file_active_content', 'raw_name');
  for (const match of text.matchAll(OBJECT_STREAM)) {
    const unpacked = unpack(bytes.subarray(match.index + match[0].length));
    if (ACTIVE.test(plainNames(unpacked))) throw refusing('file_active_content', 'packed_name');
  }
}

/** Refuses encryption (also without a password), scripts of the document and attachments. */
export async function refuseActiveDocument(pdf: PdfDocument): Promise<void> {
  if ((await pdf.getPermissions()) !== null) throw refusing('file_encrypted', 'permissions');
  if (isFilled(await pdf.getJSActions())) throw refusing('file_active_content', 'script');
  if (isFilled(await pdf.getAttachments())) throw refusing('file_active_content', 'attachment');
  const { info } = await pdf.getMetadata();
  if ('IsXFAPresent' in info && info.IsXFAPresent) throw refusing('file_active_content', 'xfa');
  if ('EncryptFilterName' in info && info.EncryptFilterName) {
    throw refusing('file_encrypted', 'filter');
  }
}

/** Refuses what only a page knows: its scripts, those of its fields, launch links, embedded media. */
export async function refuseActivePage(page: PdfPage): Promise<void> {
  if (isFilled(await page.getJSActions())) throw refusing('file_active_content', 'page_script');
  for (const annotation of await page.getAnnotations()) {
    if (isFilled(annotation.actions)) throw refusing('file_active_content', 'field_script');
    if (annotation.unsafeUrl && !annotation.url) throw refusing('file_active_content', 'launch');
    const kind = String(annotation.subtype);
    if (annotation.annotationType === FILE_ATTACHMENT || ACTIVE_ANNOTATIONS.includes(kind)) {
      throw refusing('file_active_content', 'media');
    }
  }
}

/** pdf.js 6 answers with a `Map`, older ones with an object, and null for none. */
function isFilled(found: unknown): boolean {
  if (found === null || typeof found !== 'object') return false;
  return found instanceof Map ? found.size > 0 : Object.keys(found).length > 0;
}

/** `/L#61unch` is `/Launch`. */
function plainNames(text: string): string {
  return text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function unpack(packed: Buffer): string {
  try {
    return inflateSync(packed, { maxOutputLength: UNPACKED_MAX }).toString('latin1');
  } catch {
    return ''; // another filter, or broken: pdf.js judges it
  }
}
