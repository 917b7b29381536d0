import type { ScorePiece } from '../findings.ts';
import type { MrzName } from '../mrz/parse.ts';
import { wordSimilarity } from './similarity.ts';
import { joined, wordsOf, type Word } from './words.ts';

/** A stated name in every spelling that may stand on a document, `A-Z` and spaces; `given` is empty for one name. */
export interface StatedName {
  family: readonly string[];
  given: readonly string[];
}

/** The score is the sum of `score * weight` over the pieces, divided by the sum of their weights. */
export interface NameScore {
  /** 0 to 1 */
  score: number;
  pieces: ScorePiece[];
}

/**
 * How well a stated name agrees with a name read from a machine-readable zone. Words pair one to one
 * for the best total, in any order. The best of the stated spellings counts. Numbers are start values
 * (verification.md section 8): initial 0.7, other part of the name 0.85, cut word 0.95; a stated word
 * that is missing costs 0.8 of its weight, a read one that was not stated 0.15, both in full.
 */
export function compareNames(stated: StatedName, read: MrzName): NameScore {
  let best: NameScore = { score: 0, pieces: [] };
  for (const family of stated.family.length > 0 ? stated.family : ['']) {
    for (const given of stated.given.length > 0 ? stated.given : ['']) {
      const scored = compareSpelling(split(family), split(given), read);
      if (best.pieces.length === 0 || scored.score > best.score) best = scored;
    }
  }
  return best;
}

const INITIAL = 0.7;
const OTHER_PART = 0.85;
const CUT = 0.95;
const COST = { statedOnly: 0.8, readOnly: 0.15, behindCut: 0.1 };

function compareSpelling(family: string[], given: string[], read: MrzName): NameScore {
  const hasParts = read.given.length > 0 && given.length > 0;
  const ours = [...wordsOf(family, 'family'), ...wordsOf(given, 'given')];
  const theirs = hasParts
    ? [...wordsOf(read.family, 'family'), ...wordsOf(read.given, 'given')]
    : wordsOf([...read.family, ...read.given], 'unknown');
  const stated = joined(ours, theirs);
  const printed = joined(theirs, stated);
  const cutWord = read.cut ? printed.at(-1) : undefined;
  const pairs = bestPairs(stated, printed, cutWord);
  const paired = (word: Word) => pairs.some((pair) => pair.mine === word || pair.other === word);
  const missing = stated.filter((word) => !paired(word));
  const extra = printed.filter((word) => !paired(word));
  const isContradicted = missing.length > 0 && extra.length > 0;
  const statedCost = isContradicted ? 1 : read.cut ? COST.behindCut : COST.statedOnly;
  const pieces = [
    ...pairs.map(({ mine, similarity }, at) => ({
      name: `${mine.part}_${at + 1}`,
      score: similarity,
      weight: mine.weight,
    })),
    ...costs('only_stated', missing, statedCost),
    ...costs('only_on_document', extra, isContradicted ? 1 : COST.readOnly),
  ];
  return { score: scoreOf(pieces), pieces };
}

function costs(name: string, words: readonly Word[], share: number): ScorePiece[] {
  return words.map((word, at) => ({
    name: `${name}_${at + 1}`,
    score: 0,
    weight: word.weight * share,
  }));
}

/** The weighted mean of the pieces; 0 where nothing was compared. */
export function scoreOf(pieces: readonly ScorePiece[]): number {
  const weight = pieces.reduce((sum, piece) => sum + piece.weight, 0);
  const total = pieces.reduce((sum, piece) => sum + piece.score * piece.weight, 0);
  return weight === 0 ? 0 : total / weight;
}

interface Pair {
  mine: Word;
  other: Word;
  similarity: number;
}

/** One-to-one pairs of greatest total; at most eight words a side are aligned, the rest stay over. */
function bestPairs(ours: readonly Word[], theirs: readonly Word[], cutWord?: Word): Pair[] {
  const known = new Map<string, { total: number; pairs: Pair[] }>();
  const others = theirs.slice(0, 8);
  const from = (at: number, used: number): { total: number; pairs: Pair[] } => {
    const mine = ours.slice(0, 8)[at];
    if (mine === undefined) return { total: 0, pairs: [] };
    const key = `${at} ${used}`;
    const seen = known.get(key);
    if (seen) return seen;
    let best = from(at + 1, used);
    for (const [index, other] of others.entries()) {
      if (used & (1 << index)) continue;
      const similarity = pairSimilarity(mine, other, other === cutWord);
      if (similarity === 0) continue;
      const rest = from(at + 1, used | (1 << index));
      const total = rest.total + similarity * mine.weight;
      if (total > best.total) best = { total, pairs: [{ mine, other, similarity }, ...rest.pairs] };
    }
    known.set(key, best);
    return best;
  };
  return from(0, 0).pairs;
}

function pairSimilarity(mine: Word, other: Word, isCut: boolean): number {
  const parts = mine.part === other.part || other.part === 'unknown' ? 1 : OTHER_PART;
  return parts * textSimilarity(mine.text, other.text, isCut);
}

function textSimilarity(mine: string, other: string, isCut: boolean): number {
  if (mine === other) return 1;
  if (isCut && mine.startsWith(other)) return other.length > 1 ? CUT : INITIAL;
  if (mine.length === 1 || other.length === 1) return mine[0] === other[0] ? INITIAL : 0;
  return wordSimilarity(mine, other);
}

function split(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
