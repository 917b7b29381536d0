import type { Reading, ReadingField } from '../../../domain/checks/findings.ts';
import type { BirthDate } from '../../../domain/identity/mrz/dates.ts';
import { LAYOUTS, type MrzField } from '../../../domain/identity/mrz/formats.ts';
import type { Mrz } from '../../../domain/identity/mrz/parse.ts';
import type { TextLine } from '../engines/engines.ts';
import type { IdentityFacts } from './identity.ts';

/** Where the MRZ was read: its rows among the lines of a page. */
export interface MrzLocation {
  page: number;
  lines: readonly TextLine[];
  rows: readonly number[];
}

/** The MRZ's facts with page and box: of each, the row in which it stands. */
export function readingsOf(mrz: Mrz, facts: IdentityFacts, place: MrzLocation): Reading[] {
  const values: [ReadingField, MrzField, string][] = [
    ['family_name', 'name', mrz.name.family.join(' ')],
    ['given_names', 'name', mrz.name.given.join(' ')],
    ...birthsOf(facts.birth).map((day): [ReadingField, MrzField, string] => [
      'birth_date',
      'birth',
      day,
    ]),
    ['sex', 'sex', mrz.sex],
    ['nationality', 'nationality', facts.nationality ?? mrz.nationality],
    ['document_number', 'number', facts.documentNumber],
    ['document_code', 'document_code', mrz.documentCode],
    ['issuing_country', 'issuer', facts.issuingCountry ?? mrz.issuer],
    ['expires_on', 'expiry', facts.expiresOn ?? (facts.term === 'unlimited' ? 'unlimited' : '')],
    ['personal_number', 'optional', mrz.optional.join(' ').replaceAll('<', ' ').trim()],
  ];
  return values
    .filter(([, , value]) => value !== '')
    .map(([field, of, value]) => {
      const row = LAYOUTS[mrz.format].spans[of]?.[0] ?? 0;
      const line = place.lines[place.rows[row] ?? -1];
      return { field, value, page: place.page, box: line?.box ?? null };
    });
}

/** Each day that the birth can be, the later first; parts that are not known are `X`. */
function birthsOf({ year, earlierYear, month, date }: BirthDate): string[] {
  const rest = `${month ?? 'XX'}-${date ?? 'XX'}`;
  const years = earlierYear === undefined ? [year] : [year, earlierYear];
  return years.map((one) => `${one ?? 'XXXX'}-${rest}`);
}
