import {
  asDigits,
  asLetters,
  asName,
  asOptional,
  cleanRow,
  fitsOf,
  looksLikeMrz,
  UNTOLD_RING,
} from './clean.ts';
import { isIcaoCode, issuerOf } from './countries.ts';
import {
  BEGINS,
  FORMATS,
  LAYOUTS,
  spanText,
  type MrzField,
  type MrzFormat,
  type Span,
} from './formats.ts';
import { allDigitsHold, hasLongNumber, parseMrz, type Mrz, type MrzName } from './parse.ts';
import { compareMrzWithViz } from './compare-viz.ts';
import { heldWays, waysBySum, waysOf } from './candidates.ts';

/**
 * Why an MRZ is not read with certainty, the nearest to it last: none seen, rows missing, digits disagree;
 * all digits hold, but several readings do so, none is printed behind the number, or a code is in no list.
 */
export const DOUBTS = [
  'no_zone',
  'partial',
  'digits',
  'ambiguous',
  'number_unchecked',
  'unknown_code',
] as const;
export type MrzDoubt = (typeof DOUBTS)[number];

/** Doubts of a reading whose digits hold. */
export const HELD = ['ambiguous', 'number_unchecked', 'unknown_code'] as const satisfies MrzDoubt[];
export type HeldDoubt = (typeof HELD)[number];

interface Found {
  swaps: number;
  /** Indices of the MRZ's rows among those given. */
  rows: number[];
}

/**
 * A certain reading, or why there is none; `mrz` beside a doubt is for reviewers only. `others`: what it
 * may be as well, where more than one reading makes the digits hold.
 */
export type MrzReading = Found &
  (
    | { mrz: Mrz; doubt: null }
    | { mrz: Mrz; doubt: HeldDoubt; others: Mrz[] }
    | { mrz: Mrz | null; doubt: Exclude<MrzDoubt, HeldDoubt> }
  );

/** True for a reading whose digits hold, certain or not. */
export function isHeld(reading: MrzReading): reading is Extract<MrzReading, { others: Mrz[] }> {
  return (HELD as readonly (MrzDoubt | null)[]).includes(reading.doubt);
}

/**
 * The machine-readable zone among rows of read text, top to bottom. Repairs letters by position and
 * by at most two swaps where exactly one makes every check digit hold;
 * never by guessing. `rows` are the indices of its rows.
 */
export function readMrz(texts: readonly string[]): MrzReading {
  const rows = texts.map(cleanRow);
  let doubtful: MrzReading | null = null;
  for (const format of FORMATS) {
    for (let at = 0; at + LAYOUTS[format].rows <= rows.length; at += 1) {
      const reading = readAt(rows, at, format);
      if (reading?.doubt === null) return reading;
      if (reading && isNearer(reading, doubtful, rows)) doubtful = reading;
    }
  }
  const seen = rows.flatMap((row, index) => (looksLikeMrz(row) ? [index] : []));
  const doubt = seen.length > 0 ? 'partial' : 'no_zone';
  return doubtful ?? { mrz: null, doubt, swaps: 0, rows: seen };
}

/**
 * Settles an MRZ for which several readings satisfy the check digits, by the print of its page. `texts` are
 * the lines of the page, the MRZ's rows among them. A round character in print is no surer than one in the
 * MRZ. So a number counts as digits alone only if all its other characters are digits, the page prints it,
 * and no series of letters around its digits explains the round characters as well.
 */
export function settledByViz(reading: MrzReading, texts: readonly string[]): MrzReading {
  if (!isHeld(reading) || reading.doubt !== 'ambiguous') return reading;
  const { others, rows, swaps } = reading;
  const all = [reading.mrz, ...others];
  const print = texts.filter((_, at) => !rows.includes(at));
  const only = all.find(({ documentNumber }) => /^\d+$/.test(documentNumber));
  const isSeries = all.some(({ documentNumber }) => /^(?:O+\d+|\d+O+)$/.test(documentNumber));
  const alike = all.every((mrz) => isSameButNumber(mrz, reading.mrz));
  if (!only || isSeries || !alike || compareMrzWithViz(only, print).number !== 'agrees') {
    return reading;
  }
  const doubt = heldDoubt(only);
  const found = { mrz: only, swaps, rows };
  return doubt === null ? { ...found, doubt } : { ...found, doubt, others: [] };
}

