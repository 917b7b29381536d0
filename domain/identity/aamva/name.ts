import type { MrzName } from '../mrz/parse.ts';
import { spellings } from '../mrz/transliterate.ts';

type Value = (id: string) => string;

/**
 * The holder's name as the versions have written it: whole in `DAA` (1), given names together in
 * `DCT` (2 and 3), first and middle apart in `DAC` and `DAD` (from 4 on). `cut`: a flag of truncation
 * stands on one of them.
 */
export function licenceName(value: Value): MrzName {
  const [family = '', first = '', middle = ''] = isPartedName(value)
    ? partsOf(value('DAA'))
    : lastFirst(value('DAA'));
  const familyName = value('DCS') || value('DAB') || family;
  const givenNames =
    [value('DAC'), value('DAD')].filter((part) => !isNoName(part)).join(' ') ||
    value('DCT') ||
    `${first} ${middle}`;
  const cut = ['DDE', 'DDF', 'DDG'].some((flag) => value(flag).toUpperCase() === 'T');
  return { family: words(familyName), given: words(givenNames), cut };
}

/** False where the name stands in one piece whose order is not known: some put the family name last. */
export function isPartedName(value: Value): boolean {
  if (value('DCS') !== '' || value('DAB') !== '') return true;
  return partsOf(value('DAA')).length > 1;
}

/** By commas, or by the marks of a magnetic stripe. */
function partsOf(text: string): string[] {
  return text === '' ? [] : text.split(/[,$@]/);
}

/** A name in one piece, as Pennsylvania writes it: the family name stands last. */
function lastFirst(text: string): string[] {
  const all = text.split(/\s+/);
  return [all.slice(-1).join(), all.slice(0, -1).join(' ')];
}

/** "No middle name", "no middle initial". */
function isNoName(text: string): boolean {
  return /^(?:|NMN|NMI)$/i.test(text);
}

/** `A-Z` only, as names of MRZs are: one comparison serves both. */
function words(text: string): string[] {
  const [spelled = ''] = spellings(text);
  return spelled.split(' ').filter((word) => word !== '');
}
