import type { Atom } from './atoms.ts';
import type { Lexicon } from './words/lexicon.ts';
import { NUMBER_ENDS, unitKind, unitLetter } from './words/unit-words.ts';

/** A part of a stated address whose words and numbers stand together, in their order. */
export interface Item {
  /** `unit`: a flat, a floor, a tower; `street`: with or without a number; `care`: of whom. */
  kind: 'street' | 'unit' | 'care';
  /** Of a unit: what it is, as `unitKind` tells, and the word that says so. */
  unit: string | null;
  /** Without the word of a unit. */
  atoms: readonly Atom[];
  /** The number may stand on the other side of the words: `12 rue X`, `rue X 12`. */
  turned: readonly Atom[] | null;
}

/**
 * The items of an address, of the parts between its commas: units by themselves, a number in a part of
 * its own with the street beside it.
 */
export function itemsOf(parts: readonly (readonly Atom[])[], lexicon: Lexicon): Item[] {
  const pieces = parts.flatMap((part) => cut(part, lexicon));
  const joined: Cut[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    const isBare = piece.kind === 'street' && isNumbers(piece.atoms, lexicon);
    const isAfterBare = last?.kind === 'street' && isNumbers(last.atoms, lexicon);
    const joins = last?.kind === 'street' && piece.kind === 'street' && (isBare || isAfterBare);
    if (last && joins) joined.splice(-1, 1, { ...last, atoms: [...last.atoms, ...piece.atoms] });
    else joined.push(piece);
  }
  const bare = joined.filter(({ kind, atoms }) => kind === 'street' && hasNumber(atoms));
  return joined.map((piece) => ({
    ...piece,
    turned: piece.kind === 'street' && bare.length === 1 ? turned(piece.atoms, lexicon) : null,
  }));
}

type Cut = Omit<Item, 'turned'>;

/** A part without its units, and the units: `123 Main St Apt 4B` has both. */
function cut(part: readonly Atom[], lexicon: Lexicon): Cut[] {
  if (isCare(part[0]) && part.length > 1) {
    return [{ kind: 'care', unit: null, atoms: part.slice(1) }];
  }
  const slashed = slashedUnit(part, lexicon);
  if (slashed) return slashed;
  const found: Cut[] = [];
  let rest: Atom[] = [];
  const close = () => {
    if (rest.length > 0) found.push({ kind: 'street', unit: null, atoms: rest });
    rest = [];
  };
  for (let at = 0; at < part.length;) {
    const unit = unitAt(part, at, lexicon);
    if (unit) {
      close();
      found.push({ kind: 'unit', unit: unit.kind, atoms: part.slice(unit.from, unit.to) });
      at = unit.end;
      continue;
    }
    rest.push(part[at] as Atom);
    at += 1;
  }
  close();
  return found;
}

/** `c/o`, as one word. */
export function isCare(atom: Atom | undefined): boolean {
  return ['co', 'attn'].includes(textOf(atom));
}

/** Unit and house as Australia and New Zealand write them: `2/1917 Pike Drive`. */
function slashedUnit(part: readonly Atom[], { country }: Lexicon): Cut[] | null {
  const [unit, slash, house] = part;
  const isSlashed = unit?.kind === 'number' && textOf(slash) === '/' && house?.kind === 'number';
  if (!isSlashed || !['AU', 'NZ'].includes(country)) return null;
  return [
    { kind: 'unit', unit: 'dwelling', atoms: [unit] },
    { kind: 'street', unit: null, atoms: part.slice(2) },
  ];
}

/** A unit that starts at that place: the word and its number, or a number and the word of a floor. */
export function unitAt(
  atoms: readonly Atom[],
  at: number,
  lexicon: Lexicon,
): { kind: string; from: number; to: number; end: number } | null {
  const kind = kindAt(atoms, at, lexicon);
  if (kind) {
    let from = at + kind.length;
    while (saysNothing(atoms, from, lexicon)) from += 1;
    const to = valueEnd(atoms, from);
    return to > from ? { kind: kind.of, from, to, end: to } : null;
  }
  if (atoms[at]?.kind !== 'number') return null;
  const after = /^(st|nd|rd|th)$/.test(textOf(atoms[at + 1])) ? at + 2 : at + 1;
  const floor = unitKind(textOf(atoms[after]));
  const isLast = valueEnd(atoms, after + 1) === after + 1;
  return floor === 'floor' && isLast ? { kind: floor, from: at, to: at + 1, end: after + 1 } : null;
}

