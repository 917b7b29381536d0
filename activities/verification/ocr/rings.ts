import { UNTOLD_RING } from '../../../domain/mrz/clean.ts';
import type { Block } from './blocks.ts';
import { median } from './median.ts';
import { upright, type Picture } from './picture.ts';
import type { Recognised } from './recognise.ts';

/**
 * What rings of OCR-B measured over 90 photos of five grades (and the bounds taken): squareness of
 * letters 0.52 to 0.56, of zeros 0.58 to 0.62; half width, by the distance of two letters, 0.20 to
 * 0.21 and 0.22 to 0.23. An ellipse without stroke has the squareness 0.5, a rectangle 0.75.
 */
const LETTER = { squareness: [0.5, 0.568], spread: [0.195, 0.216] } as const;
const ZERO = { squareness: [0.577, 0.64], spread: [0.212, 0.235] } as const;
const CELL = { width: 26, height: 40 };
/** Height of a cell by its width: letters of OCR-B are 2.4 mm high, one each 2.54 mm. */
const HIGH = 1.55;
const NEIGHBOURS = 5;
/** Letters over which the distance of two is taken: the model sees places in coarse steps. */
const SPAN = 8;

/**
 * The row with each ring told by its shape: OCR-B draws `O` as an ellipse and `0` as a rectangle with
 * round corners (ISO 1073-2), which readers of whole words guess from the signs around. A ring whose
 * shape does not tell is `UNTOLD_RING`.
 */
export function withRingsTold(picture: Picture, block: Block, read: Recognised): string {
  const { text, places } = read;
  const pitch = median(places.slice(SPAN).map((place, at) => (place - (places[at] ?? 0)) / SPAN));
  return [...text]
    .map((sign, at) => {
      if (sign !== 'O' && sign !== '0') return sign;
      return told(cellAt(picture, block, centreOf(places, at, pitch), pitch));
    })
    .join('');
}

function told(cell: Picture): string {
  const { squareness, spread } = shapeOf(cell);
  const isIn = (value: number, [from, to]: readonly [number, number]) => value > from && value < to;
  const fits = (ring: typeof LETTER | typeof ZERO) =>
    isIn(squareness, ring.squareness) && isIn(spread, ring.spread);
  if (fits(LETTER)) return 'O';
  return fits(ZERO) ? '0' : UNTOLD_RING;
}

/** Letters stand evenly: where the neighbours say that this one is, but for those beyond a lost letter. */
function centreOf(places: readonly number[], at: number, pitch: number): number {
  const from = Math.max(0, at - NEIGHBOURS);
  const said = places
    .slice(from, at + NEIGHBOURS + 1)
    .map((place, offset) => place - (from + offset - at) * pitch);
  const middle = median(said);
  const near = said.filter((place) => Math.abs(place - middle) < 0.4 * pitch);
  return near.reduce((sum, place) => sum + place, 0) / Math.max(1, near.length);
}

function cellAt(picture: Picture, block: Block, place: number, pitch: number): Picture {
  const length = pitch * block.length;
  const shift = (place - 0.5) * block.length;
  const x = block.x + shift * Math.cos(block.angle);
  const y = block.y + shift * Math.sin(block.angle);
  return upright(picture, { ...block, x, y, length, height: HIGH * length }, CELL);
}

/**
 * Of the ink around its centre: `E[x²y²] / (E[x²] E[y²])`, to which corners count and neither width
 * nor height; and how far it spreads sideways, in widths of the cell.
 */
function shapeOf({ data, width }: Picture): { squareness: number; spread: number } {
  const light = Array.from({ length: data.length / 3 }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 3, at * 3 + 3);
    return red * 0.3 + green * 0.59 + blue * 0.11;
  });
  const ranked = light.toSorted((a, b) => a - b);
  const dark = ranked[Math.floor(ranked.length * 0.05)] ?? 0;
  const paper = ranked[Math.floor(ranked.length * 0.7)] ?? 255;
  const ink = light.map((value) => inkOf((paper - value) / Math.max(1, paper - dark)));
  const whole = ink.reduce((sum, amount) => sum + amount, 0);
  const mean = (of: (x: number, y: number) => number) =>
    ink.reduce((sum, amount, at) => sum + amount * of(at % width, Math.floor(at / width)), 0) /
    Math.max(1, whole);
  const [middle, centre] = [mean((x) => x), mean((_, y) => y)];
  const across = mean((x) => (x - middle) ** 2);
  const down = mean((_, y) => (y - centre) ** 2);
  const corners = mean((x, y) => ((x - middle) * (y - centre)) ** 2);
  return { squareness: corners / (across * down), spread: Math.sqrt(across) / width };
}

/** Paper's grain counts for nothing. */
function inkOf(share: number): number {
  return share < 0.35 ? 0 : Math.min(1, share);
}
