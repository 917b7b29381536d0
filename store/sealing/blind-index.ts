import { createHmac } from 'node:crypto';
import { asDigits } from '../../domain/identity/mrz/clean.ts';

/**
 * Fields that can be looked up by their exact value. The birth date alone is not among them: it has too few
 * values, so an index would not hide it.
 */
export const LOOKUP_FIELDS = ['email', 'phone', 'name_birth_date'] as const;
export type LookupField = (typeof LOOKUP_FIELDS)[number];
export type IndexField = LookupField | 'identity_number' | 'number_alike' | 'file' | 'text';

/** HMAC-SHA256 of a field and a normalised value, under the index key. */
export function blindIndex(indexKey: Buffer, field: IndexField, normal: string): Buffer {
  return createHmac('sha256', indexKey).update(field).update('\0').update(normal).digest();
}

/** Makes different spellings of a text equal: NFKC, trimmed, single blanks, case folded. */
export function normalText(value: string): string {
  // Upper case first, so that ß and ſ become what full case folding makes of them.
  const folded = value.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  return folded.trim().replaceAll(/\s+/g, ' ');
}

/** An E.164 number with its separators taken out. */
export function normalPhone(value: string): string {
  return value.normalize('NFKC').replaceAll(/[\s().-]/g, '');
}

/** A full name with a birth date. */
export function normalName(person: {
  givenNames: string | null;
  familyName: string;
  birthDate: string;
}): string {
  return [person.givenNames ?? '', person.familyName]
    .map(normalText)
    .concat(person.birthDate)
    .join('|');
}

/** A document's number with its issuing country and without separators. */
export function normalNumber(document: { country: string; number: string }): string {
  const number = document.number
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return `${document.country.toUpperCase()}|${number}`;
}

/**
 * The same, but with confusable characters merged (`O` into `0`), so that numbers that look alike are equal.
 */
export function alikeNumber(document: { country: string; number: string }): string {
  const [country = '', number = ''] = normalNumber(document).split('|');
  return `${country}|${asDigits(number)}`;
}
