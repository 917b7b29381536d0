import type { Sharp } from 'sharp';
import type { MediaType } from '../../../../domain/documents/documents.ts';
import { refusedOf, refusing, type Cleaned, type CleanPicture } from './facts.ts';
import { decodeHeic } from './heic.ts';
import { measureQuality } from './quality.ts';

const PIXELS_MAX = 40_000_000;
/** What phones take at most but for a few: the decoder of JPEG makes it smaller while it reads. */
const JPEG_PIXELS_MAX = 110_000_000;
/** Barcodes need pixels; everything else takes smaller copies. */
const LONG_SIDE_MAX = 4000;
const JPEG_QUALITY = 90;

/** The decoder holds all of a progressive JPEG: two bytes for each value of a pixel. */
const PROGRESSIVE_PIXELS_MAX = 70_000_000;

/** Pixels of one picture at most, by its type. */
export function pixelsMax(mediaType: MediaType): number {
  return mediaType === 'image/jpeg' ? JPEG_PIXELS_MAX : PIXELS_MAX;
}

/**
 * Clean pixels of one JPEG, PNG or WebP: upright, flattened on white, re-encoded without metadata.
 * Refuses what does not decode to the last row; of an animation the first frame alone is taken.
 */
export async function cleanImage(bytes: Buffer): Promise<CleanPicture> {
  const open = await narrowedSharp();
  try {
    const { width, height, isProgressive, chromaSubsampling } = await open(bytes).metadata();
    if (isProgressive === true) refuseLarge(width * height, chromaSubsampling);
    const own = width * height > PIXELS_MAX ? await shrunk(open(bytes)) : bytes;
    return await encoded(open, open(own).autoOrient(), Math.max(width, height));
  } catch (error) {
    throw refusedOf(error) ? error : asRefusal(error);
  }
}

/** Colours as fine as the light fill the child's memory at half the pixels. */
function refuseLarge(pixels: number, sampling: string | undefined): void {
  const most = sampling === '4:2:0' ? PROGRESSIVE_PIXELS_MAX : PIXELS_MAX;
  if (pixels > most) throw refusing('file_too_large', 'pixels', most);
}

/** The same of a HEIC, whose pixels sharp does not decode; an EXIF turn inside is not for them. */
export async function cleanHeic(bytes: Buffer): Promise<Cleaned> {
  const { data, width, height, pictures } = await decodeHeic(bytes);
  const open = await narrowedSharp();
  const { default: sharp } = await loadSharp();
  const raw = sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: PIXELS_MAX });
  const page = await encoded(open, raw, Math.max(width, height));
  return { pages: [page], measures: pictures > 1 ? { pictures } : {} };
}

/** Made smaller by the decoder, not turned yet: turning needs all pixels at once. */
async function shrunk(large: Sharp): Promise<Buffer> {
  const { orientation } = await large.metadata();
  return await large
    .resize({ width: LONG_SIDE_MAX, height: LONG_SIDE_MAX, fit: 'inside' })
    .withMetadata(orientation === undefined ? {} : { orientation })
    .jpeg({ quality: 97, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

async function encoded(
  open: (bytes: Buffer) => Sharp,
  upright: Sharp,
  longSide: number,
): Promise<CleanPicture> {
  const { data, info } = await upright
    .flatten({ background: 'white' })
    .resize({
      width: LONG_SIDE_MAX,
      height: LONG_SIDE_MAX,
      fit: 'inside',
      withoutEnlargement: true,
    })
    .toColourspace('srgb')
    .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' })
    .toBuffer({ resolveWithObject: true });
  const quality = await measureQuality(open(data), longSide);
  return { bytes: data, width: info.width, height: info.height, text: null, quality };
}

let loaded: Promise<typeof import('sharp')> | undefined;

/** The library alone; nothing of it is read from disk after. */
export async function loadSharp(): Promise<typeof import('sharp')> {
  return await (loaded ??= import('sharp'));
}

/** sharp with every loader blocked but three from memory: it would read SVG and more. */
async function narrowedSharp(): Promise<(bytes: Buffer) => Sharp> {
  const { default: sharp } = await loadSharp();
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['Jpeg', 'Png', 'Webp'].map((name) => `VipsForeignLoad${name}Buffer`),
  });
  return (bytes) => sharp(bytes, { limitInputPixels: limitOf(bytes), failOn: 'error', pages: 1 });
}

function limitOf(bytes: Buffer): number {
  return bytes[0] === 0xff ? JPEG_PIXELS_MAX : PIXELS_MAX;
}

/** A decoder's complaint is the file's fault; a missing operation or memory is not. */
function asRefusal(error: unknown): unknown {
  const text = error instanceof Error ? error.message : '';
  if (/pixel limit|dimensions|too large/i.test(text)) return refusing('file_too_large', 'pixels');
  if (/blocked|out of memory|could not load/i.test(text)) return error;
  return refusing('file_corrupt', 'decoder');
}
