import type { Place, PrintedRow } from './rows.ts';

/** The numbers of Directive 2006/126/EC, annex I: names, births, days, numbers. */
export const FIELD_NUMBERS = ['1', '2', '3', '4a', '4b', '4c', '4d', '5', '9'] as const;
export type FieldNumber = (typeof FIELD_NUMBERS)[number];

/** The number of a field as it stands in print, and what stands behind it. */
export interface FieldLabel {
  number: FieldNumber;
  /** Its row, where it begins in the row's text, and in which piece. */
  line: number;
  from: number;
  part: number;
  text: string;
}

/** A number with its stop, or a letter that cannot be part of a day. */
const NUMBER = /(?:^|\s)(?:(4\s?[abcd])[.,:]?|([1-9])[.,:])\s*/gi;

/**
 * Numbers that are read with certainty: at the beginning of a row or after a gap, with a stop or a
 * letter (`4b.`, `4b`): `3` alone is none, as it is a part of days too.
 */
export function fieldLabelsOf({ text, parts }: PrintedRow, line: number): FieldLabel[] {
  const found = [...text.matchAll(NUMBER)].filter(({ index }) => !isInsideDay(text, index));
  return found.flatMap((match, at) => {
    const number = (match[1] ?? match[2] ?? '').replace(/\s/g, '').toLowerCase();
    if (!isNumber(number)) return [];
    const from = match.index + match[0].search(/\S/);
    const part = partAt(parts, from);
    const begin = valueFrom(parts, part, match.index + match[0].length);
    return [{ number, line, from, part, text: text.slice(begin, found[at + 1]?.index).trim() }];
  });
}

function isNumber(text: string): text is FieldNumber {
  return FIELD_NUMBERS.some((known) => known === text);
}

/** `12. 3. 1980`: a digit and a stop stand before it. */
function isInsideDay(text: string, at: number): boolean {
  return /\d[.,]\s*$/.test(text.slice(0, at));
}

/** Behind the number; a lone sign between it and a value of its own piece is a line of the ground. */
function valueFrom(parts: PrintedRow['parts'], part: number, after: number): number {
  const own = parts[part]?.text ?? '';
  const next = parts.slice(0, part + 1).reduce((sum, { text }) => sum + text.length + 1, 0);
  const isSign = next - after === 2 && own.length <= 4;
  return isSign && parts[part + 1] ? next : after;
}

/** The piece in which a letter of the row's text stands. */
function partAt(parts: PrintedRow['parts'], at: number): number {
  let end = 0;
  for (const [index, { text }] of parts.entries()) {
    end += text.length + 1;
    if (at < end) return index;
  }
  return 0;
}

/** What a short piece may be where only a field's number can stand; none: it says nothing. */
export function numbersLike(text: string): readonly FieldNumber[] {
  const signs = text.replace(/[^\p{L}\d]/gu, '').toLowerCase();
  if (/^[1il]$/.test(signs)) return ['1'];
  if (/^[2z]$/.test(signs)) return ['2'];
  if (signs === '3') return ['3'];
  if (/^[5s]$/.test(signs)) return ['5'];
  if (signs === '4a' || signs === '4b') return [signs];
  return signs.startsWith('4') ? ['4a', '4b'] : [];
}

/** A piece too short for a value: a number, its letter and its stop. */
export function isFieldLabelLong(text: string): boolean {
  return text.trim().length <= 3;
}

/** Where a mark stands, and where its value does if it is a piece of its own. */
export function placesOf(
  mark: FieldLabel,
  rows: readonly PrintedRow[],
): { mark: Place; value?: Place }[] {
  const parts = rows[mark.line]?.parts ?? [];
  const own = parts[mark.part];
  if (!own) return [];
  const value = parts[mark.part + 1];
  return value && isFieldLabelLong(own.text)
    ? [{ mark: own.place, value: value.place }]
    : [{ mark: own.place }];
}