/** `P.O. Box` is one word of a unit; others are what they are. */
function kindAt(
  atoms: readonly Atom[],
  at: number,
  { country }: Lexicon,
): { of: string; length: number } | null {
  const atom = atoms[at];
  if (atom?.kind !== 'word') return null;
  const pair = unitKind(textOf(atom) + textOf(atoms[at + 1]));
  if (pair === 'postbox') return { of: pair, length: 2 };
  const isBetween = atom.isFirst && [at - 1, at + 1].every((one) => atoms[one]?.kind === 'number');
  const letter = isBetween ? unitLetter(textOf(atom), country) : undefined;
  const kind = letter ?? atom.spellings.map(unitKind).find((one) => one !== undefined);
  return kind === undefined ? null : { of: kind, length: 1 };
}

/** The end of a number with its letters and signs, or of a single letter. */
export function valueEnd(atoms: readonly Atom[], from: number): number {
  let at = from;
  while (at < atoms.length) {
    const atom = atoms[at];
    const isPart = atom?.kind === 'number' || (atom?.kind === 'sign' && at > from);
    const isNext = at > from && atom?.kind === 'number' && atom.isFirst;
    const isElsewhere = atom?.line !== atoms[from]?.line;
    if (isNext || isElsewhere || !(isPart || isLetter(atom))) break;
    at += 1;
  }
  return at;
}

function isLetter(atom: Atom | undefined): boolean {
  return atom?.kind === 'word' && textOf(atom).length === 1 && textOf(atom) !== '#';
}

function isNumbers(atoms: readonly Atom[], lexicon: Lexicon): boolean {
  const says = (atom: Atom) => atom.kind !== 'word' || isLetter(atom) || isEnd(atom);
  const isPart = (atom: Atom, at: number) => says(atom) || saysNothing(atoms, at, lexicon);
  return hasNumber(atoms) && atoms.every(isPart);
}

function hasNumber(atoms: readonly Atom[]): boolean {
  return atoms.some(({ kind }) => kind === 'number');
}

function isEnd(atom: Atom): boolean {
  return NUMBER_ENDS.has(textOf(atom));
}

/** The words and the one number behind or before them the other way round; null: there is no such number. */
function turned(atoms: readonly Atom[], lexicon: Lexicon): readonly Atom[] | null {
  const plain = atoms.filter((_, at) => !saysNothing(atoms, at, lexicon));
  const numbers = plain.map(({ kind }) => kind === 'number');
  const [first, last] = [numbers.indexOf(true), numbers.lastIndexOf(true)];
  if (first < 0) return null;
  const ended = plain.findIndex((atom, at) => at > last && !isLetter(atom) && !isEnd(atom));
  if (first === 0 && ended > 0) return [...plain.slice(ended), ...plain.slice(0, ended)];
  const run = valueEnd(plain, first);
  const isTrailing = first > 0 && (run === plain.length || ended < 0) && run > last;
  return isTrailing ? [...plain.slice(first), ...plain.slice(0, first)] : null;
}

/** A word of its own such as `No.` before a number, or `ul.` before a name. */
export function saysNothing(atoms: readonly Atom[], at: number, lexicon: Lexicon): boolean {
  const [atom, next] = [atoms[at], atoms[at + 1]];
  if (atom?.kind !== 'word' || !next || next.kind === 'sign') return false;
  if (!atom.isFirst && textOf(atom) !== '#') return false;
  return atom.spellings.some((word) => lexicon.isEmptyBefore(word, next.kind as 'number' | 'word'));
}

export function textOf(atom: Atom | undefined): string {
  return atom?.spellings[0] ?? '';
}
