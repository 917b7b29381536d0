import type { Grey } from './grey.ts';

export interface Point {
  x: number;
  y: number;
}

const INK = 150;
/** As a share of the long side: letters are smaller; page edges, rules and pictures are larger. */
const LETTER_MAX = 0.035;
const WORD_MAX = 0.15;
const POINTS_MAX = 40_000;
/** Letters of a word are this near, in points; lines are not. */
const NEAR = 2;
/** A word is longer than high by at least this; a letter may not be. */
const LONG = 1.5;
/** Of the long side: what is shorter is a letter, as `l` and `1`, or a speck. */
const WORD_MIN = 0.012;

export interface Ink {
  /** Of shapes that are no larger than words. */
  points: Point[];
  /** Most words are higher than wide. */
  isSideways: boolean;
}

/** The print of a small picture, without edges of the page, rules and pictures. */
export function inkOf({ data, width, height }: Grey): Ink {
  const longest = Math.max(width, height);
  const open = new Uint8Array(width * height);
  for (let at = 0; at < open.length; at += 1) open[at] = (data[at] ?? 255) < INK ? 1 : 0;
  const points: Point[] = [];
  let [lying, standing] = [0, 0];
  for (let at = 0; at < open.length; at += 1) {
    if (open[at] === 0) continue;
    const shape = shapeFrom(at, { open, width });
    const [wide, high] = [spanOf(shape, 'x'), spanOf(shape, 'y')];
    const isPrint =
      Math.min(wide, high) <= longest * LETTER_MAX && Math.max(wide, high) <= longest * WORD_MAX;
    if (!isPrint) continue;
    for (const point of shape) points.push(point);
    // by length: the shadow at an edge of the page has more ink than a line of print
    const long = Math.max(wide, high);
    if (long < longest * WORD_MIN) continue;
    if (wide > high * LONG) lying += long;
    if (high > wide * LONG) standing += long;
  }
  const every = Math.max(1, Math.ceil(points.length / POINTS_MAX));
  return { points: points.filter((_, at) => at % every === 0), isSideways: standing > lying };
}

/** The dark points that are near this one or near those; each is taken once. */
function shapeFrom(start: number, { open, width }: { open: Uint8Array; width: number }): Point[] {
  const found: Point[] = [];
  const queue = [start];
  open[start] = 0;
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [x, y] = [next % width, Math.floor(next / width)];
    found.push({ x, y });
    for (let dy = -NEAR; dy <= NEAR; dy += 1) {
      for (let dx = -NEAR; dx <= NEAR; dx += 1) {
        const beside = next + dy * width + dx;
        if (x + dx < 0 || x + dx >= width || (open[beside] ?? 0) === 0) continue;
        open[beside] = 0;
        queue.push(beside);
      }
    }
  }
  return found;
}

function spanOf(shape: readonly Point[], side: 'x' | 'y'): number {
  let [least, most] = [Infinity, -Infinity];
  for (const point of shape) {
    least = Math.min(least, point[side]);
    most = Math.max(most, point[side]);
  }
  return most - least + 1;
}
