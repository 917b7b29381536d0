import type { ScorePiece } from '../checks/findings.ts';
import { bestPairs, type Pair } from './align.ts';
import { joined, wordsOf, type Word } from './words.ts';

/** A stated name in every spelling that may stand on a document, `A-Z` and spaces; `given` is empty for one name. */
export interface StatedName {
  family: readonly string[];
  given: readonly string[];
}

/** A name as it was found, in words of `A-Z`. Without given names its parts are not told apart. */
export interface FoundName {
  family: readonly string[];
  given: readonly string[];
  /** True if the last word may be cut. */
  cut: boolean;
}

/** The score is the sum of `score * weight` over the pieces, divided by the sum of their weights. */
export interface NameScore {
  /** 0 to 1 */
  score: number;
  pieces: ScorePiece[];
}

/** What differs between uses: all shares of a word's weight or similarity. */
export interface NameRules {
  /** Of the similarity of words that differ by some letters. */
  near: number;
  /** What a stated word costs that was not found, and a found one that was not stated. */
  statedOnly: number;
  foundOnly: number;
  /** What a stated word costs that may stand behind the cut. */
  behindCut: number;
}

/** An identity document has the whole name (start values). */
export const DOCUMENT_RULES: NameRules = {
  near: 0.7,
  statedOnly: 0.8,
  foundOnly: 0.15,
  behindCut: 0.1,
};

/** A letter is often sent to the family name and the first given name alone. */
export const LETTER_RULES: NameRules = { ...DOCUMENT_RULES, statedOnly: 0.15 };

/**
 * How well a stated name agrees with one found on a document: words pair one to one for the best
 * total, in any order; left-over words of both sides contradict and cost in full, those of one side a
 * share. A word that differs by a letter is a doubt however long the name is. The best spelling counts.
 */
export function compareNames(
  stated: StatedName,
  found: FoundName,
  rules: NameRules = DOCUMENT_RULES,
): NameScore {
  let best: NameScore | null = null;
  for (const family of stated.family.length > 0 ? stated.family : ['']) {
    for (const given of stated.given.length > 0 ? stated.given : ['']) {
      const { of } = alignNames({ family: split(family), given: split(given) }, found, rules);
      if (best === null || of.score > best.score) best = of;
    }
  }
  return best ?? { score: 0, pieces: [] };
}

/** The words of two names, in pairs and left over, and the score that they give. */
export interface NameAlignment {
  of: NameScore;
  pairs: readonly Pair[];
  /** Stated words that were not found, and found ones that were not stated. */
  missing: readonly Word[];
  extra: readonly Word[];
}

/** The weighted mean of the pieces; 0 where nothing was compared. */
export function scoreOf(pieces: readonly ScorePiece[]): number {
  const weight = pieces.reduce((sum, piece) => sum + piece.weight, 0);
  const total = pieces.reduce((sum, piece) => sum + piece.score * piece.weight, 0);
  return weight === 0 ? 0 : total / weight;
}

/** One spelling of a stated name beside what was found, word by word: as `compareNames` scores it. */
export function alignNames(
  { family, given }: { family: readonly string[]; given: readonly string[] },
  found: FoundName,
  rules: NameRules,
): NameAlignment {
  const hasParts = found.given.length > 0 && given.length > 0;
  const ours = [...wordsOf(family, 'family'), ...wordsOf(given, 'given')];
  const theirs = hasParts
    ? [...wordsOf(found.family, 'family'), ...wordsOf(found.given, 'given')]
    : wordsOf([...found.family, ...found.given], 'unknown');
  const stated = joined(ours, theirs);
  const printed = joined(theirs, stated);
  const cutWord = found.cut ? printed.at(-1) : undefined;
  const pairs = bestPairs(stated, printed, { near: rules.near, cutWord });
  const isPaired = (word: Word) => pairs.some(({ mine, other }) => mine === word || other === word);
  const missing = stated.filter((word) => !isPaired(word));
  const extra = printed.filter((word) => !isPaired(word));
  const share = found.cut ? rules.behindCut : rules.statedOnly;
  const pieces = [
    ...pairs.map(pieceOf),
    ...costs('only_stated', missing, { share, others: extra }),
    ...costs('only_on_document', extra, { share: rules.foundOnly, others: missing }),
  ];
  return { of: capped(pieces, pairs), pairs, missing, extra };
}

function pieceOf({ mine, how, similarity }: Pair, at: number): ScorePiece {
  return { name: `${mine.part}_${at + 1}`, how, score: similarity, weight: mine.weight };
}

/** A particle left over does not contradict a name, nor a title either: only like contradicts like. */
function costs(
  name: string,
  words: readonly Word[],
  { share, others }: { share: number; others: readonly Word[] },
): ScorePiece[] {
  return words.map((word, at) => {
    const isContradicted = others.some((other) => other.kind === word.kind);
    const weight = word.weight * (isContradicted ? 1 : share);
    return { name: `${name}_${at + 1}`, how: 'missing', score: 0, weight };
  });
}

/** Below every shipped limit of a pass: `HERNANDEZ` is not `FERNANDEZ`, whatever else agrees. */
const DOUBT_MAX = 0.89;

/** The cap is a piece too, so that the pieces add up. */
function capped(pieces: ScorePiece[], pairs: readonly Pair[]): NameScore {
  const score = scoreOf(pieces);
  const isDoubted = pairs.some(({ mine, how }) => how === 'near' && mine.kind === 'name');
  if (!isDoubted || score <= DOUBT_MAX) return { score, pieces };
  const total = pieces.reduce((sum, piece) => sum + piece.score * piece.weight, 0);
  const whole = pieces.reduce((sum, piece) => sum + piece.weight, 0);
  const cap: ScorePiece = {
    name: 'letters_differ',
    how: 'near',
    score: 0,
    weight: total / DOUBT_MAX - whole,
  };
  return { score: DOUBT_MAX, pieces: [...pieces, cap] };
}

function split(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
