import type { Reading, ReadingField } from '../../../domain/checks/findings.ts';
import { cleanRow, UNTOLD_RING } from '../../../domain/identity/mrz/clean.ts';
import { birthDate, expiryOf } from '../../../domain/identity/mrz/dates.ts';
import { LAYOUTS, type MrzField } from '../../../domain/identity/mrz/formats.ts';
import type { Mrz } from '../../../domain/identity/mrz/parse.ts';
import type { MrzReading } from '../../../domain/identity/mrz/repair.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { TextLine } from '../engines/engines.ts';
import type { MrzLocation } from './identity-readings.ts';

/** Above it a wrong check digit is told as one (start value): what is read so surely is seldom misread. */
const CLEAR_FROM = 0.9;

/** What a person is shown of an MRZ that is not read with certainty. */
export interface UnreadMrz {
  reasons: ReasonCode[];
  measures: Record<string, string>;
  readings: Reading[];
}

/**
 * All that was read of a doubtful MRZ: its rows with their boxes, its fields where it could be taken
 * apart, and the check digits that do not hold, by name. Rows that were read clearly and whole have a wrong
 * digit: after another picture a person looks.
 */
export function unreadMrz(zone: MrzReading, place: MrzLocation, receivedOn: string): UnreadMrz {
  const rows = zone.rows.flatMap((row) => place.lines[row] ?? []);
  const readings = rows.map(({ text, box }): Reading => ({
    field: 'zone_row',
    value: text,
    page: place.page,
    box,
  }));
  const { mrz } = zone;
  if (mrz === null) return { reasons: ['document_unreadable'], measures: {}, readings };
  const failing = Object.entries(mrz.digits).flatMap(([of, holds]) => (holds === false ? of : []));
  const isWrong = zone.doubt === 'digits' && failing.length > 0 && isClear(mrz, rows);
  return {
    reasons: isWrong ? ['document_inconsistent', 'document_unreadable'] : ['document_unreadable'],
    measures: {
      ...(failing.length > 0 ? { failing_digits: failing.join(' ') } : {}),
      ...(isWrong ? { detail: 'wrong_check_digit' } : {}),
    },
    readings: [...readings, ...fieldsOf(mrz, zone, { ...place, receivedOn })],
  };
}

/** True if all rows are whole, were read with certainty, and hold no ambiguous character. */
function isClear(mrz: Mrz, rows: readonly TextLine[]): boolean {
  const { width } = LAYOUTS[mrz.format];
  return rows.every(({ text, certainty }) => {
    const row = cleanRow(text);
    return certainty >= CLEAR_FROM && row.length === width && !row.includes(UNTOLD_RING);
  });
}

/**
 * The fields of a doubtful MRZ. Dates that do not exist are left out, because the rows show what was read.
 */
function fieldsOf(
  mrz: Mrz,
  { rows }: MrzReading,
  { page, lines, receivedOn }: MrzLocation & { receivedOn: string },
): Reading[] {
  const values: [ReadingField, MrzField, string | null | undefined][] = [
    ['family_name', 'name', mrz.name.family.join(' ')],
    ['given_names', 'name', mrz.name.given.join(' ')],
    ['birth_date', 'birth', birthDate(mrz.birth, receivedOn)?.day],
    ['sex', 'sex', mrz.sex],
    ['nationality', 'nationality', mrz.nationality],
    ['document_number', 'number', mrz.documentNumber.replace(/[^A-Z0-9]/g, '')],
    ['document_code', 'document_code', mrz.documentCode],
    ['issuing_country', 'issuer', mrz.issuer],
    [
      'expires_on',
      'expiry',
      expiryOf(mrz.expiry, { issuer: mrz.issuer, age: null, receivedOn })?.day,
    ],
  ];
  return values.flatMap(([field, of, value]) => {
    if (!value) return [];
    const row = LAYOUTS[mrz.format].spans[of]?.[0] ?? 0;
    return [{ field, value, page, box: lines[rows[row] ?? -1]?.box ?? null }];
  });
}
