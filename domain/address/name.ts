import type { Claim } from './claim.ts';
import { RATIO_MIN, type Ratio, type Window } from './ratio.ts';
import { isShort } from './words.ts';

export interface NameMatch {
  /**
   * `found`: family and first given name stand side by side. `close`: an initial, another given
   * name, part of the family name, or somebody between them: a person looks.
   */
  found: 'found' | 'close' | 'missing';
  score: number;
  at: Window | null;
}

const WINDOW_LINES = 3;
const RANK = { missing: 0, close: 1, found: 2 } as const;

/** Looks for the name in windows of one to three lines, each line given as words. */
export function matchName(lines: readonly string[][], claim: Claim, ratio: Ratio): NameMatch {
  let best: NameMatch = { found: 'missing', score: 0, at: null };
  for (let size = 1; size <= WINDOW_LINES; size += 1) {
    for (let from = 0; from + size <= lines.length; from += 1) {
      const at = { from, to: from + size };
      const here = { ...judgeWords(lines.slice(from, at.to).flat(), claim, ratio), at };
      if (isBetterName(here, best)) best = here;
    }
  }
  return best.found === 'missing' ? { ...best, at: null } : best;
}

/** The surer, then the higher score. */
export function isBetterName(a: NameMatch, b: NameMatch): boolean {
  if (a.found !== b.found) return RANK[a.found] > RANK[b.found];
  return a.score > b.score;
}

function judgeWords(words: string[], claim: Claim, ratio: Ratio): Omit<NameMatch, 'at'> {
  const families = placesOf(claim.family, words, ratio);
  const [first] = claim.given;
  const top = families.toSorted((a, b) => b.score - a.score)[0];
  if (first === undefined) {
    return top ? { found: 'found', score: top.score } : { found: 'missing', score: 0 };
  }
  const givens = placesOf([first], words, ratio);
  for (const family of families) {
    const beside = givens.find((given) => isBeside(given, family, words, claim.given));
    if (beside) return { found: 'found', score: Math.min(beside.score, family.score) };
  }
  if (top && isHinted(words, claim.given)) return { found: 'close', score: top.score };
  const partly = claim.family.some((word) => word.length >= 4 && words.includes(word));
  if (givens[0] && partly && claim.family.length > 1) {
    return { found: 'close', score: givens[0].score };
  }
  return { found: 'missing', score: top?.score ?? 0 };
}

interface Place {
  from: number;
  to: number;
  score: number;
}

/** Where a name stands as a run of whole words; beyond six letters a near spelling counts. */
function placesOf(name: string[], words: string[], ratio: Ratio): Place[] {
  const needle = name.join(' ');
  const places: Place[] = [];
  if (name.length === 0) return places;
  for (let from = 0; from + name.length <= words.length; from += 1) {
    const to = from + name.length;
    const score = wordScore(needle, words.slice(from, to).join(' '), ratio);
    if (score >= RATIO_MIN) places.push({ from, to, score });
  }
  return places;
}

/** Lengths must be near: a partial ratio finds `schmidt` in `schmidtke`. */
function wordScore(needle: string, run: string, ratio: Ratio): number {
  if (needle === run) return 100;
  const length = run.length / needle.length;
  return isShort(needle) || length < 0.85 || length > 1.2 ? 0 : ratio(needle, run);
}

/** Between the two stand only the person's other given names and initials, in either order. */
function isBeside(given: Place, family: Place, words: string[], names: string[]): boolean {
  const [before, after] = given.from < family.from ? [given, family] : [family, given];
  if (after.from < before.to) return false;
  const between = words.slice(before.to, after.from);
  return between.every((word) => word.length === 1 || names.includes(word));
}

/** The first given name or its initial, or another given name, stands somewhere near. */
function isHinted(words: string[], names: string[]): boolean {
  const initial = names[0]?.slice(0, 1);
  return words.some((word) => names.includes(word) || word === initial);
}
