/** A line of print; a number stands for its place among the lines of a page. */
export interface PrintedField {
  text: string;
  line: number;
}

/** The numbers of Directive 2006/126/EC, annex I: names, births, days, numbers. */
export const FIELD_NUMBERS = ['1', '2', '3', '4a', '4b', '4c', '4d', '5', '9'] as const;
export type FieldNumber = (typeof FIELD_NUMBERS)[number];

/**
 * The numbered fields of a European licence from its lines, top to bottom. A number counts at the
 * beginning of a line or after a gap, with or without its stop (`4b.`, `4b`): `3` alone does not, as it
 * is a part of days too. A name may go on in the next line, if that has no number.
 */
export function numberedFields(
  lines: readonly string[],
): Partial<Record<FieldNumber, PrintedField>> {
  const fields: Partial<Record<FieldNumber, PrintedField>> = {};
  let open: FieldNumber | null = null;
  for (const [line, text] of lines.entries()) {
    const parts = partsOf(text);
    if (parts.length === 0 && open !== null && CONTINUED.includes(open)) {
      const field: PrintedField | undefined = fields[open];
      if (field && isName(text)) field.text = `${field.text} ${text.trim()}`.trim();
      open = null;
    }
    for (const { number, value } of parts) {
      fields[number] ??= { text: value, line };
      open = number;
    }
  }
  return fields;
}

/** Family and given names may take two lines. */
const CONTINUED: readonly FieldNumber[] = ['1', '2'];

/** A number with its stop, or a letter that cannot be part of a day. */
const NUMBER = /(?:^|\s)(?:(4\s?[abcd])[.,:]?|([1-359])[.,:])\s*/gi;

function partsOf(text: string): { number: FieldNumber; value: string }[] {
  const found = [...text.matchAll(NUMBER)];
  return found.flatMap((match, at) => {
    const number = (match[1] ?? match[2] ?? '').replace(/\s/g, '').toLowerCase();
    if (!isNumber(number) || isInsideDay(text, match.index)) return [];
    const next = found.slice(at + 1).find((other) => !isInsideDay(text, other.index));
    const value = text.slice(match.index + match[0].length, next?.index).trim();
    return [{ number, value }];
  });
}

function isNumber(text: string): text is FieldNumber {
  return FIELD_NUMBERS.some((known) => known === text);
}

/** `12. 3. 1980`: a digit and a stop stand before it. */
function isInsideDay(text: string, at: number): boolean {
  return /\d[.,]\s*$/.test(text.slice(0, at));
}

function isName(text: string): boolean {
  return /^\p{Lu}[\p{Lu}\p{M}\s'’.-]+$/u.test(text.trim());
}
