/** Grey pixels, row by row. */
export interface Grey {
  data: Uint8Array;
  width: number;
  height: number;
}

const BINS = 180;
/** Weaker edges are paper and noise. */
const EDGE = 60;

/**
 * By how many degrees, -45 to 45, a picture must be turned clockwise for its bars to stand upright or
 * lie flat: the bars of a barcode have more strong edges in one direction than all else on a card.
 */
export function angleOfBars({ data, width, height }: Grey): number {
  const votes = new Float64Array(BINS);
  const at = (x: number, y: number) => data[y * width + x] ?? 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const dx = at(x + 1, y) - at(x - 1, y);
      const dy = at(x, y + 1) - at(x, y - 1);
      const strength = dx * dx + dy * dy;
      if (strength < EDGE * EDGE) continue;
      const quarter = modulo((Math.atan2(dy, dx) * 180) / Math.PI, 90);
      const bin = Math.floor((quarter / 90) * BINS) % BINS;
      votes[bin] = (votes[bin] ?? 0) + strength;
    }
  }
  const peak = smooth(votes).reduce(
    (best, vote, bin, all) => (vote > (all[best] ?? 0) ? bin : best),
    0,
  );
  const quarter = ((peak + 0.5) * 90) / BINS;
  return -(quarter > 45 ? quarter - 90 : quarter);
}

/** Edges of pixels scatter by some degrees: neighbours count too. */
function smooth(votes: Float64Array): number[] {
  return Array.from(votes, (_, bin) => {
    let sum = 0;
    for (let off = -4; off <= 4; off += 1) {
      sum += (votes[modulo(bin + off, BINS)] ?? 0) * (5 - Math.abs(off));
    }
    return sum;
  });
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
