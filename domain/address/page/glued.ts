import { spelled, type Claim } from '../claim.ts';
import { RATIO_MIN, type Ratio } from './ratio.ts';
import { plainWordsOf, wordsOf } from '../words/words.ts';

/**
 * Whether name and address can be seen in lines that an engine read from a picture and glued
 * together. Lenient on purpose: it only stops a `fail` (letterheads are pictures), and never passes.
 */
export function seenGlued(lines: readonly string[], claim: Claim, ratio: Ratio) {
  const glued = lines.map((line) => wordsOf(line).join('')).join('');
  const codes = lines.map((line) => plainWordsOf(line).join('')).join('');
  const raw = lines.join(' ').toLowerCase();
  const stands = (words: string[]) => {
    const needle = words.join('');
    if (needle === '' || glued.length < needle.length) return false;
    return glued.includes(needle) || (needle.length > 6 && ratio(needle, glued) >= RATIO_MIN);
  };
  const name = stands(claim.family) && stands(claim.given.slice(0, 1));
  const streets = claim.items.filter(({ kind }) => kind === 'street');
  const number = streets.every(({ atoms }) =>
    atoms.every((atom) => atom.kind !== 'number' || hasDigits(raw, atom.spellings[0] ?? '')),
  );
  const street = streets.every(({ atoms }) =>
    stands(wordsOf(spelled(atoms.filter(({ kind }) => kind === 'word')))),
  );
  const place = claim.postalCode === null || codes.includes(claim.postalCode);
  return {
    name: claim.given.length === 0 ? stands(claim.family) : name,
    address: streets.length > 0 && street && number && place,
  };
}

/** True if the text has the number without a further digit at either side: 15 does not contain 5. */
function hasDigits(text: string, digits: string): boolean {
  return text.split(/\D+/).includes(digits);
}
