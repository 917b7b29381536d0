import { cleanRow, looksLikeMrz } from '../../../../domain/identity/mrz/clean.ts';
import { isHeld, readMrz } from '../../../../domain/identity/mrz/repair.ts';
import { stacksOf, standAsZone, type RowBox } from '../../../../domain/identity/mrz/stacks.ts';
import type { Block } from './blocks.ts';
import { withCodesSeen } from './codes.ts';
import { detect } from './detect.ts';
import { boxOf, type Line, type Models } from './lines.ts';
import { loadPart, type Picture } from './picture.ts';
import { recognise, type Reader } from './recognise.ts';
import { measureGlyphs, resolveRows } from './confusable-o.ts';
import { directionOf, positionOf, rowsOf } from './rows.ts';

/**
 * A page as it is read, and the picture as it came: `scale` pixels of the page are one pixel of the picture.
 */
export interface Page {
  encoded: Uint8Array;
  picture: Picture;
  scale: number;
}

/** The MRZ nearest to certain, its rows on the picture; `others`: rows of MRZs of other documents. */
export interface MrzSeen {
  zone: Line[];
  others: Line[];
  direction: number;
  isCertain: boolean;
}

/** Pixels of the long side of the copies in which text is sought, in order. */
const SEEK_AT = [800, 1216] as const;
/** Wider letters keep equal neighbours apart; another width is another look at the same row. */
const STRETCHES = [1.25, 1.6, 1] as const;
const MOST_ROWS = 6;

/** `held`: all digits hold, but something else is open. */
const RANKS = { none: 0, partial: 1, digits: 2, held: 3, certain: 4 } as const;

interface Attempt {
  rank: number;
  direction: number;
  zone: Line[];
}

interface Sought extends Attempt {
  blocks: Block[];
  /** The long rows of the stack in which it was found. */
  long: Block[];
  /** Rows of MRZs that were seen in other stacks. */
  others: Line[];
}

/**
 * The machine-readable zone of a page, sought both ways up at two sizes; where it is seen and not read with
 * certainty, once more in the page's own pixels. `best` is null where there is none.
 */
export async function findMrz(
  { detection, reader }: Models,
  page: Page,
): Promise<{ best: MrzSeen | null; blocks: Block[]; passes: number }> {
  const { picture } = page;
  let best: Sought | undefined;
  let passes = 0;
  let blocks: Block[] = [];
  for (const size of SEEK_AT) {
    blocks = await detect(detection, picture, size);
    for (const direction of likelyDirections(blocks)) {
      const long = longRows(rowsOf(blocks, direction, 3)).slice(-MOST_ROWS);
      const found = await inStacks(reader, picture, { long, direction });
      passes += found.passes;
      if (!best || found.rank > best.rank) best = { ...found, blocks };
      if (best.rank >= RANKS.digits) break;
    }
    if (best && best.rank >= RANKS.digits) break;
  }
  if (!best || best.rank === RANKS.none) return { best: null, blocks, passes };
  if (best.rank !== RANKS.certain) {
    const near = await rereadEnlarged(reader, page, best);
    passes += near?.passes ?? 0;
    if (near && near.rank > best.rank) best = { ...best, ...near };
  }
  const { zone, others, direction, rank } = best;
  return {
    best: { zone, others, direction, isCertain: rank === RANKS.certain },
    blocks: best.blocks,
    passes,
  };
}

/** Each column of long rows by itself: the rows of two documents side by side are no MRZ together. */
async function inStacks(
  reader: Reader,
  picture: Picture,
  { long, direction }: { long: readonly Block[]; direction: number },
): Promise<Attempt & { long: Block[]; others: Line[]; passes: number }> {
  const stacks = stacksOf(long.map((block) => alongRow(block, direction)));
  const found = [];
  let passes = 0;
  for (const stack of stacks) {
    const rows = stack.flatMap((at) => long[at] ?? []);
    const one = await attempts(reader, picture, { long: rows, direction });
    passes += one.passes;
    found.push({ ...one, long: rows });
  }
  const [first, ...rest] = found.toSorted((a, b) => b.rank - a.rank);
  if (!first) return { rank: RANKS.none, direction, zone: [], long: [], others: [], passes };
  return { ...first, others: rest.flatMap(({ zone }) => zone), passes };
}

function alongRow(block: Block, direction: number): RowBox {
  const { u, v } = positionOf(block, direction);
  return [u - block.length / 2, v - block.height / 2, block.length, block.height];
}

/** Looks at the same rows until one is certain; rows that are no MRZ's are not looked at again. */
async function attempts(
  reader: Reader,
  picture: Picture,
  { long, direction }: { long: readonly Block[]; direction: number },
): Promise<Attempt & { passes: number }> {
  let best: Attempt | undefined;
  let passes = 0;
  for (const stretch of STRETCHES) {
    const attempt = await attemptMrz(reader, picture, { long, direction, stretch });
    passes += 1;
    if (!best || attempt.rank > best.rank) best = attempt;
    if (attempt.rank !== RANKS.digits && attempt.rank !== RANKS.held) break;
  }
  return { ...(best ?? { rank: RANKS.none, direction, zone: [] }), passes };
}

/** Smaller by less, a look at the page's own pixels shows nothing new. */
const WORTH_FROM = 1.15;

