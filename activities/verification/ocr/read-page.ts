import type { InferenceSession } from 'onnxruntime-node';
import { looksLikeMrz, cleanRow } from '../../../domain/mrz/clean.ts';
import type { Mrz } from '../../../domain/mrz/parse.ts';
import { comparePrinted } from '../../../domain/mrz/printed.ts';
import { readMrz } from '../../../domain/mrz/repair.ts';
import type { Box, TextLine, TextReading, Turn } from '../engines.ts';
import type { Block } from './blocks.ts';
import { detect } from './detect.ts';
import { readLabels } from './labels.ts';
import { loadPicture, type Picture } from './picture.ts';
import { recognise, type Reader } from './recognise.ts';
import { withRingsTold } from './rings.ts';
import { withRoundTold } from './round-signs.ts';
import { directionOf, positionOf, rowsOf } from './rows.ts';

export interface Models {
  detection: InferenceSession;
  reader: Reader;
}

interface Line extends TextLine {
  block: Block;
}

/** Pixels of the long side: of the copy that is read, and of those in which text is sought, in order. */
const READ_AT = 1600;
const SEEK_AT = [800, 1216] as const;
const MOST_LINES = 60;
/** Wider letters keep equal neighbours apart; another width is another look at the same row. */
const STRETCHES = [1.25, 1.6, 1] as const;
const NAME_LOOKS = [
  { stretch: 1, height: 0.65 },
  { stretch: 0.8, height: 1 },
] as const;

/**
 * A page's text. `mrz`: finds the direction of the text from the shape of its blocks, reads what can
 * be a machine-readable zone both ways up, and stops at the first certain one; then the other lines.
 */
export async function readPage(
  models: Models,
  encoded: Uint8Array,
  seek: 'mrz' | 'text',
): Promise<TextReading> {
  const { picture, scale } = await loadPicture(encoded, READ_AT);
  const found =
    seek === 'mrz' ? await seekMrz(models, picture) : await readBothWays(models, picture);
  const lines = found.lines.map(({ text, certainty, box, again }) => ({
    text,
    certainty,
    ...(again !== undefined && { again }),
    box: box.map((pixels) => Math.round(pixels * scale)) as Box,
  }));
  const { direction, measures } = found;
  return { turn: turnOf(direction), lines, measures: { ...measures, angle: degrees(direction) } };
}

interface Found {
  lines: Line[];
  direction: number;
  measures: Record<string, number | string>;
}

async function seekMrz(models: Models, picture: Picture): Promise<Found> {
  let best: Attempt | undefined;
  let passes = 0;
  let blocks: Block[] = [];
  for (const size of SEEK_AT) {
    blocks = await detect(models.detection, picture, size);
    for (const direction of likelyDirections(blocks)) {
      for (const stretch of STRETCHES) {
        const attempt = await attemptMrz(models.reader, picture, { blocks, direction, stretch });
        passes += 1;
        if (!best || attempt.rank > best.rank) best = { ...attempt, blocks };
        if (attempt.rank !== RANKS.digits) break; // rows are right, letters are not: look once more
      }
      if (best && best.rank >= RANKS.digits) break;
    }
    if (best && best.rank >= RANKS.digits) break;
  }
  const measures = { passes, boxes: blocks.length };
  if (!best || best.rank === RANKS.none) return { lines: [], direction: 0, measures };
  const { direction, zone } = best;
  const { mrz } = readMrz(zone.map((line) => line.text));
  const confirmed = (lines: readonly Line[]) => mrz !== null && isConfirmed(mrz, lines);
  const others = { blocks: best.blocks ?? [], direction, except: zone, enough: confirmed };
  const printed = await readRows(models.reader, picture, others);
  const sure = best.rank !== RANKS.certain || confirmed(printed);
  const own = sure ? zone : await lookedAgain(models.reader, picture, zone);
  return { lines: sorted([...printed, ...own], direction), direction, measures };
}

const RANKS = { none: 0, partial: 1, digits: 2, certain: 3 } as const;

interface Attempt {
  rank: number;
  direction: number;
  zone: Line[];
  blocks?: Block[];
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
  { blocks, direction, stretch }: { blocks: readonly Block[]; direction: number; stretch: number },
): Promise<Attempt> {
  const long = longRows(rowsOf(blocks, direction, 3)).slice(-6);
  const candidates = alignedEnds(long, direction);
  const zone: Line[] = [];
  for (const block of candidates) {
    const read = await recognise(reader, picture, block, { stretch, only: reader.mrz });
    const text = withRingsTold(picture, block, read);
    if (cleanRow(text).length >= 20) zone.push({ ...read, text, block, box: boxOf(block) });
  }
  const { doubt, rows } = readMrz(zone.map((line) => line.text));
  const own = rows.flatMap((row) => zone[row] ?? []);
  if (doubt === null) return { rank: RANKS.certain, direction, zone: own };
  if (doubt === 'digits' || doubt === 'ambiguous') {
    return { rank: RANKS.digits, direction, zone: own };
  }
  const partial = zone.filter((line) => looksLikeMrz(cleanRow(line.text)) && line.certainty > 0.7);
  return { rank: partial.length > 0 ? RANKS.partial : RANKS.none, direction, zone: partial };
}

