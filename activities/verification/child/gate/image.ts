import type { Sharp } from 'sharp';
import { refusing, type CleanPicture } from './facts.ts';
import { measureQuality } from './quality.ts';

const PIXELS_MAX = 40_000_000;
/** Barcodes need pixels; everything else takes smaller copies (verification.md 2). */
const LONG_SIDE_MAX = 4000;
const JPEG_QUALITY = 90;

/**
 * Clean pixels of one JPEG or PNG: upright, flattened on white, re-encoded without metadata.
 * Refuses what does not decode to the last row.
 */
export async function cleanImage(bytes: Buffer): Promise<CleanPicture> {
  const open = await narrowedSharp();
  try {
    const upright = open(bytes).autoOrient().flatten({ background: 'white' });
    const { data, info } = await upright
      .clone()
      .resize({
        width: LONG_SIDE_MAX,
        height: LONG_SIDE_MAX,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .toColourspace('srgb')
      .jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:4:4' })
      .toBuffer({ resolveWithObject: true });
    const { width, height } = await open(bytes).metadata();
    const quality = await measureQuality(open(data), Math.max(width, height));
    return { bytes: data, width: info.width, height: info.height, text: null, quality };
  } catch (error) {
    throw asRefusal(error);
  }
}

let loaded: Promise<typeof import('sharp')> | undefined;

/** The library alone; nothing of it is read from disk after. */
export async function loadSharp(): Promise<typeof import('sharp')> {
  return await (loaded ??= import('sharp'));
}

/** sharp with every loader blocked but JPEG and PNG from memory: it would read SVG and more. */
async function narrowedSharp(): Promise<(bytes: Buffer) => Sharp> {
  const { default: sharp } = await loadSharp();
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] });
  return (bytes) => sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', pages: 1 });
}

/** A decoder's complaint is the file's fault; a missing operation or memory is not. */
function asRefusal(error: unknown): unknown {
  const text = error instanceof Error ? error.message : '';
  if (/pixel limit|dimensions|too large/i.test(text)) return refusing('file_too_large', 'pixels');
  if (/blocked|out of memory|could not load/i.test(text)) return error;
  return refusing('file_corrupt', 'decoder');
}
