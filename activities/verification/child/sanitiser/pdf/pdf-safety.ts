import { refusing } from '../facts.ts';
import { attachmentsNamed } from './pdf-attachments.ts';
import type { PdfDocument, PdfPage } from './pdf-open.ts';
import { objectTexts, type PdfStream, plainNames, streamsOf } from './pdf-streams.ts';

/**
 * Names that no plain document needs: programs, scripts, forms that send themselves off. A delimiter must
 * follow, so that chance bytes do not match.
 */
const ACTIVE =
  /\/(Launch|RichMedia|XFA|JavaScript|Rendition|GoToE|SubmitForm|ImportData)(?=[\s/<>([\]]|$)/;
/** File attachment, screen, movie, sound, rich media, 3D: pdf.js shows some by type, some by name. */
const ACTIVE_ANNOTATIONS = ['FileAttachment', 'Screen', 'Movie', 'Sound', 'RichMedia', '3D'];
const FILE_ATTACHMENT = 17;

/** What the bytes of a document show before any library opens it. */
export interface Bytes {
  streams: PdfStream[];
  /** Entries of files inside. */
  attachments: number;
}

/**
 * Refuses by the raw bytes, object streams unpacked, what pdf.js does not show: `getOpenAction()`
 * gave null for a launch action (tried). `opened`: the streams of an encrypted file, decrypted.
 */
export function refuseActiveBytes(bytes: Buffer, opened?: PdfStream[]): Bytes {
  const text = bytes.toString('latin1');
  const plain = plainNames(text);
  if (ACTIVE.test(plain)) throw refusing('file_active_content', 'raw_name');
  const streams = opened ?? streamsOf(bytes, text);
  const packed = objectTexts(streams, text, opened !== undefined).map(plainNames);
  if (packed.some((unpacked) => ACTIVE.test(unpacked))) {
    throw refusing('file_active_content', 'packed_name');
  }
  return { streams, attachments: attachmentsNamed([plain, ...packed]) };
}

/** Refuses encryption, also of a file that opens without a password. */
export async function refuseEncrypted(pdf: PdfDocument): Promise<void> {
  if ((await pdf.getPermissions()) !== null) throw refusing('file_encrypted', 'permissions');
  const { info } = await pdf.getMetadata();
  if ('EncryptFilterName' in info && info.EncryptFilterName) {
    throw refusing('file_encrypted', 'filter');
  }
}

/** Refuses scripts of the document and forms of XFA. */
export async function refuseActiveDocument(pdf: PdfDocument): Promise<void> {
  if (isFilled(await pdf.getJSActions())) throw refusing('file_active_content', 'script');
  const { info } = await pdf.getMetadata();
  if ('IsXFAPresent' in info && info.IsXFAPresent) throw refusing('file_active_content', 'xfa');
}

/**
 * Refuses active content that only a page shows: its scripts, scripts of its fields, launch links, embedded
 * media.
 */
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