function isSameButNumber(a: Mrz, b: Mrz): boolean {
  const { documentNumber } = b;
  const digits = (text: string) => text.replaceAll('O', '0');
  return (
    critical({ ...a, documentNumber }) === critical(b) &&
    digits(a.documentNumber) === digits(documentNumber)
  );
}

/** The name as another look at its row has it, or null where that row does not fit the format. */
export function rereadName(mrz: Mrz, text: string): MrzName | null {
  const { spans, width } = LAYOUTS[mrz.format];
  const [row = 0, from = 0, to = width] = spans.name ?? [];
  const [fit] = fitsOf(cleanRow(text), width);
  if (fit === undefined) return null;
  const line = mrz.lines[row] ?? '';
  const name = asName(fit.slice(from, to));
  return parseMrz(mrz.lines.with(row, line.slice(0, from) + name + line.slice(to)))?.name ?? null;
}

/** Nearer to certain; of two alike, which may be one MRZ in two formats, that of the rows' own width. */
function isNearer(a: MrzReading, b: MrzReading | null, rows: readonly string[]): boolean {
  const misfit = ({ mrz, rows: own }: MrzReading) =>
    own.reduce((sum, row, at) => {
      return sum + Math.abs((rows[row]?.length ?? 0) - (mrz?.lines[at]?.length ?? 0));
    }, 0);
  if (gravity(a) !== gravity(b) || b === null) return gravity(a) > gravity(b);
  return isHeld(a) && misfit(a) < misfit(b);
}

function gravity(reading: MrzReading | null): number {
  return reading?.doubt ? DOUBTS.indexOf(reading.doubt) : -1;
}

/** What a document code begins with (9303-4 to 9303-7); permits and licences have `R` and `D` too. */
const KNOWN_CODE: Readonly<Record<MrzFormat, RegExp>> = {
  TD1: /^[ACDIR]/,
  FRA: /^I/,
  TD2: /^[ACDIR]/,
  TD3: /^P/,
  MRVA: /^V/,
  MRVB: /^V/,
};

function readAt(rows: readonly string[], at: number, format: MrzFormat): MrzReading | null {
  const { rows: count, width } = LAYOUTS[format];
  const own = rows.slice(at, at + count);
  if (own.some((row) => Math.abs(row.length - width) > 8)) return null;
  if (!BEGINS[format].test((own[0] ?? '').replaceAll(UNTOLD_RING, 'O'))) return null;
  const indices = own.map((_, offset) => at + offset);
  const solutions = new Map<string, { mrz: Mrz; swaps: number }>();
  let nearest: Mrz | null = null;
  for (const shape of product(own.map((row) => fitsOf(row, width)))) {
    const placed = byPosition(shape, format);
    nearest ??= parseMrz(placed.map((line) => line.replaceAll(UNTOLD_RING, '0')));
    for (const { lines, swaps } of swapped(placed, format)) {
      const mrz = parseMrz(lines);
      if (mrz === null || !isWhole(mrz)) continue;
      const known = solutions.get(critical(mrz));
      if (known === undefined || swaps < known.swaps) solutions.set(critical(mrz), { mrz, swaps });
    }
  }
  const held = [...solutions.values()];
  const sure = held.filter(({ mrz }) => heldDoubt(mrz) === null);
  const [first, ...more] = sure.length > 0 ? sure : held;
  if (first) {
    const doubt = more.length > 0 ? 'ambiguous' : heldDoubt(first.mrz);
    if (doubt === null) return { ...first, doubt, rows: indices };
    return { ...first, doubt, others: more.map(({ mrz }) => mrz), rows: indices };
  }
  if (nearest === null || !own.some(looksLikeMrz)) return null;
  // any letter may begin an MRZ whose digits hold; other rows are taken for one only by a known code
  if (!KNOWN_CODE[format].test(nearest.documentCode)) return null;
  return { mrz: nearest, doubt: 'digits', swaps: 0, rows: indices };
}

