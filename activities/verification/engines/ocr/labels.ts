import type { Block } from './blocks.ts';
import type { Picture } from './picture.ts';
import { recognise, type Reader, type Recognised } from './recognise.ts';
import { positionOf } from './rows.ts';

interface Line extends Pick<Recognised, 'text' | 'certainty'> {
  block: Block;
}

/** A number with its letter and its stop, alone or before its value. */
const LABEL = /^\d[a-d]?[.,:]?$|^4\s?[a-d]|^[1-9][.,]/i;
const ALONE = /^[\dilzs|]\s?[a-d]?[.,:]?$/i;
/** Heights from the beginning of a label to that of its value. */
const [FROM, TO] = [1, 4];
const MOST = 6;

/**
 * Labels too small for the detector: where other rows have one, the place before a row that has none
 * is read. Fewer than two labels show no such column.
 */
export async function readLabels(
  reader: Reader,
  picture: Picture,
  { lines, direction }: { lines: readonly Line[]; direction: number },
): Promise<Line[]> {
  const begins = lines.map((line) => ({ line, ...beginOf(line.block, direction) }));
  const labels = begins.filter(({ line }) => LABEL.test(line.text));
  if (labels.length < 2) return [];
  const found: Line[] = [];
  for (const { line, u, v } of begins) {
    const { block } = line;
    const [near] = labels.toSorted((a, b) => Math.abs(a.v - v) - Math.abs(b.v - v));
    const space = near ? u - near.u : 0;
    if (space < FROM * block.height || space > TO * block.height || found.length === MOST) continue;
    const isTaken = begins.some(
      (other) => other.u < u && u - other.u < 6 * block.height && isLevel(other.v - v, block),
    );
    if (isTaken) continue;
    const label = before(block, space);
    const read = await recognise(reader, picture, label, { stretch: 1 });
    if (ALONE.test(read.text)) found.push({ ...read, block: label });
  }
  return found;
}

function beginOf(block: Block, direction: number): { u: number; v: number } {
  const half = block.length / 2;
  const x = block.x - half * Math.cos(block.angle);
  const y = block.y - half * Math.sin(block.angle);
  return positionOf({ ...block, x, y }, direction);
}

function isLevel(off: number, { height }: Block): boolean {
  return Math.abs(off) < 0.6 * height;
}

/** From a little before the column of labels to a little before the row. */
function before(block: Block, space: number): Block {
  const length = space + 0.2 * block.height;
  const back = block.length / 2 + length / 2;
  const x = block.x - back * Math.cos(block.angle);
  const y = block.y - back * Math.sin(block.angle);
  return { ...block, x, y, length };
}
