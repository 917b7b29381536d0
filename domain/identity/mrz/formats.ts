export const FORMATS = ['TD1', 'FRA', 'TD2', 'TD3', 'MRVA', 'MRVB'] as const;
export type MrzFormat = (typeof FORMATS)[number];

export const FIELDS = [
  'document_code',
  'issuer',
  'name',
  'given',
  'number',
  'number_digit',
  'nationality',
  'birth',
  'birth_digit',
  'sex',
  'expiry',
  'expiry_digit',
  'optional',
  'optional_digit',
  'optional_2',
  'composite_digit',
] as const;
export type MrzField = (typeof FIELDS)[number];

/** Where a field stands: line from 0, then a 0-based range, end exclusive. */
export type Span = readonly [line: number, from: number, to: number];

export interface Layout {
  rows: number;
  width: number;
  spans: Partial<Record<MrzField, Span>>;
  /** What the composite digit covers, in its order. */
  composite: readonly Span[];
}

const twoLines = (width: number, optional: Partial<Record<MrzField, Span>>): Layout['spans'] => ({
  document_code: [0, 0, 2],
  issuer: [0, 2, 5],
  name: [0, 5, width],
  number: [1, 0, 9],
  number_digit: [1, 9, 10],
  nationality: [1, 10, 13],
  birth: [1, 13, 19],
  birth_digit: [1, 19, 20],
  sex: [1, 20, 21],
  expiry: [1, 21, 27],
  expiry_digit: [1, 27, 28],
  ...optional,
});

/**
 * ICAO 9303 parts 4 to 7; `FRA` is the French card before 2021 (arrêté du 24 avril 1991), with neither
 * expiry nor nationality. Visas have no composite digit.
 */
export const LAYOUTS: Record<MrzFormat, Layout> = {
  TD1: {
    rows: 3,
    width: 30,
    spans: {
      document_code: [0, 0, 2],
      issuer: [0, 2, 5],
      number: [0, 5, 14],
      number_digit: [0, 14, 15],
      optional: [0, 15, 30],
      birth: [1, 0, 6],
      birth_digit: [1, 6, 7],
      sex: [1, 7, 8],
      expiry: [1, 8, 14],
      expiry_digit: [1, 14, 15],
      nationality: [1, 15, 18],
      optional_2: [1, 18, 29],
      composite_digit: [1, 29, 30],
      name: [2, 0, 30],
    },
    composite: [
      [0, 5, 30],
      [1, 0, 7],
      [1, 8, 15],
      [1, 18, 29],
    ],
  },
  FRA: {
    rows: 2,
    width: 36,
    spans: {
      document_code: [0, 0, 2],
      issuer: [0, 2, 5],
      name: [0, 5, 30],
      optional: [0, 30, 36],
      number: [1, 0, 12],
      number_digit: [1, 12, 13],
      given: [1, 13, 27],
      birth: [1, 27, 33],
      birth_digit: [1, 33, 34],
      sex: [1, 34, 35],
      composite_digit: [1, 35, 36],
    },
    composite: [
      [0, 0, 36],
      [1, 0, 35],
    ],
  },
  TD2: {
    rows: 2,
    width: 36,
    spans: twoLines(36, { optional: [1, 28, 35], composite_digit: [1, 35, 36] }),
    composite: [
      [1, 0, 10],
      [1, 13, 20],
      [1, 21, 35],
    ],
  },
  TD3: {
    rows: 2,
    width: 44,
    spans: twoLines(44, {
      optional: [1, 28, 42],
      optional_digit: [1, 42, 43],
      composite_digit: [1, 43, 44],
    }),
    composite: [
      [1, 0, 10],
      [1, 13, 20],
      [1, 21, 43],
    ],
  },
  MRVA: { rows: 2, width: 44, spans: twoLines(44, { optional: [1, 28, 44] }), composite: [] },
  MRVB: { rows: 2, width: 36, spans: twoLines(36, { optional: [1, 28, 36] }), composite: [] },
};

/** What the first row of a format begins with: formats of one shape are told apart by it. */
export const BEGINS: Readonly<Record<MrzFormat, RegExp>> = {
  TD1: /^[A-OQ-U1W-Z]/,
  FRA: /^[I1][D0O]FRA/,
  TD2: /^(?![I1][D0O]FRA)[A-OQ-U1W-Z]/,
  TD3: /^[A-UW-Z]/,
  MRVA: /^V/,
  MRVB: /^V/,
};

/** The format of lines of these lengths and this beginning. */
export function formatOf(lines: readonly string[]): MrzFormat | null {
  const [first = ''] = lines;
  for (const format of FORMATS) {
    const { rows, width } = LAYOUTS[format];
    if (!BEGINS[format].test(first) || lines.length !== rows) continue;
    if (lines.every((line) => line.length === width)) return format;
  }
  return null;
}

/** The text of a span; empty where the format has no such field. */
export function spanText(lines: readonly string[], span: Span | undefined): string {
  return span === undefined ? '' : (lines[span[0]] ?? '').slice(span[1], span[2]);
}