/** Digits hold, and the sex, which no digit covers, has a value of its list. */
function isWhole(mrz: Mrz): boolean {
  const sex = spanText(mrz.lines, LAYOUTS[mrz.format].spans.sex);
  return allDigitsHold(mrz) && /^[FMX<]$/.test(sex) && /^[^<]/.test(mrz.documentNumber);
}

/**
 * The doubt that remains when all check digits hold; null if none does. No check digit covers the country
 * codes: an unlisted code may be misread or new, and a former state issues no documents.
 */
export function heldDoubt(mrz: Mrz): HeldDoubt | null {
  if (mrz.digits.number === null) return 'number_unchecked';
  const issuer = issuerOf(mrz.issuer);
  const isKnown = issuer !== null && issuer.kind !== 'former' && isIcaoCode(mrz.nationality);
  return isKnown && KNOWN_CODE[mrz.format].test(mrz.documentCode) ? null : 'unknown_code';
}

function critical(mrz: Mrz): string {
  return [mrz.documentNumber, mrz.nationality, mrz.birth, mrz.expiry, mrz.sex].join(' ');
}

const RULES: Partial<Record<MrzField, (text: string) => string>> = {
  document_code: asLetters,
  issuer: asLetters,
  nationality: asLetters,
  sex: asLetters,
  name: asName,
  given: asLetters,
  number_digit: asDigits,
  birth: asDigits,
  birth_digit: asDigits,
  expiry: asDigits,
  expiry_digit: asDigits,
  optional: asOptional,
  optional_2: asOptional,
  optional_digit: asDigits,
  composite_digit: asDigits,
};

function byPosition(lines: readonly string[], format: MrzFormat): string[] {
  const placed = [...lines];
  for (const [field, span] of Object.entries(LAYOUTS[format].spans)) {
    const rule = RULES[field as MrzField];
    if (rule) replaceSpan(placed, span, rule(spanText(placed, span)));
  }
  return placed;
}

/** The lines as they are where their digits hold; else each repair of number and optional data. */
function swapped(lines: string[], format: MrzFormat): { lines: string[]; swaps: number }[] {
  const { spans } = LAYOUTS[format];
  const digit = (span: Span | undefined) => spanText(lines, span);
  const isLong = hasLongNumber(lines, format);
  const isUnchecked = isLong || digit(spans.number_digit) === '<';
  const number = format === 'FRA' ? asDigits(digit(spans.number)) : digit(spans.number);
  const numbers = isUnchecked
    ? waysOf(number)
    : heldWays(waysOf(number), digit(spans.number_digit));
  const optional = digit(spans.optional);
  const shift = shiftOf(spans.optional, format);
  const options = isLong ? waysOf(optional) : waysBySum(optional, shift);
  const held = spans.optional_digit ? heldWays(options, digit(spans.optional_digit)) : options;
  const seconds = waysBySum(digit(spans.optional_2), shiftOf(spans.optional_2, format));
  return product([numbers, held, seconds]).map((chosen) => {
    const made = [...lines];
    for (const [at, span] of [spans.number, spans.optional, spans.optional_2].entries()) {
      if (span) replaceSpan(made, span, chosen[at]?.text ?? '');
    }
    return { lines: made, swaps: chosen.reduce((sum, { swaps }) => sum + swaps, 0) };
  });
}

/** How many signs the composite digit counts before a field. */
function shiftOf(field: Span | undefined, format: MrzFormat): number {
  let before = 0;
  for (const [line, from, to] of LAYOUTS[format].composite) {
    if (field && line === field[0] && field[1] >= from && field[1] < to) {
      return before + field[1] - from;
    }
    before += to - from;
  }
  return 0;
}

function replaceSpan(lines: string[], [line, from, to]: Span, text: string): void {
  const old = lines[line] ?? '';
  lines[line] = old.slice(0, from) + text + old.slice(to);
}

function product<T>(choices: readonly T[][]): T[][] {
  return choices.reduce<T[][]>(
    (made, options) => made.flatMap((head) => options.map((option) => [...head, option])),
    [[]],
  );
}
