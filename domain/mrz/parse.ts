import { digitHolds } from './check-digit.ts';
import { formatOf, LAYOUTS, spanText, type MrzField, type MrzFormat } from './formats.ts';

/** Which check digits hold; null where the format has none. */
export interface MrzDigits {
  number: boolean;
  birth: boolean;
  expiry: boolean;
  optional: boolean | null;
  composite: boolean | null;
}

/** A machine-readable zone taken apart. Values are without trailing filler; dates are as printed. */
export interface Mrz {
  format: MrzFormat;
  lines: string[];
  /** `P`, `ID` */
  documentCode: string;
  /** ICAO 9303-3 code: `SWE`, `D` */
  issuer: string;
  documentNumber: string;
  nationality: string;
  /** YYMMDD; unknown parts of a birth are `<<`. */
  birth: string;
  sex: 'F' | 'M' | 'X';
  expiry: string;
  optional: string[];
  name: MrzName;
  digits: MrzDigits;
}

/** Words of a name. No primary and secondary part where one of them is missing: `given` is empty. */
export interface MrzName {
  family: string[];
  given: string[];
  /** No filler at the end of the field: the name may have been cut there. */
  cut: boolean;
}

/** Takes apart two lines of 36 or 44 or three of 30; null for lines of other shapes or signs. */
export function parseMrz(lines: readonly string[]): Mrz | null {
  const format = formatOf(lines);
  if (format === null || lines.some((line) => /[^A-Z0-9<]/.test(line))) return null;
  const { spans } = LAYOUTS[format];
  const text = (field: MrzField) => spanText(lines, spans[field]);
  const sex = text('sex');
  const long = format === 'TD1' && text('number_digit') === '<' ? longNumber(lines) : null;
  const optional = long ? [long.rest, text('optional_2')] : [text('optional'), text('optional_2')];
  return {
    format,
    lines: [...lines],
    documentCode: unfilled(text('document_code')),
    issuer: unfilled(text('issuer')),
    documentNumber: long?.number ?? unfilled(text('number')),
    nationality: unfilled(text('nationality')),
    birth: text('birth'),
    sex: sex === 'F' || sex === 'M' ? sex : 'X',
    expiry: text('expiry'),
    optional: optional.map(unfilled).filter((part) => part !== ''),
    name: nameOf(text('name')),
    digits: digitsOf(lines, format, long),
  };
}

/** True if every check digit of the format holds and the zone is whole: nothing critical is unread. */
export function allDigitsHold({ digits }: Mrz): boolean {
  return Object.values(digits).every((holds) => holds !== false);
}

interface LongNumber {
  number: string;
  holds: boolean;
  rest: string;
}

/**
 * TD1 numbers of more than nine letters: filler in the digit's place, then the rest and the digit up
 * to the next filler (9303-5, note j). Issuers differ on whether that filler counts: either holds.
 */
function longNumber(lines: readonly string[]): LongNumber | null {
  const { spans } = LAYOUTS.TD1;
  const head = spanText(lines, spans.number);
  const tail = spanText(lines, spans.optional);
  const end = tail.indexOf('<') === -1 ? tail.length : tail.indexOf('<');
  if (end < 2) return null;
  const [rest, digit] = [tail.slice(0, end - 1), tail.charAt(end - 1)];
  const holds = digitHolds(head + rest, digit) || digitHolds(`${head}<${rest}`, digit);
  return { number: head + rest, holds, rest: tail.slice(end) };
}

function digitsOf(lines: readonly string[], format: MrzFormat, long: LongNumber | null): MrzDigits {
  const { spans, composite } = LAYOUTS[format];
  const holds = (field: MrzField, digit: MrzField, optional = false) =>
    digitHolds(spanText(lines, spans[field]), spanText(lines, spans[digit]), optional);
  const covered = composite.map((span) => spanText(lines, span)).join('');
  return {
    number: long ? long.holds : holds('number', 'number_digit'),
    birth: holds('birth', 'birth_digit'),
    expiry: holds('expiry', 'expiry_digit'),
    optional: spans.optional_digit ? holds('optional', 'optional_digit', true) : null,
    composite: spans.composite_digit
      ? digitHolds(covered, spanText(lines, spans.composite_digit))
      : null,
  };
}

function nameOf(field: string): MrzName {
  const [family = '', ...given] = field.replace(/<+$/, '').split('<<');
  const words = (part: string) => part.split('<').filter((word) => word !== '');
  return { family: words(family), given: words(given.join('<')), cut: !field.endsWith('<') };
}

function unfilled(text: string): string {
  return text.replace(/<+$/, '');
}
