import { likenessOf, type WordLikeness } from './likeness.ts';
import type { Word } from './words.ts';

export interface Pair extends WordLikeness {
  mine: Word;
  other: Word;
}

/** Words of one part beside words of the other: a name whose order differs is a doubt. */
const OTHER_PART = 0.85;
const MOST_WORDS = 8;

/**
 * One-to-one pairs of greatest total, in any order; at most eight words a side are aligned, the rest
 * stay over. `cutWord` may have lost its end.
 */
export function bestPairs(
  ours: readonly Word[],
  theirs: readonly Word[],
  { near, cutWord }: { near: number; cutWord: Word | undefined },
): Pair[] {
  const known = new Map<string, { total: number; pairs: Pair[] }>();
  const [mineAll, others] = [ours.slice(0, MOST_WORDS), theirs.slice(0, MOST_WORDS)];
  const from = (at: number, used: number): { total: number; pairs: Pair[] } => {
    const mine = mineAll[at];
    if (mine === undefined) return { total: 0, pairs: [] };
    const key = `${at} ${used}`;
    const seen = known.get(key);
    if (seen) return seen;
    let best = from(at + 1, used);
    for (const [index, other] of others.entries()) {
      if (used & (1 << index)) continue;
      const { how, similarity } = pairLikeness(mine, other, { near, isCut: other === cutWord });
      if (similarity === 0) continue;
      const rest = from(at + 1, used | (1 << index));
      const total = rest.total + similarity * mine.weight;
      const pair = { mine, other, how, similarity };
      if (total > best.total) best = { total, pairs: [pair, ...rest.pairs] };
    }
    known.set(key, best);
    return best;
  };
  return from(0, 0).pairs;
}

function pairLikeness(
  mine: Word,
  other: Word,
  options: { near: number; isCut: boolean },
): WordLikeness {
  const { how, similarity } = likenessOf(mine.text, other.text, options);
  const isSamePart = mine.part === other.part || other.part === 'unknown';
  // a particle belongs to neither part: issuers differ on where it stands
  const share = isSamePart || mine.kind !== 'name' ? 1 : OTHER_PART;
  return { how, similarity: similarity * share };
}
