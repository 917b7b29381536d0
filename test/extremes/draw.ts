/** Draws that the same seed repeats. */
export interface Draw {
  /** At least 0 and less than `below`. */
  number: (below: number) => number;
  one: <T>(of: readonly T[]) => T;
  bytes: (length: number) => Buffer;
}

/** A small generator (mulberry32): enough to choose by, and the same on every machine. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  const number = (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
  return {
    number,
    one: <T>(of: readonly T[]): T => {
      if (of.length === 0) throw new Error('nothing to draw from');
      return of[number(of.length)] as T;
    },
    bytes: (length) => Buffer.from(Array.from({ length }, () => number(256))),
  };
}