/** No check digit covers names, and a lost letter looks certain: other looks tell, which differ in what they lose. */
async function lookedAgain(reader: Reader, picture: Picture, zone: Line[]): Promise<Line[]> {
  const nameRow = zone.length === 3 ? 2 : 0;
  const line = zone[nameRow];
  if (!line) return zone;
  const again: string[] = [];
  for (const { stretch, height } of NAME_LOOKS) {
    const block = { ...line.block, height: line.block.height * height };
    again.push((await recognise(reader, picture, block, { stretch, only: reader.mrz })).text);
  }
  return zone.with(nameRow, { ...line, again });
}

/** Rows of a zone begin and end together: where fillers were not seen as text, the neighbours tell. */
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

function isConfirmed(mrz: Mrz, lines: readonly Line[]): boolean {
  const { isExact, number } = comparePrinted(
    mrz,
    lines.map((line) => line.text),
  );
  return isExact && number === 'agrees';
}

interface Others {
  blocks: readonly Block[];
  direction: number;
  except: readonly Line[];
  /** True once what was read suffices. */
  enough: (lines: readonly Line[]) => boolean;
}

/** The other rows, large print first: captions say nothing that is compared. */
async function readRows(reader: Reader, picture: Picture, others: Others): Promise<Line[]> {
  const { direction, except } = others;
  const lines: Line[] = [];
  const rows = rowsOf(others.blocks, direction, 1).toSorted((a, b) => b.height - a.height);
  for (const block of rows.slice(0, MOST_LINES)) {
    const { u, v } = positionOf(block, direction);
    const isTaken = except.some((line) => {
      const other = positionOf(line.block, direction);
      const reach = (line.block.length + block.length) / 2;
      return Math.abs(other.v - v) < 0.6 * line.block.height && Math.abs(other.u - u) < reach;
    });
    if (isTaken) continue;
    const read = await recognise(reader, picture, block, { stretch: 1 });
    if (read.text === '' || read.certainty < 0.5) continue;
    lines.push({ ...read, text: withRoundTold(picture, block, read), block, box: boxOf(block) });
    if (others.enough(lines)) break;
  }
  return lines;
}

/** All lines, the way up that the longest rows are read with more certainty. */
async function readBothWays({ detection, reader }: Models, picture: Picture): Promise<Found> {
  const blocks = await detect(detection, picture, SEEK_AT[1]);
  const along = directionOf(blocks);
  const probe = rowsOf(blocks, along, 1)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, 4);
  let [up, down] = [0, 0];
  for (const block of probe) {
    up += (await recognise(reader, picture, block, { stretch: 1 })).certainty;
    const reversed = { ...block, angle: block.angle + Math.PI };
    down += (await recognise(reader, picture, reversed, { stretch: 1 })).certainty;
  }
  const direction = up >= down ? along : along + Math.PI;
  const all = { blocks, direction, except: [], enough: () => false };
  const rows = await readRows(reader, picture, all);
  const labels = await readLabels(reader, picture, { lines: rows, direction });
  const seen = labels.map((label) => ({ ...label, box: boxOf(label.block) }));
  const lines = sorted([...rows, ...seen], direction);
  return { lines, direction, measures: { passes: 2, boxes: blocks.length } };
}

function sorted(lines: readonly Line[], direction: number): Line[] {
  const height = (line: Line) => positionOf(line.block, direction).v;
  return lines.toSorted((a, b) => height(a) - height(b));
}

/** The upright rectangle around a block. */
function boxOf({ x, y, length, height, angle }: Block): Box {
  const [cos, sin] = [Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))];
  const [wide, high] = [length * cos + height * sin, length * sin + height * cos];
  return [Math.max(0, x - wide / 2), Math.max(0, y - high / 2), wide, high];
}

function degrees(direction: number): number {
  const full = ((direction * 180) / Math.PI + 360) % 360;
  return Math.round((full > 180 ? full - 360 : full) * 10) / 10;
}

/** Text that runs at 90° must be turned by 270° to stand upright. */
function turnOf(direction: number): Turn {
  const quarter = (Math.round((direction * 2) / Math.PI) + 8) % 4;
  return ([0, 270, 180, 90] as const)[quarter] ?? 0;
}
