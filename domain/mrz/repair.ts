import { digitHolds } from './check-digit.ts';
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
import { isIcaoCode } from './countries.ts';
import { FORMATS, LAYOUTS, spanText, type MrzField, type MrzFormat, type Span } from './formats.ts';
import { allDigitsHold, parseMrz, type Mrz, type MrzName } from './parse.ts';

/** Why a zone is not read with certainty: none seen, rows missing, digits disagree, several repairs fit. */
export const DOUBTS = ['no_zone', 'partial', 'digits', 'ambiguous'] as const;
export type MrzDoubt = (typeof DOUBTS)[number];

/** A certain reading, or why there is none; `mrz` beside a doubt is for reviewers only. */
export type MrzReading =
  | { mrz: Mrz; doubt: null; swaps: number; rows: number[] }
  | { mrz: Mrz | null; doubt: MrzDoubt; swaps: number; rows: number[] };

/**
 * The machine-readable zone among rows of read text, top to bottom. Repairs letters by position and
 * by at most two swaps where exactly one makes every check digit hold (verification.md section 3);
 * never by guessing. `rows` are the indices of its rows.
 */
export function readMrz(texts: readonly string[]): MrzReading {
  const rows = texts.map(cleanRow);
  let doubtful: MrzReading | null = null;
  for (const format of FORMATS) {
    for (let at = 0; at + LAYOUTS[format].rows <= rows.length; at += 1) {
      const reading = readAt(rows, at, format);
      if (reading?.doubt === null) return reading;
      if (reading && gravity(reading) > gravity(doubtful)) doubtful = reading;
    }
  }
  const seen = rows.flatMap((row, index) => (looksLikeMrz(row) ? [index] : []));
  const doubt = seen.length > 0 ? 'partial' : 'no_zone';
  return doubtful ?? { mrz: null, doubt, swaps: 0, rows: seen };
}

/** The name as another look at its row has it, or null where that row does not fit the format. */
export function rereadName(mrz: Mrz, text: string): MrzName | null {
  const { spans, width } = LAYOUTS[mrz.format];
  const [row = 0, from = 0] = spans.name ?? [];
  const [fit] = fitsOf(cleanRow(text), width);
  if (fit === undefined) return null;
  const head = (mrz.lines[row] ?? '').slice(0, from);
  return parseMrz(mrz.lines.with(row, head + asName(fit.slice(from))))?.name ?? null;
}

function gravity(reading: MrzReading | null): number {
  return reading?.doubt ? DOUBTS.indexOf(reading.doubt) : -1;
}

/** Two-line formats differ in little but length, which reading loses: the document code tells them apart. */
const FIRST_LETTER: Record<MrzFormat, RegExp> = {
  TD1: /^[ACDIR1]/,
  TD2: /^[ACDIR1]/,
  TD3: /^P/,
  MRVA: /^V/,
  MRVB: /^V/,
};

function readAt(rows: readonly string[], at: number, format: MrzFormat): MrzReading | null {
  const { rows: count, width } = LAYOUTS[format];
  const own = rows.slice(at, at + count);
  if (own.some((row) => Math.abs(row.length - width) > 8)) return null;
  if (!FIRST_LETTER[format].test(own[0] ?? '')) return null;
  const indices = own.map((_, offset) => at + offset);
  const shapes = product(own.map((row) => fitsOf(row, width)));
  const solutions = new Map<string, { mrz: Mrz; swaps: number }>();
  let nearest: Mrz | null = null;
  for (const shape of shapes) {
    const placed = byPosition(shape, format);
    nearest ??= parseMrz(placed.map((line) => line.replaceAll(UNTOLD_RING, '0')));
    for (const { lines, swaps } of swapped(placed, format)) {
      const mrz = parseMrz(lines);
      if (mrz === null || !isWhole(mrz)) continue;
      const known = solutions.get(critical(mrz));
      if (known === undefined || swaps < known.swaps) solutions.set(critical(mrz), { mrz, swaps });
    }
  }
  const [only] = solutions.values();
  if (only && solutions.size === 1) return { ...only, doubt: null, rows: indices };
  if (nearest === null || !own.some(looksLikeMrz)) return null;
  const doubt = solutions.size > 1 ? 'ambiguous' : 'digits';
  return { mrz: nearest, doubt, swaps: 0, rows: indices };
}

/** Digits hold, and what no digit covers has a value of its list. */
function isWhole(mrz: Mrz): boolean {
  const sex = spanText(mrz.lines, LAYOUTS[mrz.format].spans.sex);
  const codes = isIcaoCode(mrz.issuer) && isIcaoCode(mrz.nationality);
  return allDigitsHold(mrz) && codes && /^[FMX<]$/.test(sex) && mrz.documentNumber !== '';
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
  const variantsOf = (span: Span | undefined, digit: Span | undefined) => {
    const ways = waysOf(spanText(lines, span));
    if (!span || !digit) return ways;
    const held = ways.filter(({ text }) => digitHolds(text, spanText(lines, digit), true));
    if (held.length > 0) return held;
    return ways
      .flatMap(({ text }) => swapsOf(text))
      .filter(({ text }) => digitHolds(text, spanText(lines, digit)));
  };
  const isLong = format === 'TD1' && spanText(lines, spans.number_digit) === '<';
  const numbers = variantsOf(spans.number, isLong ? undefined : spans.number_digit);
  const options = variantsOf(spans.optional, spans.optional_digit);
  const seconds = variantsOf(spans.optional_2, undefined);
  return product([numbers, options, seconds]).map((chosen) => {
    const made = [...lines];
    for (const [at, span] of [spans.number, spans.optional, spans.optional_2].entries()) {
      if (span) replaceSpan(made, span, chosen[at]?.text ?? '');
    }
    return { lines: made, swaps: chosen.reduce((sum, { swaps }) => sum + swaps, 0) };
  });
}

const MOST_UNTOLD = 4;

/** A text with each untold ring as a zero and as a letter; none where too many are untold. */
function waysOf(text: string): { text: string; swaps: number }[] {
  const [head = '', ...rest] = text.split(UNTOLD_RING);
  if (rest.length > MOST_UNTOLD) return [];
  const ways = rest.reduce<string[]>(
    (made, part) => made.flatMap((start) => ['0', 'O'].map((ring) => start + ring + part)),
    [head],
  );
  return ways.map((way) => ({ text: way, swaps: 0 }));
}

// G and 6 differ by ten: a check digit cannot tell them apart, so no swap of them repairs anything
const TWINS: Record<string, string> = {
  O: '0',
  '0': 'O',
  I: '1',
  '1': 'I',
  B: '8',
  '8': 'B',
  S: '5',
  '5': 'S',
  Z: '2',
  '2': 'Z',
};

/** Every way to swap one or two letters for their twins. */
function swapsOf(text: string): { text: string; swaps: number }[] {
  const one = (from: string, start: number) =>
    [...from].flatMap((sign, at) => {
      const twin = at < start ? undefined : TWINS[sign];
      return twin === undefined
        ? []
        : [{ at, text: from.slice(0, at) + twin + from.slice(at + 1) }];
    });
  return one(text, 0).flatMap((first) => [
    { text: first.text, swaps: 1 },
    ...one(first.text, first.at + 1).map((second) => ({ text: second.text, swaps: 2 })),
  ]);
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
