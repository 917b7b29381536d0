import { refusing } from './facts.ts';

/** Some 4 s and 400 MB at this size; what phones take by default is below it. */
const PIXELS_MAX = 25_000_000;

/** Raw pixels, four bytes each, upright: turns of the container are applied, those of EXIF are not. */
export interface RawPicture {
  data: Buffer;
  width: number;
  height: number;
  /** Pictures in the file; only the first is shown to anybody. */
  pictures: number;
}

/**
 * The first picture of a HEIC. Its size is read before anything is decoded, and refused beyond 25
 * megapixels: the decoder keeps several copies of it.
 */
export async function decodeHeic(bytes: Buffer): Promise<RawPicture> {
  const library = await loadHeic();
  const found = await library.all({ buffer: bytes }).catch(() => {
    throw refusing('file_corrupt', 'decoder');
  });
  try {
    const [first] = found;
    if (!first) throw refusing('file_corrupt', 'decoder');
    if (first.width * first.height > PIXELS_MAX)
      throw refusing('file_too_large', 'pixels', PIXELS_MAX);
    const { data, width, height } = await first.decode().catch(() => {
      throw refusing('file_corrupt', 'decoder');
    });
    const pixels = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return { data: pixels, width, height, pictures: found.length };
  } finally {
    found.dispose();
  }
}

type Library = (typeof import('heic-decode'))['default'];

let loaded: Promise<Library> | undefined;

/** The library with its decoder as one file: nothing of it is read from disk after. */
export async function loadHeic(): Promise<Library> {
  loaded ??= import('heic-decode').then((module) => module.default);
  return await loaded;
}
