import type { Claim } from './claim.ts';
import { saysNothing, textOf } from './items.ts';
import { codeEnd, prefixCountry } from './words/postcode.ts';
import { regionNames } from './words/regions.ts';
import type { PlacedAtom } from './sequence.ts';
import { SILENT_UNITS } from './words/unit-words.ts';

/** The country that words name, in any language a package knows; null: none. */
export type Places = (words: string) => string | null;

/** Words that are passed over: what they cost as a doubt, and the other country that they name. */
export interface Skip {
  end: number;
  cost: number;
  country: string | null;
}

const NAME_WORDS_MAX = 6;

/**
 * The words that an alignment may skip at a place. Words that add nothing to the claim are free, such as its
 * country or a region that follows from its postcode; all others cost.
 */
export function skipAt(
  claim: Claim,
  printed: readonly PlacedAtom[],
  at: number,
  { places, isBehindTown }: { places: Places; isBehindTown: boolean },
): Skip {
  const { lexicon, postalCode } = claim;
  const atom = printed[at];
  if (!atom) return { end: at + 1, cost: 0, country: null };
  const named = countryAt(printed, at, places);
  if (named) {
    const isOther = named.country !== lexicon.country;
    return { end: named.end, cost: isOther ? 1 : 0, country: isOther ? named.country : null };
  }
  const prefix = atom.isFirst ? prefixCountry(atom, printed[at + 1]) : null;
  const isCode = postalCode !== null && codeEnd(postalCode, printed, at + 1, lexicon.country) > 0;
  if (prefix === lexicon.country && isCode) return { end: at + 1, cost: 0, country: null };
  if (saysNothing(printed, at, lexicon)) return { end: at + 1, cost: 0, country: null };
  const silent = silentEnd(claim, printed, at);
  if (silent > at) return { end: silent, cost: 0, country: null };
  const region = postalCode === null || !isBehindTown ? -1 : regionEnd(claim, printed, at);
  if (region > at) return { end: region, cost: 0, country: null };
  return { end: at + 1, cost: 1, country: null };
}

/** The name of a country that fills the rest of a line, alone or behind the town. */
function countryAt(printed: readonly PlacedAtom[], at: number, places: Places) {
  const line = printed[at]?.line;
  if (printed[at]?.isFirst !== true) return null;
  let end = at;
  while (end < printed.length && printed[end]?.line === line) end += 1;
  if (end - at > NAME_WORDS_MAX) return null;
  const country = places(printed.slice(at, end).map(textOf).join(' '));
  return country === null ? null : { country, end };
}

function silentEnd({ lexicon }: Claim, printed: readonly PlacedAtom[], at: number): number {
  const form = SILENT_UNITS[lexicon.country];
  const pair = printed.slice(at, at + 2);
  const isOne = form?.test(pair.map(textOf).join(' ')) === true && pair[0]?.line === pair[1]?.line;
  return isOne ? at + 2 : -1;
}

/** A region of the country, where the claim states no other. */
function regionEnd(claim: Claim, printed: readonly PlacedAtom[], at: number): number {
  if (claim.region.length > 0) return -1;
  const names = regionNames(claim.lexicon.country);
  const line = printed[at]?.line;
  for (let length = 4; length > 0; length -= 1) {
    const run = printed.slice(at, at + length);
    const isRun = run.length === length && run.every((atom) => atom.line === line);
    if (isRun && names.has(run.map(textOf).join(' '))) return at + length;
  }
  return -1;
}
