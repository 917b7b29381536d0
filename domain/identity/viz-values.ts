import { captionedFields, type CardFields } from './viz/captioned.ts';
import { captionOf, type CardField } from './viz/captions.ts';
import type { PrintedPiece } from './viz/rows.ts';
import { isIcaoCode } from './mrz/countries.ts';
import { daysIn, type PrintedDay } from './viz-dates.ts';

/** A line of print, how surely it was read (0 to 1), and where. */
export interface PrintedLine extends PrintedPiece {
  certainty: number;
}

/** What stands in print and was read well; a field without caption is no field. */
export interface PrintedValues {
  /** Behind a caption; pieces as `captionedFields` has them. */
  fields: CardFields;
  /** The days of each line that has one. */
  days: PrintedDay[][];
  /** Every line that was read well, and every line. */
  texts: string[];
  seen: string[];
}

/** Below it a line says nothing against another reading (start value, from drawn pages). */
export const GOOD_FROM = 0.9;

/** The captioned values and the days of a page whose text runs at `angle` degrees clockwise. */
export function printedValues(lines: readonly PrintedLine[], angle: number): PrintedValues {
  const pieces = lines.map((line) => ({ ...line, text: fromCaption(line.text) }));
  const all = captionedFields(pieces, angle, accepts);
  const isGood = (at: number) => (lines[at]?.certainty ?? 0) >= GOOD_FROM;
  const kept = Object.entries(all).filter(([, field]) => field.pieces.every(isGood));
  const good = lines.filter(({ certainty }) => certainty >= GOOD_FROM);
  return {
    fields: Object.fromEntries(kept) as CardFields,
    days: good.map(({ text }) => daysIn(text)).filter((days) => days.length > 0),
    texts: good.map(({ text }) => text),
    seen: lines.map(({ text }) => text),
  };
}

/** `4b EXP`: the number of a field, without a stop. */
const FIELD_NUMBER = /^\s*\d{1,2}[a-d]?\s+(?=\p{L}{2})/u;

/** `Efternamn/Surname`: a caption may begin in a language whose captions are not known. */
function fromCaption(text: string): string {
  const ways = [text, text.replace(FIELD_NUMBER, ''), ...tailsOf(text.split('/'))];
  return ways.find((way) => captionOf(way) !== null) ?? text;
}

function tailsOf(parts: readonly string[]): string[] {
  return parts.map((_, at) => parts.slice(at).join('/'));
}

function accepts(field: CardField, text: string): boolean {
  switch (field) {
    case 'birth':
    case 'expires':
    case 'issued':
      return daysIn(text).length > 0;
    case 'number':
      return /\d/.test(text) && /^[A-Z0-9]{5,20}$/.test(text.toUpperCase().replace(/[ .-]/g, ''));
    case 'family':
    case 'family_2':
    case 'given':
      return /^\p{Lu}[\p{L}\p{M}\s'’.,-]*$/u.test(text.trim());
    case 'sex':
      return /^[FMX]$/.test(text.trim());
    case 'nationality':
      return isIcaoCode(text.trim());
    case 'other':
      return false;
  }
}
