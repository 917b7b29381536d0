import type { ScorePiece } from '../findings.ts';
import { compareNames, LETTER_RULES, type NameScore } from '../names/compare.ts';
import type { Claim } from './claim.ts';
import { RATIO_MIN, type Ratio, type Window } from './ratio.ts';
import { isShort } from './words.ts';

export interface NameMatch {
  /**
   * `found`: family and first given name stand side by side. `close`: an initial, another given
   * name, part of the family name, or somebody between them: a person looks.
   */
  found: 'found' | 'close' | 'missing';
  /** 0 to 100: that of the words which stand there, by the one comparison of names. */
  score: number;
  pieces: ScorePiece[];
  at: Window | null;
}

const WINDOW_LINES = 3;
const RANK = { missing: 0, close: 1, found: 2 } as const;

/** Looks for the name in windows of one to three lines, each line given as words. */
export function matchName(lines: readonly string[][], claim: Claim, ratio: Ratio): NameMatch {
  let best: NameMatch | null = null;
  for (let size = 1; size <= WINDOW_LINES; size += 1) {
    for (let from = 0; from + size <= lines.length; from += 1) {
      const at = { from, to: from + size };
      const seen = judgeWords(lines.slice(from, at.to).flat(), claim, ratio);
      if (seen.found === 'missing') continue;
      const here = scored(seen, claim, at);
      if (best === null || isBetterName(here, best)) best = here;
    }
  }
  return best ?? scored({ found: 'missing', words: [] }, claim, null);
}

/** The surer, then the higher score. */
export function isBetterName(a: NameMatch, b: NameMatch): boolean {
  if (a.found !== b.found) return RANK[a.found] > RANK[b.found];
  return a.score > b.score;
}

interface Seen {
  found: NameMatch['found'];
  /** The words from the first of the name to the last. */
  words: string[];
}

/** Below it, words that stand in the right places are spelt too differently (start value). */
const FOUND_FROM = 0.75;

function scored({ found, words }: Seen, claim: Claim, at: Window | null): NameMatch {
  const { score, pieces } = scoreOfWords(words, claim);
  const isDoubted = found === 'found' && score < FOUND_FROM;
  return { found: isDoubted ? 'close' : found, score: score * 100, pieces, at };
}

function scoreOfWords(words: readonly string[], claim: Claim): NameScore {
  const stated = { family: [spelled(claim.family)], given: [spelled(claim.given)] };
  const found = { family: words.map((word) => word.toUpperCase()), given: [], cut: false };
  return compareNames(stated, found, LETTER_RULES);
}

function spelled(words: readonly string[]): string {
  return words.join(' ').toUpperCase();
}

function judgeWords(words: string[], claim: Claim, ratio: Ratio): Seen {
  const families = placesOf(claim.family, words, ratio);
  const [first] = claim.given;
  const top = families.toSorted((a, b) => b.score - a.score)[0];
  const between = (places: readonly Place[]) =>
    words.slice(
      Math.min(...places.map(({ from }) => from)),
      Math.max(...places.map(({ to }) => to)),
    );
  if (first === undefined) {
    return top ? { found: 'found', words: between([top]) } : NOTHING;
  }
  const givens = placesOf([first], words, ratio);
  for (const family of families) {
    const beside = givens.find((given) => isBeside(given, family, words, claim.given));
    if (beside) return { found: 'found', words: between([beside, family]) };
  }
  const hint = hintAt(words, claim.given);
  if (top && hint) return { found: 'close', words: [...between([hint]), ...between([top])] };
  const partly = words.filter((word) => word.length >= 4 && claim.family.includes(word));
  if (givens[0] && partly.length > 0 && claim.family.length > 1) {
    return { found: 'close', words: [...between([givens[0]]), ...partly] };
  }
  return NOTHING;
}

const NOTHING: Seen = { found: 'missing', words: [] };

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
function hintAt(words: string[], names: string[]): Place | null {
  const initial = names[0]?.slice(0, 1);
  const at = words.findIndex((word) => names.includes(word) || word === initial);
  return at === -1 ? null : { from: at, to: at + 1, score: 100 };
}
