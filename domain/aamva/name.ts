import type { MrzName } from '../mrz/parse.ts';
import { spellings } from '../mrz/transliterate.ts';

/**
 * The holder's name as the versions have written it: whole in `DAA` (1), given names together in
 * `DCT` (2 and 3), first and middle apart in `DAC` and `DAD` (from 4 on). `cut`: a flag of truncation
 * stands on one of them.
 */
export function licenceName(value: (id: string) => string): MrzName {
  const [family = '', first = '', middle = ''] = value('DAA').split(',');
  const familyName = value('DCS') || value('DAB') || family;
  const givenNames =
    [value('DAC'), value('DAD')].filter((part) => part !== '').join(' ') ||
    value('DCT') ||
    `${first} ${middle}`;
  const cut = ['DDE', 'DDF', 'DDG'].some((flag) => value(flag).toUpperCase() === 'T');
  return { family: words(familyName), given: words(givenNames), cut };
}

/** `A-Z` only, as names of zones are: one comparison serves both. */
function words(text: string): string[] {
  const [spelled = ''] = spellings(text);
  return spelled.split(' ').filter((word) => word !== '');
}
