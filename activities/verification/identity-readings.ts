import type { Reading, ReadingField } from '../../domain/findings.ts';
import { LAYOUTS, type MrzField } from '../../domain/mrz/formats.ts';
import type { Mrz } from '../../domain/mrz/parse.ts';
import type { TextLine } from './engines.ts';
import type { IdentityFacts } from './identity.ts';

/** Where the zone was read: its rows among the lines of a page. */
export interface ZonePlace {
  page: number;
  lines: readonly TextLine[];
  rows: readonly number[];
}

/** The zone's facts with page and box: of each, the row in which it stands. */
export function readingsOf(mrz: Mrz, facts: IdentityFacts, place: ZonePlace): Reading[] {
  const { birth } = facts;
  const partsOfBirth = [birth.year ?? 'XXXX', birth.month ?? 'XX', birth.date ?? 'XX'];
  const values: [ReadingField, MrzField, string][] = [
    ['family_name', 'name', mrz.name.family.join(' ')],
    ['given_names', 'name', mrz.name.given.join(' ')],
    ['birth_date', 'birth', partsOfBirth.join('-')],
    ['sex', 'sex', mrz.sex],
    ['nationality', 'nationality', facts.nationality ?? mrz.nationality],
    ['document_number', 'number', facts.documentNumber],
    ['document_code', 'document_code', mrz.documentCode],
    ['issuing_country', 'issuer', facts.issuingCountry ?? mrz.issuer],
    ['expires_on', 'expiry', facts.expiresOn],
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
