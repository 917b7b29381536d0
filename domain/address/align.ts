import { bestWay, type Order, type Part, type Search, type Way } from './best-alignment.ts';
import type { Claim } from './claim.ts';
import { isCare, textOf, unitAt } from './items.ts';
import { codeEnd } from './words/postcode.ts';
import { readCodes } from './words/read-codes.ts';
import { endOf, type PlacedAtom } from './sequence.ts';
import { skipAt, type Places } from './skips.ts';
import { unitKind } from './words/unit-words.ts';

/** The best way in which the parts of a claim stand in a run of lines. */
export interface Alignment {
  /** The claim's items by their place; what of them stands there, and in which lines. */
  items: readonly (Standing | null)[];
  postalCode: Standing | null;
  city: Standing | null;
  /** Atoms that no part of the claim accounts for. */
  leftOver: readonly number[];
  /** Another country than the claim's. */
  country: string | null;
}

/** Atoms `from` to `to`, end exclusive. */
export interface Standing {
  from: number;
  to: number;
}

/** More parts than any address has; a longer claim is not aligned. */
const PARTS_MAX = 10;

/** Pairs each part of the claim with words of `printed`. It tries all orders and answers the best. */
export function align(
  claim: Claim,
  printed: readonly PlacedAtom[],
  { orders, places, isRead }: { orders: readonly Order[]; places: Places; isRead: boolean },
): Alignment {
  const parts = partsOf(claim, printed, isRead);
  const search = { claim, printed, parts, places };
  const ways = parts.length > PARTS_MAX ? [] : orders.map((order) => bestWay(search, order));
  const best = ways.toSorted((a, b) => b.weight - a.weight || a.cost - b.cost)[0] ?? null;
  return withTail(alignmentOf(best, search), claim, { printed, places });
}

function alignmentOf(best: Way | null, { claim, printed, parts, places }: Search): Alignment {
  const found: (Standing | null)[] = parts.map(() => null);
  const town = parts.findIndex(({ group }) => group === 'town');
  const leftOver: number[] = [];
  let country: string | null = null;
  for (let way = best; way && way.step.kind !== 'stop'; way = way.next) {
    const { at } = way;
    if (way.step.kind === 'part') {
      found[way.step.part] = { from: at, to: way.step.end };
      continue;
    }
    const isBehindTown = town >= 0 && found[town] !== null;
    const skip = skipAt(claim, printed, at, { places, isBehindTown });
    country = skip.country ?? country;
    if (skip.cost > 0) for (let one = at; one < skip.end; one += 1) leftOver.push(one);
  }
  const many = claim.items.length;
  const ofGroup = (group: Part['group']) =>
    parts.flatMap((part, at) => (part.group === group && at >= many ? [found[at] ?? null] : []))[0];
  return {
    items: found.slice(0, many),
    postalCode: ofGroup('postcode') ?? null,
    city: ofGroup('town') ?? null,
    leftOver,
    country,
  };
}

/** A line has more words: it is no country, and no unit. */
const TAIL_MAX = 5;

/**
 * The line behind the last part counts where it names another country or a unit, or, where no postcode
 * was stated, where it may be one.
 */
function withTail(
  found: Alignment,
  claim: Claim,
  { printed, places }: { printed: readonly PlacedAtom[]; places: Places },
): Alignment {
  const ends = [...found.items, found.postalCode, found.city].map((one) => one?.to ?? 0);
  const last = Math.max(...ends);
  const line = printed[last - 1]?.line;
  const from = printed.findIndex((atom) => line !== undefined && atom.line > line);
  const tail = from < 0 ? [] : printed.filter((atom) => atom.line === printed[from]?.line);
  if (tail.length === 0 || tail.length > TAIL_MAX || found.country !== null) return found;
  const country = places(tail.map(textOf).join(' '));
  if (country !== null) {
    return { ...found, country: country === claim.lexicon.country ? null : country };
  }
  const { cost } = skipAt(claim, printed, from, { places, isBehindTown: true });
  const isCode = claim.postalCode === null && tail.some(({ kind }) => kind === 'number');
  const isUnit = cost > 0 && unitAt(printed, from, claim.lexicon) !== null;
  return isCode || isUnit ? { ...found, leftOver: [...found.leftOver, from] } : found;
}

function partsOf(claim: Claim, printed: readonly PlacedAtom[], isRead: boolean): Part[] {
  const { lexicon, postalCode, city, region } = claim;
  const items = claim.items.map((item): Part => {
    const isNumbered = item.atoms.some(({ kind }) => kind === 'number');
    const plain = (from: number) =>
      Math.max(
        endOf(item.atoms, printed, from, lexicon),
        item.turned ? endOf(item.turned, printed, from, lexicon) : -1,
      );
    return {
      group: 'street',
      weight: item.kind !== 'street' ? 3 : isNumbered ? 8 : 5,
      endAt: (from) => {
        if (item.kind === 'unit') return unitEnd(claim, item, printed, from);
        return plain(item.kind === 'care' && isCare(printed[from]) ? from + 1 : from);
      },
    };
  });
  const others: Part[] = [];
  if (postalCode !== null) {
    const read = isRead ? readCodes(postalCode, printed) : new Map<number, number>();
    const endAt = (from: number) =>
      Math.max(codeEnd(postalCode, printed, from, lexicon.country), read.get(from) ?? -1);
    others.push({ group: 'postcode', weight: 7, endAt });
  }
  if (city.length > 0) {
    const endAt = (from: number) => endOf(city, printed, from, lexicon);
    others.push({ group: 'town', weight: 4, endAt });
  }
  if (region.length > 0) {
    const endAt = (from: number) => endOf(region, printed, from, lexicon);
    others.push({ group: 'region', weight: 0.5, endAt });
  }
  return [...items, ...others];
}

/** A unit by a word of its kind and exactly its value; in Australia also `2/` before the house. */
function unitEnd(
  claim: Claim,
  item: Claim['items'][number],
  printed: readonly PlacedAtom[],
  from: number,
): number {
  const { lexicon } = claim;
  const unit = unitAt(printed, from, lexicon);
  if (unit && unit.kind === item.unit) {
    const value = printed.slice(unit.from, unit.to);
    const isEqual = endOf(item.atoms, value, 0, lexicon) === value.length;
    if (isEqual) return unit.end;
  }
  if (textOf(printed[from]) === '#' && item.unit === 'dwelling') {
    return endOf(item.atoms, printed, from + 1, lexicon);
  }
  const isSlashed = ['AU', 'NZ'].includes(lexicon.country) && unitKind('unit') === item.unit;
  const end = isSlashed ? endOf(item.atoms, printed, from, lexicon) : -1;
  return end > 0 && textOf(printed[end]) === '/' ? end + 1 : -1;
}
