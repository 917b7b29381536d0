import { checkDigit, digitHolds } from './check-digit.ts';
import { UNTOLD_RING } from './clean.ts';

/** A text that the read one may stand for, and how many of its letters were swapped for it. */
export interface Way {
  text: string;
  swaps: number;
}

/** Rings of a number that are tried both ways: of 512 ways a check digit leaves a hundred. */
const MOST_UNTOLD = 9;

/** A text with each untold ring as a zero and as a letter; none where too many are untold. */
export function waysOf(text: string): Way[] {
  const [head = '', ...rest] = text.split(UNTOLD_RING);
  if (rest.length > MOST_UNTOLD) return [];
  const ways = rest.reduce<string[]>(
    (made, part) => made.flatMap((start) => CONFUSABLE_O.map((ring) => start + ring + part)),
    [head],
  );
  return ways.map((way) => ({ text: way, swaps: 0 }));
}

const CONFUSABLE_O = ['0', 'O'] as const;

/**
 * The readings of an optional field, one for each sum that a check digit can see. Nothing tells which of
 * several readings with one sum is right, and no check depends on it. `shift`: characters before the field.
 */
export function waysBySum(text: string, shift: number): Way[] {
  const before = '<'.repeat(shift % 3);
  let ways = new Map([['0', '']]);
  for (const sign of text) {
    const next = new Map<string, string>();
    for (const head of ways.values()) {
      for (const one of sign === UNTOLD_RING ? CONFUSABLE_O : [sign]) {
        const sum = checkDigit(before + head + one) ?? head + one;
        if (!next.has(sum)) next.set(sum, head + one);
      }
    }
    ways = next;
  }
  return [...ways.values()].map((way) => ({ text: way, swaps: 0 }));
}

/** The ways whose digit holds; where none does, those by one or two swaps that make it hold. */
export function heldWays(ways: readonly Way[], digit: string): Way[] {
  const held = ways.filter(({ text }) => digitHolds(text, digit, true));
  if (held.length > 0 || ways.length > MOST_MENDED) return held;
  return ways.flatMap(({ text }) => swapsOf(text)).filter(({ text }) => digitHolds(text, digit));
}

/** With many rings open a swap would always find a digit that holds. */
const MOST_MENDED = 16;

// G and 6 differ by ten: a check digit cannot tell them apart, so no swap of them repairs anything
const CONFUSABLES: Record<string, string> = {
  O: '0',
  '0': 'O',
  I: '1',
  '1': 'I',
  B: '8',
  '8': 'B',
  S: '5',
  '5': 'S',
  Z: '2',
  '2': 'Z',
};

/** Every way to swap one or two letters for their twins. */
function swapsOf(text: string): Way[] {
  const one = (from: string, start: number) =>
    [...from].flatMap((sign, at) => {
      const twin = at < start ? undefined : CONFUSABLES[sign];
      return twin === undefined
        ? []
        : [{ at, text: from.slice(0, at) + twin + from.slice(at + 1) }];
    });
  return one(text, 0).flatMap((first) => [
    { text: first.text, swaps: 1 },
    ...one(first.text, first.at + 1).map((second) => ({ text: second.text, swaps: 2 })),
  ]);
}
