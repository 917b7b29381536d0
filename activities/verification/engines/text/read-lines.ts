import type { Block } from 'tesseract.js';
import type { Box } from '../engines.ts';
import { sharp } from '../narrow-sharp.ts';
import type { Grey } from './grey.ts';
import type { Tesseract } from './tesseract.ts';
import { visibleInk } from './visible-ink.ts';

/** The height of letters at which the engine reads best, and the white between two lines. */
const LETTERS_PX = 40;
const BETWEEN_PX = 36;
/** Smaller letters are not read; this is about four points on a drawn page. */
const LETTERS_MIN_PX = 8;

/**
 * What stands on a page at each of these boxes, to be seen by a person: one text a box, empty where
 * nothing is. All of them are read at once, one below the other.
 */
export async function readLines(
  tesseract: Tesseract,
  page: Uint8Array,
  boxes: readonly Box[],
): Promise<string[]> {
  const grey = await greyOf(page);
  const strips = await Promise.all(boxes.map(async (box) => await stripOf(grey, box)));
  const width = Math.max(0, ...strips.map((strip) => strip?.width ?? 0)) + 2 * BETWEEN_PX;
  let height = BETWEEN_PX;
  const tops = strips.map((strip) => {
    const top = height;
    height += strip ? strip.height + BETWEEN_PX : 0;
    return top;
  });
  if (height === BETWEEN_PX) return boxes.map(() => '');
  const sheet = Buffer.alloc(width * height, 255);
  for (const [nth, strip] of strips.entries()) {
    for (let row = 0; strip && row < strip.height; row += 1) {
      const at = ((tops[nth] ?? 0) + row) * width + BETWEEN_PX;
      sheet.set(strip.data.subarray(row * strip.width, (row + 1) * strip.width), at);
    }
  }
  const picture = await sharp(sheet, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 1 })
    .toBuffer();
  const words = wordsOf(await tesseract.readBlock(picture));
  return strips.map((strip, nth) => {
    const [top, bottom] = [tops[nth] ?? 0, (tops[nth] ?? 0) + (strip?.height ?? 0)];
    const own = words.filter(({ middle }) => middle > top && middle < bottom);
    return own.map(({ text }) => text).join(' ');
  });
}

async function greyOf(page: Uint8Array): Promise<Grey> {
  const { data, info } = await sharp(page, { limitInputPixels: 40e6, failOn: 'error' })
    .flatten({ background: '#ffffff' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** A line's visible ink at the height at which the engine reads; null where there is none. */
async function stripOf(grey: Grey, box: Box): Promise<Grey | null> {
  const ink = box[3] < LETTERS_MIN_PX ? null : visibleInk(grey, box);
  if (ink === null) return null;
  const { data, info } = await sharp(ink.data, {
    raw: { width: ink.width, height: ink.height, channels: 1 },
  })
    .resize({ height: Math.round((ink.height * LETTERS_PX) / box[3]), kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function wordsOf(blocks: readonly Block[]) {
  const lines = blocks.flatMap(({ paragraphs }) => paragraphs.flatMap((one) => one.lines));
  return lines.flatMap(({ words }) =>
    words.map(({ text, bbox }) => ({ text, middle: (bbox.y0 + bbox.y1) / 2 })),
  );
}
