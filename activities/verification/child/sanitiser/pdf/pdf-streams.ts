import { constants, createInflate, inflateSync } from 'node:zlib';
import { refusing } from '../facts.ts';

/** One stream of a PDF as its bytes show it, before any library opens the file. */
export interface PdfStream {
  /** The dictionary before it, names unescaped. */
  dictionary: string;
  /** From its first byte to the end of the file: lengths are claims. */
  bytes: Buffer;
  /** Number and generation of its object; null if they cannot be found. */
  object: readonly [number, number] | null;
}

const STREAMS_MAX = 20_000;
const DICTIONARY_MAX = 65_536;
/** Of all dictionaries together: streams without an object before them would be looked at in vain. */
const DICTIONARIES_MAX = 32 * 1024 * 1024;
const OBJECTS_MAX = 8 * 1024 * 1024;
const PIXELS_MAX = 40_000_000;
/** What the streams of an honest file unpack to: a page of 40 megapixels in colour, and some more. */
const UNPACKED_MAX = 400 * 1024 * 1024;
const OBJECT_STREAM = /\/ObjStm(?=[\s/<>([\]]|$)/g;

/** Every stream of the file. `text`: its bytes as latin1. */
export function streamsOf(bytes: Buffer, text: string): PdfStream[] {
  const streams: PdfStream[] = [];
  let room = DICTIONARIES_MAX;
  for (const match of text.matchAll(/(?<!end)stream\r?\n/g)) {
    const from = Math.max(text.lastIndexOf('obj', match.index), match.index - DICTIONARY_MAX);
    room -= match.index - Math.max(0, from);
    if (streams.length === STREAMS_MAX || room < 0) throw refusing('file_too_large', 'streams');
    const dictionary = plainNames(text.slice(Math.max(0, from), match.index));
    const object = objectAt(text.slice(Math.max(0, from - 20), Math.max(0, from)));
    streams.push({ dictionary, bytes: bytes.subarray(match.index + match[0].length), object });
  }
  return streams;
}

function objectAt(before: string): PdfStream['object'] {
  const [, number, generation] = /(\d+)\s+(\d+)\s+$/.exec(before) ?? [];
  return number === undefined ? null : [Number(number), Number(generation)];
}

/**
 * The texts of all object streams. Refuses those that are packed as no writer does it, or whose
 * dictionary is not to be seen: what they hide, no rule could find.
 */
export function objectTexts(
  streams: readonly PdfStream[],
  text: string,
  isDecrypted = false,
): string[] {
  const packed = streams.filter(({ dictionary }) => dictionary.match(OBJECT_STREAM));
  const named = plainNames(text).match(OBJECT_STREAM)?.length ?? 0;
  const seen = packed.reduce(
    (sum, { dictionary }) => sum + (dictionary.match(OBJECT_STREAM)?.length ?? 0),
    0,
  );
  if (named > seen) throw refusing('file_active_content', 'hidden_names');
  const isSealed = !isDecrypted && isEncrypted(text); // refused, or looked through once it is open
  return packed.map((stream) => (isSealed ? '' : objectText(stream)));
}

/** True where the bytes name a dictionary of encryption. */
export function isEncrypted(text: string): boolean {
  return /\/Encrypt(?=[\s/<])/.test(text);
}

function objectText({ dictionary, bytes }: PdfStream): string {
  const filters = filtersOf(dictionary);
  if (filters === null || /\/Predictor\s+([2-9]|1\d)/.test(dictionary)) {
    throw refusing('file_active_content', 'hidden_names');
  }
  const [first, ...more] = filters;
  if (first === undefined) return bytes.subarray(0, OBJECTS_MAX).toString('latin1');
  if (more.length > 0 || !FLATE.includes(first)) {
    throw refusing('file_active_content', 'hidden_names');
  }
  try {
    const finishFlush = constants.Z_SYNC_FLUSH; // one that is cut off is read as far as it goes
    return inflateSync(bytes, { maxOutputLength: OBJECTS_MAX, finishFlush }).toString('latin1');
  } catch (error) {
    const isBomb = error instanceof RangeError;
    throw isBomb ? refusing('file_too_large', 'object_stream') : refusing('file_corrupt', 'pdf');
  }
}

const FLATE: readonly string[] = ['FlateDecode', 'Fl'];
const PACKING: readonly string[] = [...FLATE, 'LZWDecode', 'LZW', 'RunLengthDecode', 'RL'];

/** The names of the filters in their order; null where they stand in another object. */
function filtersOf(dictionary: string): string[] | null {
  const said = /\/Filter\s*(\[[^\]]*\]|\/[\w.-]+|\d+\s+\d+\s+R)/.exec(dictionary)?.[1];
  if (said === undefined) return [];
  const names = [...said.matchAll(/\/([\w.-]+)/g)].map(([, name = '']) => name);
  return /\d\s+R/.test(said) ? null : names;
}

/**
 * Refuses streams that unpack to more than a page could need: those packed twice at once, pictures by
 * their own size, the others by unpacking them once and keeping nothing.
 */
export async function refuseBombs(streams: readonly PdfStream[]): Promise<void> {
  let room = UNPACKED_MAX;
  for (const { dictionary, bytes } of streams) {
    const filters = filtersOf(dictionary) ?? [];
    if (filters.filter((name) => PACKING.includes(name)).length > 1 || filters.length > 4) {
      throw refusing('file_unsafe', 'nested_filters');
    }
    refuseLargePicture(dictionary);
    if (filters.length > 0 && FLATE.includes(filters[0] ?? '')) {
      room -= await unpackedLength(bytes, room);
      if (room <= 0) throw refusing('file_too_large', 'unpacked');
    }
  }
}

/** pdf.js would leave out such a large picture, and people would look at an empty page. */
function refuseLargePicture(dictionary: string): void {
  if (!/\/Subtype\s*\/Image\b/.test(dictionary)) return;
  const side = (name: string) =>
    Number(new RegExp(`/${name}\\s+(\\d{1,9})(?!\\s+\\d+\\s+R)`).exec(dictionary)?.[1] ?? 0);
  const pixels = side('Width') * side('Height');
  if (pixels > PIXELS_MAX) throw refusing('file_too_large', 'pixels', PIXELS_MAX);
}

/** Bytes that come out, up to `max`; of a damaged stream those before the damage. */
async function unpackedLength(packed: Buffer, max: number): Promise<number> {
  const inflate = createInflate({ chunkSize: 256 * 1024 });
  inflate.end(packed);
  let length = 0;
  try {
    for await (const chunk of inflate) {
      length += (chunk as Buffer).length;
      if (length >= max) break;
    }
  } catch {
    return length; // pdf.js judges what is damaged
  }
  return length;
}

/** `/L#61unch` is `/Launch`. */
export function plainNames(text: string): string {
  return text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
