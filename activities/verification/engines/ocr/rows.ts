import { halfTurn, type Block } from './blocks.ts';

/** The direction in which most text runs, radians in (-π/2, π/2]: long blocks count most. */
export function directionOf(blocks: readonly Block[]): number {
  let [x, y] = [0, 0];
  for (const { angle, length, height } of blocks) {
    if (length < 2.5 * height) continue;
    x += length * length * Math.cos(2 * angle);
    y += length * length * Math.sin(2 * angle);
  }
  return Math.atan2(y, x) / 2;
}

/**
 * Blocks of one line as one, read in `direction` (a full angle), top to bottom. Neighbours join over
 * gaps of at most `gap` heights.
 */
export function rowsOf(blocks: readonly Block[], direction: number, gap: number): Block[] {
  const along = blocks
    .filter((block) => Math.abs(halfTurn(block.angle - direction)) < 0.35 || isShort(block))
    .map((block) => placed(block, direction))
    .sort((a, b) => a.u - b.u);
  const rows: Placed[][] = [];
  for (const block of along) {
    const row = rows.find((members) => follows(members.at(-1), block, gap));
    if (row) row.push(block);
    else rows.push([block]);
  }
  return rows
    .map((members) => ({ v: meanOf(members), block: united(members, direction) }))
    .sort((a, b) => a.v - b.v)
    .map(({ block }) => block);
}

/** Position of a block along and across the direction of reading. */
export function positionOf({ x, y }: Block, direction: number): { u: number; v: number } {
  const [cos, sin] = [Math.cos(direction), Math.sin(direction)];
  return { u: x * cos + y * sin, v: y * cos - x * sin };
}

type Placed = { block: Block; u: number; v: number };

function isShort({ length, height }: Block): boolean {
  return length < 2.5 * height;
}

function placed(block: Block, direction: number): Placed {
  const { u, v } = positionOf(block, direction);
  return { block, u: u - block.length / 2, v };
}

function follows(last: Placed | undefined, next: Placed, gap: number): boolean {
  if (!last) return false;
  const [a, b] = [last.block.height, next.block.height];
  if (Math.max(a, b) > 1.8 * Math.min(a, b)) return false;
  const space = next.u - (last.u + last.block.length);
  return Math.abs(last.v - next.v) < 0.45 * Math.min(a, b) && space < gap * Math.max(a, b);
}

function meanOf(members: readonly Placed[]): number {
  return members.reduce((sum, { v }) => sum + v, 0) / members.length;
}

/** One block over all members, at the angle of the longest, turned to the direction of reading. */
function united(members: readonly Placed[], direction: number): Block {
  const [first] = members.toSorted((a, b) => b.block.length - a.block.length);
  if (!first) return { x: 0, y: 0, length: 0, height: 0, angle: direction };
  const lean = isShort(first.block) ? 0 : halfTurn(first.block.angle - direction);
  const angle = direction + lean;
  const spans = members.map(({ block }) => {
    const { u } = positionOf(block, angle);
    return [u - block.length / 2, u + block.length / 2] as const;
  });
  const [left, right] = [
    Math.min(...spans.map(([from]) => from)),
    Math.max(...spans.map(([, to]) => to)),
  ];
  const { v } = positionOf(first.block, angle);
  const middle = (left + right) / 2;
  return {
    x: middle * Math.cos(angle) - v * Math.sin(angle),
    y: middle * Math.sin(angle) + v * Math.cos(angle),
    length: right - left,
    height: Math.max(...members.map(({ block }) => block.height)),
    angle,
  };
}