/** The rows once more in the page's own pixels. */
async function rereadEnlarged(
  reader: Reader,
  { encoded, picture, scale }: Page,
  { long, direction }: Sought,
): Promise<(Attempt & { passes: number }) | null> {
  if (scale < WORTH_FROM || long.length === 0) return null;
  const room = 3 * Math.max(...long.map(({ height }) => height));
  const boxes = long.map(boxOf);
  const left = Math.max(0, Math.floor((Math.min(...boxes.map(([x]) => x)) - room) * scale));
  const top = Math.max(0, Math.floor((Math.min(...boxes.map(([, y]) => y)) - room) * scale));
  const right = Math.max(...boxes.map(([x, , wide]) => x + wide)) + room;
  const bottom = Math.max(...boxes.map(([, y, , high]) => y + high)) + room;
  const width = Math.floor(Math.min(picture.width, right) * scale) - left;
  const height = Math.floor(Math.min(picture.height, bottom) * scale) - top;
  const part = await loadPart(encoded, { left, top, width, height });
  const there = long.map((block): Block => {
    return {
      ...block,
      x: block.x * scale - left,
      y: block.y * scale - top,
      length: block.length * scale,
      height: block.height * scale,
    };
  });
  const found = await attempts(reader, part, { long: there, direction });
  const zone = found.zone.map((line): Line => {
    const { x, y, length, height: high } = line.block;
    const block = {
      ...line.block,
      x: (x + left) / scale,
      y: (y + top) / scale,
      length: length / scale,
      height: high / scale,
    };
    return { ...line, block, box: boxOf(block) };
  });
  return { ...found, zone };
}

/** The page's direction and its reverse; first the one in which the long rows stand at the bottom. */
function likelyDirections(blocks: readonly Block[]): number[] {
  const direction = directionOf(blocks);
  const rows = rowsOf(blocks, direction, 3);
  const long = longRows(rows);
  const middle = (of: readonly Block[]) =>
    of.reduce((sum, block) => sum + positionOf(block, direction).v, 0) / Math.max(1, of.length);
  const upright = middle(long) >= middle(rows) ? direction : direction + Math.PI;
  return [upright, upright + Math.PI];
}

/** Rows long and thin enough for a machine-readable zone, the longest first. */
function longRows(rows: readonly Block[]): Block[] {
  const longest = Math.max(0, ...rows.map((row) => row.length));
  return rows.filter((row) => row.length > 9 * row.height && row.length > 0.5 * longest);
}

async function attemptMrz(
  reader: Reader,
  picture: Picture,
  { long, direction, stretch }: { long: readonly Block[]; direction: number; stretch: number },
): Promise<Attempt> {
  const candidates = alignedEnds(long, direction);
  const reads = [];
  for (const block of candidates) {
    const read = await recognise(reader, picture, block, { stretch, only: reader.mrz });
    if (cleanRow(read.text).length >= 20) reads.push({ ...read, block, box: boxOf(block) });
  }
  const texts = resolveRows(reads.map((read) => measureGlyphs(picture, read.block, read)));
  const zone = reads.map((read, at) => ({ ...read, text: texts[at] ?? read.text }));
  const reading = readMrz(zone.map((line) => line.text));
  const own = reading.rows.flatMap((row) => zone[row] ?? []);
  if (reading.mrz !== null && !standAsZone(own.map(({ block }) => alongRow(block, direction)))) {
    return { rank: RANKS.partial, direction, zone: own };
  }
  if (reading.doubt === null) return { rank: RANKS.certain, direction, zone: own };
  if (reading.doubt === 'unknown_code' || reading.doubt === 'ambiguous') {
    const { format } = reading.mrz;
    const seen = await withCodesSeen(reader, picture, { rows: own, format });
    const isSure = readMrz(seen.map(({ text }) => text)).doubt === null;
    return { rank: isSure ? RANKS.certain : RANKS.held, direction, zone: seen };
  }
  if (isHeld(reading)) return { rank: RANKS.held, direction, zone: own };
  if (reading.doubt === 'digits') return { rank: RANKS.digits, direction, zone: own };
  const partial = zone.filter((line) => looksLikeMrz(cleanRow(line.text)) && line.certainty > 0.7);
  return { rank: partial.length > 0 ? RANKS.partial : RANKS.none, direction, zone: partial };
}

/** Rows of an MRZ begin and end together: where fillers were not seen as text, the neighbours tell. */
function alignedEnds(rows: readonly Block[], direction: number): Block[] {
  const longest = rows.toSorted((a, b) => b.length - a.length)[0];
  if (!longest) return [];
  const target = positionOf(longest, direction);
  return rows.map((row) => {
    const { u, v } = positionOf(row, direction);
    if (Math.abs(v - target.v) > 7 * longest.height || row === longest) return row;
    const from = Math.min(u - row.length / 2, target.u - longest.length / 2);
    const to = Math.max(u + row.length / 2, target.u + longest.length / 2);
    const shift = (from + to) / 2 - u;
    const { angle } = row;
    const [x, y] = [row.x + shift * Math.cos(angle), row.y + shift * Math.sin(angle)];
    return { ...row, x, y, length: to - from };
  });
}
