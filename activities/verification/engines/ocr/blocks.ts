/** A patch of text: a rectangle at any angle, in pixels of the picture. */
export interface Block {
  x: number;
  y: number;
  /** Size along the text, and across it. */
  length: number;
  height: number;
  /** Radians of the long side, in (-π/2, π/2]. */
  angle: number;
}

type Point = readonly [number, number];

const LEAST_AREA = 12;
const LEAST_CERTAINTY = 0.5;
/** The model marks the core of the letters; ratio of PaddleOCR's own post-processing. */
const GROWTH = 1.6;

/** Connected patches of a probability map as rectangles of least area, grown to the letters' full size. */
export function blocksOf(map: Float32Array, width: number, height: number, from: number): Block[] {
  const seen = new Uint8Array(map.length);
  const stack = new Int32Array(map.length);
  const blocks: Block[] = [];
  for (let start = 0; start < map.length; start += 1) {
    if (seen[start] || (map[start] ?? 0) <= from) continue;
    const patch = fill(map, { width, height, from, start }, seen, stack);
    if (patch.area < LEAST_AREA || patch.certainty < LEAST_CERTAINTY) continue;
    const block = leastRectangle(hull(patch.edge));
    if (block.height < 2) continue;
    const grow = (block.length * block.height * GROWTH) / (block.length + block.height);
    blocks.push({ ...block, length: block.length + grow, height: block.height + grow });
  }
  return blocks;
}

interface Seed {
  width: number;
  height: number;
  from: number;
  start: number;
}

/** Collects one patch: its hull needs only the first and the last pixel of each row. */
function fill(map: Float32Array, seed: Seed, seen: Uint8Array, stack: Int32Array) {
  const { width, height, from, start } = seed;
  const rows = new Map<number, [number, number]>();
  let [depth, area, sum] = [1, 0, 0];
  stack[0] = start;
  seen[start] = 1;
  while (depth > 0) {
    depth -= 1;
    const at = stack[depth] ?? 0;
    const [x, y] = [at % width, Math.floor(at / width)];
    area += 1;
    sum += map[at] ?? 0;
    const row = rows.get(y);
    if (!row) rows.set(y, [x, x]);
    else if (x < row[0]) row[0] = x;
    else if (x > row[1]) row[1] = x;
    for (let dy = y > 0 ? -1 : 0; dy <= (y < height - 1 ? 1 : 0); dy += 1) {
      for (let dx = x > 0 ? -1 : 0; dx <= (x < width - 1 ? 1 : 0); dx += 1) {
        const next = at + dy * width + dx;
        if (seen[next] || (map[next] ?? 0) <= from) continue;
        seen[next] = 1;
        stack[depth] = next;
        depth += 1;
      }
    }
  }
  const edge: Point[] = [];
  for (const [y, [left, right]] of rows) {
    edge.push([left, y], [right + 1, y], [left, y + 1], [right + 1, y + 1]);
  }
  return { area, certainty: sum / area, edge };
}

/** The convex hull (Andrew's monotone chain). */
function hull(points: Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const chain = (ordered: Point[]) => {
    const made: Point[] = [];
    for (const point of ordered) {
      while (made.length >= 2 && turnOf(made.at(-2), made.at(-1), point) <= 0) made.pop();
      made.push(point);
    }
    return made.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.toReversed())];
}

function turnOf(a: Point = [0, 0], b: Point = [0, 0], c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** The rectangle of least area around a hull: one of its sides lies on one of the hull's. */
function leastRectangle(points: Point[]): Block {
  let best: Block | undefined;
  for (const [at, a] of points.entries()) {
    const b = points[(at + 1) % points.length] ?? a;
    const block = rectangleAt(points, Math.atan2(b[1] - a[1], b[0] - a[0]));
    if (!best || block.length * block.height < best.length * best.height) best = block;
  }
  return best ?? { x: 0, y: 0, length: 0, height: 0, angle: 0 };
}

function rectangleAt(points: Point[], angle: number): Block {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    const [u, v] = [x * cos + y * sin, y * cos - x * sin];
    [left, right] = [Math.min(left, u), Math.max(right, u)];
    [top, bottom] = [Math.min(top, v), Math.max(bottom, v)];
  }
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  const isWide = right - left >= bottom - top;
  return {
    x: u * cos - v * sin,
    y: u * sin + v * cos,
    length: isWide ? right - left : bottom - top,
    height: isWide ? bottom - top : right - left,
    angle: halfTurn(isWide ? angle : angle + Math.PI / 2),
  };
}

/** The same line's angle in (-π/2, π/2]. */
export function halfTurn(angle: number): number {
  const rest = ((angle % Math.PI) + Math.PI) % Math.PI;
  return rest > Math.PI / 2 ? rest - Math.PI : rest;
}
