import { fileTypeFromBuffer } from 'file-type';
import { sniff } from '../../../../domain/documents/file-signatures.ts';
import type { MediaType } from '../../../../domain/documents/documents.ts';
import { refusing, type SanitiserJob } from './facts.ts';
import { pixelsMax } from './image.ts';
import { jpegEnd, pngEnd, type Extent } from './extent.ts';
import { heicEnd, webpEnd } from './extent-boxes.ts';

/** 10 MiB a page (docs/protection.md#uploads). */
const BYTES_MAX = 10 * 1024 * 1024;
/** The end-of-directory mark of a ZIP stands within this many last bytes. */
const ZIP_TAIL = 65_557;
const FOREIGN = ['%PDF-', 'PK\u0003\u0004', 'PK\u0005\u0006', '<html', '<!doctype html', '<script'];

export interface Typed {
  mediaType: MediaType;
  /** The file itself, without what stood after its end mark. */
  bytes: Buffer;
  /** Bytes that were cut off after the end mark; phones append data. */
  trailingBytes: number;
}

/** The type by the bytes, or a refusal; cuts what follows the end mark. */
export async function typeOf({ bytes, mediaType }: SanitiserJob): Promise<Typed> {
  if (bytes.length > BYTES_MAX) throw refusing('file_too_large', 'bytes', BYTES_MAX);
  if (bytes.length === 0) throw refusing('file_corrupt', 'empty');
  const sniffed = sniff(bytes);
  if (sniffed === null || sniffed !== mediaType) {
    throw refusing('file_type_not_accepted', sniffed === null ? 'unknown_type' : 'other_type');
  }
  const own = sniffed === 'application/pdf' ? bytes.subarray(headerOf(bytes)) : bytes;
  const found = await fileTypeFromBuffer(own).catch(() => undefined);
  if ((SAME[found?.mime ?? ''] ?? found?.mime) !== sniffed) {
    throw refusing('file_type_not_accepted', 'other_type');
  }
  return sniffed === 'application/pdf' ? typedPdf(bytes) : typedPicture(sniffed, bytes);
}

/** Types that the library names more precisely than the API does. */
const SAME: Readonly<Record<string, MediaType>> = {
  'image/apng': 'image/png',
  'image/heif': 'image/heic',
};

const END = {
  'image/jpeg': jpegEnd,
  'image/png': pngEnd,
  'image/webp': webpEnd,
  'image/heic': heicEnd,
} as const satisfies Record<
  Exclude<MediaType, 'application/pdf'>,
  (bytes: Buffer) => Extent | null
>;

function typedPicture(mediaType: keyof typeof END, bytes: Buffer): Typed {
  const extent: Extent | null = END[mediaType](bytes);
  if (extent === null) throw refusing('file_corrupt', 'no_end');
  const most = pixelsMax(mediaType);
  if (extent.width * extent.height > most) throw refusing('file_too_large', 'pixels', most);
  const tail = bytes.subarray(extent.end);
  const { other: beside = [] } = extent;
  if ([tail, ...beside].some(holdsForeign)) throw refusing('file_unsafe', 'polyglot');
  return { mediaType, bytes: bytes.subarray(0, extent.end), trailingBytes: tail.length };
}

/** The bytes of a PDF stay as they are: its cross-reference counts from the start of the file. */
function typedPdf(bytes: Buffer): Typed {
  const mark = bytes.lastIndexOf('%%EOF', undefined, 'latin1');
  if (mark < 0) throw refusing('file_corrupt', 'no_end');
  const first = bytes.indexOf('%%EOF', 0, 'latin1');
  const isTwice = bytes.indexOf('%PDF-', first, 'latin1') > 0; // an update adds no second header
  if (isTwice) throw refusing('file_unsafe', 'polyglot');
  const tail = bytes.subarray(mark + 5);
  const head = bytes.subarray(0, headerOf(bytes));
  const zipEnd = bytes.subarray(-ZIP_TAIL).includes('PK\u0005\u0006', 0, 'latin1');
  if (zipEnd || holdsForeign(tail) || holdsForeign(head)) throw refusing('file_unsafe', 'polyglot');
  const trailingBytes = tail.toString('latin1').trim().length;
  return { mediaType: 'application/pdf', bytes, trailingBytes };
}

/**
 * The index at which a PDF begins. Text before it, such as a line of the program that sent it, is not part of
 * it.
 */
function headerOf(bytes: Buffer): number {
  return Math.max(0, bytes.indexOf('%PDF-', 0, 'latin1'));
}

function holdsForeign(tail: Buffer): boolean {
  if (tail.length === 0) return false;
  const text = tail.toString('latin1').toLowerCase();
  return FOREIGN.some((mark) => text.includes(mark.toLowerCase()));
}
