import type { Mrz } from '../../../../domain/identity/mrz/parse.ts';
import { compareMrzWithViz } from '../../../../domain/identity/mrz/compare-viz.ts';
import { readMrz } from '../../../../domain/identity/mrz/repair.ts';
import type { Box, TextReading, Turn } from '../engines.ts';
import type { Block } from './blocks.ts';
import { detect } from './detect.ts';
import { readLabels } from './labels.ts';
import { boxOf, type Line, type Models } from './lines.ts';
import { loadPicture, type Picture } from './picture.ts';
import { recognise, type Reader } from './recognise.ts';
import { resolveRoundGlyphs } from './round-glyphs.ts';
import { directionOf, positionOf, rowsOf } from './rows.ts';
import { findMrz, type Page } from './find-mrz.ts';

/** Pixels of the long side: of the copy that is read, and of that in which print is sought. */
const READ_AT = 1600;
const SEEK_AT = 1216;
const MOST_LINES = 60;
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
    seek === 'mrz'
      ? await seekMrz(models, { encoded, picture, scale })
      : await readBothWays(models, picture);
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

async function seekMrz(models: Models, page: Page): Promise<Found> {
  const { picture } = page;
  const { best, blocks, passes } = await findMrz(models, page);
  const measures = { passes, boxes: blocks.length };
  if (!best) return { lines: [], direction: 0, measures };
  const { direction, zone, others: elsewhere, isCertain } = best;
  const { mrz } = readMrz(zone.map((line) => line.text));
  const confirmed = (lines: readonly Line[]) => mrz !== null && isConfirmed(mrz, lines);
  const others = { blocks, direction, except: [...zone, ...elsewhere] };
  const printed = await readRows(models.reader, picture, others);
  const own =
    !isCertain || confirmed(printed) ? zone : await rereadMrz(models.reader, picture, zone);
  const lines = sorted([...printed, ...own, ...elsewhere], direction);
  return { lines, direction, measures };
}

/**
 * Reads the row of the name again. No check digit covers names, and a lost letter leaves no doubt; other
 * looks lose other letters.
 */
async function rereadMrz(reader: Reader, picture: Picture, zone: Line[]): Promise<Line[]> {
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

function isConfirmed(mrz: Mrz, lines: readonly Line[]): boolean {
  const { isExact, number } = compareMrzWithViz(
    mrz,
    lines.map((line) => line.text),
  );
  return isExact && number === 'agrees';
}

interface Others {
  blocks: readonly Block[];
  direction: number;
  except: readonly Line[];
}

/** The other rows, large print first: all that is read twice is compared, and captions say what it is. */
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
    lines.push({
      ...read,
      text: resolveRoundGlyphs(picture, block, read),
      block,
      box: boxOf(block),
    });
  }
  return lines;
}

/** All lines of the page, turned so that the longest rows are read with more certainty. */
async function readBothWays({ detection, reader }: Models, picture: Picture): Promise<Found> {
  const blocks = await detect(detection, picture, SEEK_AT);
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
  const all = { blocks, direction, except: [] };
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

function degrees(direction: number): number {
  const full = ((direction * 180) / Math.PI + 360) % 360;
  return Math.round((full > 180 ? full - 360 : full) * 10) / 10;
}

/** Text that runs at 90° must be turned by 270° to stand upright. */
function turnOf(direction: number): Turn {
  const quarter = (Math.round((direction * 2) / Math.PI) + 8) % 4;
  return ([0, 270, 180, 90] as const)[quarter] ?? 0;
}
