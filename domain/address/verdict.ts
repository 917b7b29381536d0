import type { Alignment } from './align.ts';
import type { Claim } from './claim.ts';
import type { Item } from './items.ts';
import { textOf, unitAt } from './items.ts';
import { endOf, type PlacedAtom } from './sequence.ts';

/** Why an address is not simply there. */
export type Doubt =
  | 'apart'
  | 'left_over'
  | 'not_printed'
  | 'unit_not_printed'
  | 'unit_differs'
  | 'number_differs'
  | 'postal_code_differs'
  | 'country_differs'
  | 'street_differs';

export interface Verdict {
  /** `differs`: certainly another address; `missing`: nothing of it stands there. */
  answer: 'found' | 'doubt' | 'differs' | 'missing';
  why: Doubt | null;
}

/** Whether a stated unit must be printed, and a printed one stated. */
export type UnitRule = 'required' | 'optional';

/** What an alignment says of the claim. */
export function verdictOf(
  claim: Claim,
  printed: readonly PlacedAtom[],
  { alignment, unit }: { alignment: Alignment; unit: UnitRule },
): Verdict {
  const { items, postalCode, city, leftOver, country } = alignment;
  const absent = claim.items.filter((_, at) => items[at] === null);
  const noCode = claim.postalCode !== null && postalCode === null;
  const noCity = claim.city.length > 0 && city === null;
  const streets = claim.items.filter(({ kind }) => kind === 'street');
  const absentStreets = absent.filter(({ kind }) => kind === 'street');
  const isPlaced = (claim.postalCode !== null && !noCode) || (claim.city.length > 0 && !noCity);
  const hasStreet = streets.length > 0 && absentStreets.length < streets.length;
  if (country !== null && (hasStreet || isPlaced)) return differs('country_differs');
  if (absentStreets.length > 0)
    return ofStreet(claim, printed, { absentStreets, isPlaced, noCode });
  if (claim.items.length === 0 || !(hasStreet || isPlaced)) return MISSING;
  if (noCode) {
    return holdsCode(printed, claim.postalCode ?? '')
      ? doubt('not_printed')
      : differs('postal_code_differs');
  }
  if (noCity) return doubt('not_printed');
  const units = absent.filter(({ kind }) => kind === 'unit');
  if (units.some((item) => otherUnit(claim, item, printed, leftOver)))
    return differs('unit_differs');
  if (absent.length > units.length) return doubt('not_printed');
  const isFree = unit === 'optional' && areUnits(claim, printed, leftOver);
  if (leftOver.length > 0 && !isFree) return doubt('left_over');
  return units.length > 0 && unit === 'required' ? doubt('unit_not_printed') : FOUND;
}

const FOUND: Verdict = { answer: 'found', why: null };
const MISSING: Verdict = { answer: 'missing', why: null };

function doubt(why: Doubt): Verdict {
  return { answer: 'doubt', why };
}

function differs(why: Doubt): Verdict {
  return { answer: 'differs', why };
}

/** Words of the street with another number are another house; another street is a doubt in its town. */
function ofStreet(
  claim: Claim,
  printed: readonly PlacedAtom[],
  of: { absentStreets: readonly Item[]; isPlaced: boolean; noCode: boolean },
): Verdict {
  const { absentStreets, isPlaced, noCode } = of;
  const others = absentStreets.filter((item) => hasWords(claim, item, printed));
  if (others.some((item) => !holdsNumbers(item, printed))) {
    return isPlaced ? differs('number_differs') : MISSING;
  }
  if (others.length > 0) return doubt('not_printed');
  return isPlaced && !noCode ? doubt('street_differs') : MISSING;
}

/** The words of the item stand there, whatever number is beside them. */
function hasWords(claim: Claim, item: Item, printed: readonly PlacedAtom[]): boolean {
  const words = item.atoms.filter(
    ({ kind, spellings }) => kind === 'word' && textLength(spellings) > 1,
  );
  if (words.length === 0) return false;
  return printed.some((_, at) => endOf(words, printed, at, claim.lexicon) > at);
}

function textLength(spellings: readonly string[]): number {
  return spellings[0]?.length ?? 0;
}

function holdsNumbers(item: Item, printed: readonly PlacedAtom[]): boolean {
  const numbers = new Set(printed.filter(({ kind }) => kind === 'number').map(textOf));
  return item.atoms.every((atom) => atom.kind !== 'number' || numbers.has(textOf(atom)));
}

/** True if the postal code is printed, even if it is separated otherwise than the country does. */
function holdsCode(printed: readonly PlacedAtom[], code: string): boolean {
  const joined = printed
    .map(textOf)
    .join('')
    .replaceAll(/[^a-z0-9]/g, '');
  return joined.includes(code);
}

/** A unit of the same kind with another value stands where the stated one is missing. */
function otherUnit(
  claim: Claim,
  item: Item,
  printed: readonly PlacedAtom[],
  leftOver: readonly number[],
): boolean {
  return leftOver.some((at) => unitAt(printed, at, claim.lexicon)?.kind === item.unit);
}

/** All that is left over are units, and the claim states none. */
function areUnits(
  claim: Claim,
  printed: readonly PlacedAtom[],
  leftOver: readonly number[],
): boolean {
  if (claim.items.some(({ kind }) => kind === 'unit')) return leftOver.length === 0;
  const left = new Set(leftOver);
  for (const at of leftOver) {
    if (!left.has(at)) continue;
    const unit = unitAt(printed, at, claim.lexicon);
    if (!unit) return false;
    for (let one = at; one < unit.end; one += 1) left.delete(one);
  }
  return true;
}
