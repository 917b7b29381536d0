import { readBarcodes, type ReaderOptions, type ReadResult } from 'zxing-wasm/reader';
import { isCardText } from '../../../../domain/identity/aamva/licence.ts';
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

/** One look at the usual size; no look begins that the budget would not bear. */
const LOOK_CPU_MS = 250;

/**
 * Looks at a page as it is, then turned upright by its bars, smoothed, larger and smaller, until a card's
 * barcode is found, another one was read twice in the same way, or the time is over.
 */
export async function findBarcode(
  page: Uint8Array,
  budget: { untilMs: number; cpuMs: number },
): Promise<BarcodeSearch> {
  const before = process.cpuUsage();
  const isOver = () => {
    const { user, system } = process.cpuUsage(before);
    const isSpent = (user + system) / 1000 + LOOK_CPU_MS > budget.cpuMs;
    return isSpent || performance.now() > budget.untilMs;
  };
  const source = await sourceOf(page);
  const { looks, isBarred } = await looksAt(source);
  const measures = { looks: 0, turned: 0, others: 0, bars: Number(isBarred) };
  const known = new Set<string>();
  for (const look of looks) {
    if (measures.looks > 0 && isOver()) break;
    const picture = await prepared(source, look);
    const results = await readBarcodes(picture.encoded, { ...OPTIONS, binarizer: look.binarizer });
    measures.looks += 1;
    measures.turned = Math.round(look.angle);
    const valid = results.filter(({ isValid }) => isValid);
    const card = valid.find(({ bytes }) => isCardText(bytes));
    if (card) return { found: { bytes: card.bytes, box: boxOf(card, picture) }, measures };
    measures.others += valid.length;
    // garbage may pass for sound once, not twice
    const texts = valid.map(({ bytes }) => Buffer.from(bytes).toString('latin1'));
    if (texts.some((text) => known.has(text))) break;
    for (const text of texts) known.add(text);
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

async function looksAt(source: Source): Promise<{ looks: Look[]; isBarred: boolean }> {
  const { data, info } = await resized(source, ESTIMATE.longest)
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

/** The page in grey, decoded once for all looks and no larger than the largest of them. */
interface Source extends Size {
  data: Buffer;
  /** Size of the page, and of the copy before it was turned. */
  page: Size;
}

async function sourceOf(page: Uint8Array): Promise<Source> {
  const picture = sharp(page, { limitInputPixels: 40e6, failOn: 'error' });
  const { width: wide, height: high } = await picture.metadata();
  const longest = Math.max(...LONGEST);
  const { data, info } = await picture
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .greyscale()
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { data, width, height, page: { width: wide, height: high } };
}

function resized({ data, width, height }: Source, longest: number) {
  const raw = { width, height, channels: 1 } as const;
  return sharp(data, { raw })
    .resize({ width: longest, height: longest, fit: 'inside' })
    .toColourspace('b-w');
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

async function prepared(source: Source, look: Look): Promise<Prepared> {
  const scaled = await resized(source, look.longest).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = scaled.info;
  let picture = sharp(scaled.data, { raw: { width, height, channels } });
  if (look.angle !== 0) picture = picture.rotate(look.angle, { background: '#ffffff' });
  if (look.blur !== 0) picture = picture.blur(look.blur);
  const { data, info } = await picture
    .normalise()
    .toColourspace('b-w')
    .png({ compressionLevel: 0 })
    .toBuffer({ resolveWithObject: true });
  return {
    encoded: data,
    turned: info,
    page: source.page,
    scaled: { width, height },
    angle: look.angle,
  };
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
