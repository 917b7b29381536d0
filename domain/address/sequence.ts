import type { Atom } from './atoms.ts';
import { saysNothing, textOf } from './items.ts';
import type { Lexicon } from './words/lexicon.ts';
import { looksLike } from './page/misread.ts';

/** An atom on a page: where it stands in its block. */
export interface PlacedAtom extends Atom {
  /** Index of its line in the block. */
  line: number;
  /** Index of its word in that line. */
  word: number;
}

/** Words that are joined to one at most: `Haupt Str.` is `Hauptstr.` */
const JOINED_MAX = 3;

/**
 * Where a run of atoms ends that stands at `from`, each of them in its order and with nothing between
 * but words that say nothing; -1: it does not stand there.
 */
export function endOf(
  stated: readonly Atom[],
  printed: readonly PlacedAtom[],
  from: number,
  lexicon: Lexicon,
): number {
  if (stated.length === 0) return from;
  const [first, ...rest] = stated;
  const here = printed[from];
  if (!first || !here) return -1;
  if (first.kind !== 'word' || here.kind !== 'word') {
    const isEqual = first.kind === here.kind && textOf(first) === textOf(here);
    if (isEqual) return after(rest, printed, from + 1, lexicon);
    return saysNothing(stated, 0, lexicon) ? endOf(rest, printed, from, lexicon) : -1;
  }
  for (let many = 1; many <= JOINED_MAX; many += 1) {
    const one = joined(printed.slice(from, from + many), many);
    if (one && isSameWord(first, one, lexicon)) {
      const end = after(rest, printed, from + many, lexicon);
      if (end >= 0) return end;
    }
    const whole = many > 1 ? joined(stated.slice(0, many), many) : null;
    if (whole && isSameWord(whole, here, lexicon)) {
      const end = after(stated.slice(many), printed, from + 1, lexicon);
      if (end >= 0) return end;
    }
  }
  return saysNothing(stated, 0, lexicon) ? endOf(rest, printed, from, lexicon) : -1;
}

/** What follows, behind a word that says nothing or the end of `45th`. */
function after(
  rest: readonly Atom[],
  printed: readonly PlacedAtom[],
  at: number,
  lexicon: Lexicon,
): number {
  if (isOrdinal(printed, at) && !isOrdinal(rest, 0, true))
    return after(rest, printed, at + 1, lexicon);
  if (isOrdinal(rest, 0, true) && !isOrdinal(printed, at))
    return after(rest.slice(1), printed, at, lexicon);
  const end = endOf(rest, printed, at, lexicon);
  if (end >= 0 || rest.length === 0 || !saysNothing(printed, at, lexicon)) return end;
  return after(rest, printed, at + 1, lexicon);
}

/** `th` behind a number, in one word with it. */
function isOrdinal(atoms: readonly Atom[], at: number, isRest = false): boolean {
  const atom = atoms[at];
  const isBehind = isRest || atoms[at - 1]?.kind === 'number';
  return isBehind && atom?.isFirst === false && /^(st|nd|rd|th)$/.test(textOf(atom));
}

/** So many words as one; null where a number is among them or there are fewer. */
function joined(atoms: readonly Atom[], many: number): Atom | null {
  const [first] = atoms;
  const isOne = atoms.every(({ kind, line }) => kind === 'word' && line === first?.line);
  if (!first || atoms.length < many || !isOne) return null;
  if (many === 1) return first;
  const plain = atoms.map(textOf).join('');
  const second = atoms.map(({ spellings }) => spellings.at(-1) ?? '').join('');
  return { ...first, spellings: [plain, second], isSure: atoms.every(({ isSure }) => isSure) };
}

/** Equal by letters or by the country's short forms; of a doubtful reading, by letters that look alike. */
function isSameWord(stated: Atom, printed: Atom, lexicon: Lexicon): boolean {
  const isSame = stated.spellings.some((one) =>
    printed.spellings.some((other) => lexicon.isSame(one, other)),
  );
  if (isSame || printed.isSure) return isSame;
  const full = stated.spellings.flatMap((one) => lexicon.inFull(one));
  return full.some((one) => printed.spellings.some((other) => looksLike(one, other)));
}
