import { sharp } from '../narrow-sharp.ts';
import type { Grey } from './grey.ts';
import { inkOf, type Point } from './ink.ts';

/** How lines of print lie on a page, in degrees by which it must be turned clockwise to mend it. */
export interface Slant {
  /** They seem to run from top to bottom, or from bottom to top. */
  isSideways: boolean;
  /** If they run from side to side. */
  level: number;
  /** If they run from top to bottom. */
  upright: number;
}

const LONGEST = 1000;
const MOST = 12;
const COARSE = 0.4;
const FINE = 0.1;

/** Finds the turn at which ink gathers in rows: lines of print and the gaps between them. */
export async function slantOf({ data, width, height }: Grey): Promise<Slant> {
  const small = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize({ width: LONGEST, height: LONGEST, fit: 'inside', withoutEnlargement: true })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { points, isSideways } = inkOf({ data: small.data, ...small.info });
  return { isSideways, level: angleOf(points, false), upright: angleOf(points, true) };
}

function angleOf(points: readonly Point[], isSideways: boolean): number {
  const coarse = bestOf(points, isSideways, { middle: 0, reach: MOST, step: COARSE });
  return bestOf(points, isSideways, { middle: coarse, reach: COARSE, step: FINE });
}

/** The best angle about `middle`. */
function bestOf(
  points: readonly Point[],
  isSideways: boolean,
  { middle, reach, step }: { middle: number; reach: number; step: number },
): number {
  let best = { angle: 0, score: -1 };
  for (let at = -Math.round(reach / step); at <= Math.round(reach / step); at += 1) {
    const angle = middle + at * step;
    const score = gathering(points, isSideways, angle);
    if (score > best.score) best = { angle, score };
  }
  return best.angle;
}

/** Squares of the differences of neighbouring rows: large where rows are full or empty. */
function gathering(points: readonly Point[], isSideways: boolean, angle: number): number {
  const [sin, cos] = [Math.sin((angle * Math.PI) / 180), Math.cos((angle * Math.PI) / 180)];
  const rows = new Float64Array(LONGEST * 4);
  for (const { x, y } of points) {
    const row = Math.round((isSideways ? x * cos - y * sin : y * cos + x * sin) + LONGEST);
    rows[row] = (rows[row] ?? 0) + 1;
  }
  let sum = 0;
  for (let row = 1; row < rows.length; row += 1) {
    sum += ((rows[row] ?? 0) - (rows[row - 1] ?? 0)) ** 2;
  }
  return sum;
}
