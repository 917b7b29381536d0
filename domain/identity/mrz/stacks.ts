/** `[left, top, width, height]` of a row whose text runs along the first axis. */
export type RowBox = readonly [number, number, number, number];

/** Rows of an MRZ begin and end together; where fillers were not seen, one is shorter. */
const OVERLAP = 0.8;
const SHORTEST = 0.5;
/** In heights of a row as a detector gives them, which are somewhat larger than the letters. */
const STACK_REACH = 7;
/**
 * Between the middles of two rows: 6.35 mm in ICAO 9303-4 for letters of some 2.6 mm, and room for poor
 * boxes.
 */
const ZONE_PITCH = 4.5;

/**
 * Rows by what they may be rows of: one stack is one column of text. Documents that lie side by side
 * are several stacks, and no MRZ goes over two of them. Indices, each stack in the order given.
 */
export function stacksOf(boxes: readonly RowBox[]): number[][] {
  const stackOf = boxes.map((_, at) => at);
  for (const [at, box] of boxes.entries()) {
    for (let before = 0; before < at; before += 1) {
      const other = boxes[before];
      if (!other || !standTogether(box, other, STACK_REACH)) continue;
      const [from, to] = [stackOf[at], stackOf[before]];
      for (const [index, stack] of stackOf.entries()) if (stack === from) stackOf[index] = to ?? 0;
    }
  }
  return [...new Set(stackOf)].map((stack) =>
    stackOf.flatMap((own, index) => (own === stack ? [index] : [])),
  );
}

/** True for rows that can be those of one MRZ: one below the other, as near as an MRZ has them. */
export function standAsZone(boxes: readonly RowBox[]): boolean {
  return boxes.every((box, at) => {
    const next = boxes[at + 1];
    return next === undefined || standTogether(box, next, ZONE_PITCH);
  });
}

function standTogether(a: RowBox, b: RowBox, reach: number): boolean {
  const [short, long] = a[2] < b[2] ? [a, b] : [b, a];
  const shared = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const apart = Math.abs(a[1] + a[3] / 2 - (b[1] + b[3] / 2));
  return (
    shared >= OVERLAP * short[2] &&
    short[2] >= SHORTEST * long[2] &&
    apart <= reach * Math.max(a[3], b[3])
  );
}
