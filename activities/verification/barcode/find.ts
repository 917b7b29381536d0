import { readBarcodes, type ReaderOptions, type ReadResult } from 'zxing-wasm/reader';
import { readHeader } from '../../../domain/aamva/header.ts';
import type { BarcodeSearch, Box } from '../engines.ts';
import { sharp } from '../narrow-sharp.ts';
import { angleOfBars } from './angle.ts';
import { hasBars } from './bars.ts';

interface Look {
  /** Longest side, in pixels. */
  longest: number;
  angle: number;
  blur: number;
  binarizer: 'LocalAverage' | 'GlobalHistogram';
}

/** Fine bars make an estimate too steep by a tenth at most: shares of it, then degrees beside it. */
const SHARES = [1, 0.9];
const BESIDE = [-2, 2, -4, 4];
/** The size at which a card that fills a photo has bars of several pixels; larger and smaller ones. */
const LONGEST = [1600, 2400, 1200];
const ESTIMATE = { longest: 1600, blur: 1.5 };

/**
 * Looks at a page as it is, then turned upright by its bars, smoothed, larger and smaller, until a
 * licence's barcode is found or the time is over.
 */
export async function findBarcode(
  page: Uint8Array,
  { untilMs }: { untilMs: number },
): Promise<BarcodeSearch> {
  const { looks, isBarred } = await looksAt(page);
  const measures = { looks: 0, turned: 0, others: 0, bars: Number(isBarred) };
  for (const look of looks) {
    if (measures.looks > 0 && performance.now() > untilMs) break;
    const picture = await prepared(page, look);
    const results = await readBarcodes(picture.encoded, { ...OPTIONS, binarizer: look.binarizer });
    measures.looks += 1;
    measures.turned = Math.round(look.angle);
    for (const result of results) {
      const { isValid, bytes } = result;
      if (isValid && readHeader(bytes) !== null) {
        return { found: { bytes, box: boxOf(result, picture) }, measures };
      }
      if (isValid) measures.others += 1;
    }
  }
  return { found: null, measures };
}

const OPTIONS = {
  formats: ['PDF417'],
  tryHarder: true,
  tryRotate: true,
  tryInvert: false,
  maxNumberOfSymbols: 4,
} as const satisfies ReaderOptions;

/** The test of texture may err: one look all the same. A whole search would cost seconds. */
const LOOKS_WITHOUT_BARS = 1;

async function looksAt(page: Uint8Array): Promise<{ looks: Look[]; isBarred: boolean }> {
  const { data, info } = await grey(page, ESTIMATE.longest)
    .blur(ESTIMATE.blur)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const smooth = { data, width: info.width, height: info.height };
  const bars = angleOfBars(smooth);
  const [usual = 0] = LONGEST;
  const binarizers = ['LocalAverage', 'GlobalHistogram'] as const;
  const looks: Look[] = [{ longest: usual, angle: 0, blur: 0, binarizer: 'LocalAverage' }];
  const angles = [...SHARES.map((share) => bars * share), ...BESIDE.map((by) => bars * 0.95 + by)];
  for (const longest of LONGEST) {
    for (const angle of angles) {
      const blur = longest === usual ? 0 : 0.8;
      for (const binarizer of binarizers) looks.push({ longest, angle, blur, binarizer });
    }
  }
  const isBarred = hasBars(smooth);
  return { looks: isBarred ? looks : looks.slice(0, LOOKS_WITHOUT_BARS), isBarred };
}

function grey(page: Uint8Array, longest: number) {
  return sharp(page, { limitInputPixels: 40e6, failOn: 'error' })
    .resize({ width: longest, height: longest, fit: 'inside' })
    .flatten({ background: '#ffffff' })
    .greyscale();
}

interface Size {
  width: number;
  height: number;
}

interface Prepared {
  encoded: Uint8Array;
  turned: Size;
  /** Of the page itself, and of the copy before it was turned. */
  page: Size;
  scaled: Size;
  angle: number;
}

async function prepared(page: Uint8Array, look: Look): Promise<Prepared> {
  const own = await sharp(page).metadata();
  const scaled = await grey(page, look.longest).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = scaled.info;
  let picture = sharp(scaled.data, { raw: { width, height, channels: 1 } });
  if (look.angle !== 0) picture = picture.rotate(look.angle, { background: '#ffffff' });
  if (look.blur !== 0) picture = picture.blur(look.blur);
  const { data, info } = await picture
    .normalise()
    .toColourspace('b-w')
    .png({ compressionLevel: 0 })
    .toBuffer({ resolveWithObject: true });
  return { encoded: data, turned: info, page: own, scaled: { width, height }, angle: look.angle };
}

/** The symbol's place on the page: its corners turned back about the middle. */
function boxOf({ position }: ReadResult, { turned, page, scaled, angle }: Prepared): Box {
  const radians = (-angle * Math.PI) / 180;
  const scale = page.width / scaled.width;
  const { topLeft, topRight, bottomRight, bottomLeft } = position;
  const corners = [topLeft, topRight, bottomRight, bottomLeft].map(({ x, y }) => {
    const [dx, dy] = [x - turned.width / 2, y - turned.height / 2];
    const back = {
      x: dx * Math.cos(radians) - dy * Math.sin(radians) + scaled.width / 2,
      y: dx * Math.sin(radians) + dy * Math.cos(radians) + scaled.height / 2,
    };
    return { x: back.x * scale, y: back.y * scale };
  });
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top].map(Math.round) as Box;
}
