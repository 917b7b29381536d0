import { digitHolds } from './check-digit.ts';
import { formatOf, LAYOUTS, spanText, type MrzField, type MrzFormat } from './formats.ts';

/** Which check digits hold; null where the format has none. */
export interface MrzDigits {
  /** Null also where filler stands in its place: some issuers print none behind the number. */
  number: boolean | null;
  birth: boolean;
  expiry: boolean | null;
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
  const long = longNumber(lines, format);
  const optional = long ? [long.rest, text('optional_2')] : [text('optional'), text('optional_2')];
  const issuer = unfilled(text('issuer'));
  return {
    format,
    lines: [...lines],
    documentCode: unfilled(text('document_code')),
    issuer,
    documentNumber: long?.number ?? unfilled(text('number')),
    // the old French card is one of citizens alone
    nationality: format === 'FRA' ? issuer : unfilled(text('nationality')),
    birth: text('birth'),
    sex: sex === 'F' || sex === 'M' ? sex : 'X',
    expiry: text('expiry'),
    optional: optional.map(unfilled).filter((part) => part !== ''),
    name: format === 'FRA' ? partedName(text('name'), text('given')) : nameOf(text('name')),
    digits: digitsOf(lines, format, long),
  };
}

/** True if every check digit of the format holds and the MRZ is whole: nothing critical is unread. */
export function allDigitsHold({ digits }: Mrz): boolean {
  return Object.values(digits).every((holds) => holds !== false);
}

interface LongNumber {
  number: string;
  holds: boolean;
  rest: string;
}

/**
 * TD1 and TD2 numbers of more than nine letters: filler in the digit's place, then the rest and the digit
 * up to the next filler (9303-5 and 9303-6, note j). Issuers differ on whether that filler counts: either
 * holds. Null where the number is no longer than its field.
 */
function longNumber(lines: readonly string[], format: MrzFormat): LongNumber | null {
  if (!hasLongNumber(lines, format)) return null;
  const { spans } = LAYOUTS[format];
  const head = spanText(lines, spans.number);
  const tail = spanText(lines, spans.optional);
  const end = tail.indexOf('<') === -1 ? tail.length : tail.indexOf('<');
  const [rest, digit] = [tail.slice(0, end - 1), tail.charAt(end - 1)];
  const holds = digitHolds(head + rest, digit) || digitHolds(`${head}<${rest}`, digit);
  return { number: head + rest, holds, rest: tail.slice(end) };
}

/** True where the number goes on in the optional field. */
export function hasLongNumber(lines: readonly string[], format: MrzFormat): boolean {
  if (format !== 'TD1' && format !== 'TD2') return false;
  const { number, number_digit: digit, optional } = LAYOUTS[format].spans;
  const isFull = !spanText(lines, number).endsWith('<') && spanText(lines, digit) === '<';
  return isFull && /^[^<]{2}/.test(spanText(lines, optional));
}

function digitsOf(lines: readonly string[], format: MrzFormat, long: LongNumber | null): MrzDigits {
  const { spans, composite } = LAYOUTS[format];
  const holds = (field: MrzField, digit: MrzField, optional = false) =>
    digitHolds(spanText(lines, spans[field]), spanText(lines, spans[digit]), optional);
  const covered = composite.map((span) => spanText(lines, span)).join('');
  const isWithout = !long && spanText(lines, spans.number_digit) === '<';
  const own = isWithout ? null : holds('number', 'number_digit');
  return {
    number: long ? long.holds : own,
    birth: holds('birth', 'birth_digit', true),
    expiry: spans.expiry_digit ? holds('expiry', 'expiry_digit', true) : null,
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

/** The old French card has a field for each part, and two fillers between given names. */
function partedName(family: string, given: string): MrzName {
  const words = (part: string) => part.split('<').filter((word) => word !== '');
  const cut = !family.endsWith('<') || !given.endsWith('<');
  return { family: words(family), given: words(given), cut };
}

function unfilled(text: string): string {
  return text.replace(/<+$/, '');
}
