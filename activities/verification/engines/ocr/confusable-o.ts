import { UNTOLD_RING } from '../../../../domain/identity/mrz/clean.ts';
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

/** Known zeros of a document from here on are rectangles: its rings can be held against them. */
const OWN_ZEROS = { least: 0.57, most: 0.66 } as const;
/** From the mean of the document's own zeros: as square, or rounder by as much as a letter is. */
const AS_OWN = { squareness: 0.018, spread: 0.01 } as const;
const ROUNDER = { least: 0.032, most: 0.1 } as const;

interface Shape {
  squareness: number;
  spread: number;
}

/** A row as it was read, and the shape of each of its rings by its place. */
export interface Measured {
  text: string;
  rings: ReadonlyMap<number, Shape>;
}

/** The row with each ring told by its shape. */
export function resolveConfusables(picture: Picture, block: Block, read: Recognised): string {
  return resolveRows([measureGlyphs(picture, block, read)])[0] ?? read.text;
}

/** The rings of a row, measured. */
export function measureGlyphs(picture: Picture, block: Block, read: Recognised): Measured {
  const { text, places } = read;
  const pitch = median(places.slice(SPAN).map((place, at) => (place - (places[at] ?? 0)) / SPAN));
  const rings = [...text].flatMap((sign, at): [number, Shape][] => {
    if (sign !== 'O' && sign !== '0') return [];
    return [[at, shapeOf(cellAt(picture, block, centreOf(places, at, pitch), pitch))]];
  });
  return { text, rings: new Map(rings) };
}

/**
 * The rows of one MRZ with each ring told by its shape: OCR-B draws `O` as an ellipse and `0` as a
 * rectangle with round corners (ISO 1073-2), which readers of whole words guess from the signs around.
 * Print differs in weight and width: a ring is held against the zeros of the same MRZ's days, too. One
 * whose shape does not tell is `UNTOLD_RING`.
 */
export function resolveRows(rows: readonly Measured[]): string[] {
  const own = ownZero(rows);
  return rows.map(({ text, rings }) =>
    [...text]
      .map((sign, at) => {
        const shape = rings.get(at);
        return shape === undefined ? sign : told(shape, own);
      })
      .join(''),
  );
}

/** Birth, its digit, sex, expiry, its digit: where every ring is a zero. */
const DAYS = /[\dO]{7}[MFX<][\dO]{7}/;

/**
 * The mean shape of the zeros that can be nothing else; null if there is none, or if they are not
 * rectangular.
 */
function ownZero(rows: readonly Measured[]): Shape | null {
  const zeros = rows.flatMap(({ text, rings }) => {
    const from = DAYS.exec(text)?.index;
    if (from === undefined) return [];
    return [...rings].flatMap(([at, shape]) => (at >= from && at < from + 15 ? [shape] : []));
  });
  const mean = (of: (shape: Shape) => number) =>
    zeros.reduce((sum, shape) => sum + of(shape), 0) / Math.max(1, zeros.length);
  const squareness = mean((shape) => shape.squareness);
  const isSquare = squareness > OWN_ZEROS.least && squareness < OWN_ZEROS.most;
  return isSquare ? { squareness, spread: mean(({ spread }) => spread) } : null;
}

function told(shape: Shape, own: Shape | null): string {
  const drawn = byBounds(shape);
  const held = own === null ? UNTOLD_RING : byOwn(shape, own);
  if (drawn === UNTOLD_RING || held === UNTOLD_RING) return drawn === UNTOLD_RING ? held : drawn;
  return drawn === held ? drawn : UNTOLD_RING;
}

function byBounds({ squareness, spread }: Shape): string {
  const isIn = (value: number, [from, to]: readonly [number, number]) => value > from && value < to;
  const fits = (ring: typeof LETTER | typeof ZERO) =>
    isIn(squareness, ring.squareness) && isIn(spread, ring.spread);
  if (fits(LETTER)) return 'O';
  return fits(ZERO) ? '0' : UNTOLD_RING;
}

function byOwn(shape: Shape, own: Shape): string {
  const rounder = own.squareness - shape.squareness;
  const wider = Math.abs(own.spread - shape.spread);
  if (Math.abs(rounder) < AS_OWN.squareness && wider < AS_OWN.spread) return '0';
  return rounder > ROUNDER.least && rounder < ROUNDER.most ? 'O' : UNTOLD_RING;
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
function shapeOf({ data, width }: Picture): Shape {
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
