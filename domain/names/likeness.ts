import { areVariants } from './variants.ts';
import { jaroWinkler } from './similarity.ts';

/** How two words of a name agree, the surest first; `missing`: one has no partner. */
export const LIKENESSES = ['equal', 'variant', 'cut', 'initial', 'near', 'missing'] as const;
export type Likeness = (typeof LIKENESSES)[number];

export interface WordLikeness {
  how: Likeness;
  /** 0 to 1 */
  similarity: number;
}

const NONE: WordLikeness = { how: 'missing', similarity: 0 };

/**
 * How two words in `A-Z` agree (variant 0.97, initial 0.7). Words of four letters or
 * fewer must be equal or variants; longer ones count from a Jaro-Winkler similarity of 0.85 on, at `near`
 * of it. `cut`: 0.95 where `other` may have lost its end and `mine` begins with it.
 */
export function likenessOf(
  mine: string,
  other: string,
  { near, isCut }: { near: number; isCut: boolean },
): WordLikeness {
  if (mine === other) return { how: 'equal', similarity: 1 };
  if (isCut && other.length > 1 && mine.startsWith(other)) return { how: 'cut', similarity: 0.95 };
  if (mine.length === 1 || other.length === 1) {
    return mine[0] === other[0] ? { how: 'initial', similarity: 0.7 } : NONE;
  }
  if (areVariants(mine, other)) return { how: 'variant', similarity: 0.97 };
  if (Math.min(mine.length, other.length) <= 4) return NONE;
  const alike = jaroWinkler(mine, other);
  return alike < 0.85 ? NONE : { how: 'near', similarity: alike * near };
}
