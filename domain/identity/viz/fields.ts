import { columnsOf, type Columns } from './columns.ts';
import {
  isFieldLabelLong,
  fieldLabelsOf,
  numbersLike,
  type FieldNumber,
  type FieldLabel,
} from './field-labels.ts';
import type { PrintedRow } from './rows.ts';

/** A row of print; `line` is its place among the rows of a page. */
export interface PrintedField {
  text: string;
  line: number;
}

export type NumberedFields = Partial<Record<FieldNumber, PrintedField>>;

/** From top to bottom, as annex I of Directive 2006/126/EC has them. */
const ORDER = ['1', '2', '3', '4a', '4b', '5'] as const satisfies readonly FieldNumber[];
/** Family and given names may take two lines. */
const CONTINUED = ['1', '2'] as const satisfies readonly FieldNumber[];
/** Fewer are a page of something else: nothing is filled in by place. */
const MARKS_MIN = 2;
/** Times the usual way from a field to the next, in which another would have its place. */
const GAP = 1.6;

/**
 * The numbered fields of a European licence from its rows, top to bottom. A number that was read badly
 * or not at all is told by the order of the rows that begin below the others, if just one order fits.
 * A name may go on in the next row, if that has no number.
 */
export function numberedFields(rows: readonly PrintedRow[]): NumberedFields {
  const marks = rows.flatMap(fieldLabelsOf);
  const fields: NumberedFields = {};
  for (const { number, text, line } of marks) fields[number] ??= { text, line };
  const known = ORDER.filter((number) => fields[number]);
  if (known.length < MARKS_MIN || !isInOrder(known.map((number) => lineOf(fields, number)))) {
    return fields;
  }
  const starts = startsOf(rows, marks);
  addLikely(fields, starts);
  addByOrder(
    fields,
    starts,
    rows.map(({ parts }) => parts[0]?.place.down ?? 0),
  );
  addContinued(fields, starts);
  return fields;
}

/** A row that begins where fields do and has no certain number at its beginning. */
interface Start {
  line: number;
  /** What its number can be by its looks; none where no number was read. */
  like: readonly FieldNumber[];
  text: string;
}

function startsOf(rows: readonly PrintedRow[], marks: readonly FieldLabel[]): Start[] {
  const columns = columnsOf(rows, marks);
  const certain = marks.filter(({ number }) => ORDER.some((one) => one === number));
  const taken = new Set(certain.map(({ line }) => line));
  return rows.flatMap((row, line) => {
    const [next] = marks.filter((mark) => mark.line === line);
    return taken.has(line) || isTitle(row.text)
      ? []
      : (startOf(row, { line, next, columns }) ?? []);
  });
}

function startOf(
  { text, parts }: PrintedRow,
  { line, next, columns }: { line: number; next: FieldLabel | undefined; columns: Columns },
): Start | null {
  const at = parts.findIndex(({ place }) => columns.isFieldLabel(place) || columns.isValue(place));
  const first = parts[at];
  if (!first) return null;
  const isFieldLabel = columns.isFieldLabel(first.place) && isFieldLabelLong(first.text);
  const before = parts.slice(0, isFieldLabel ? at + 1 : at);
  const from = before.reduce((sum, part) => sum + part.text.length + 1, 0);
  const value = text.slice(from, next?.from).trim();
  return value === ''
    ? null
    : { line, like: isFieldLabel ? numbersLike(first.text) : [], text: value };
}

/** Words above the fields that can stand in their column. */
function isTitle(text: string): boolean {
  const letters = text
    .normalize('NFD')
    .toUpperCase()
    .replace(/[^A-Z]/g, '');
  return TITLE.test(letters);
}

const TITLE =
  /LICEN[CS]E|SCHEIN|PERMIS|CONDU|PATENTE|GUIDA|CARTA|RIJBEWIJS|KORKORT|KOREKORT|FORERKORT|AJOKORTTI|PRAWOJAZDY|VODI|VEZET|PERMIT|REPUBL|BUNDES|KONINKRIJK|NEDERLAND|ESPANA|FRANCE|KINGDOM/;

/** A number that is none but one of those that are missing, where the order says so too. */
function addLikely(fields: NumberedFields, starts: readonly Start[]): void {
  for (const { line, like, text } of starts) {
    const missing = like.filter((number) => isFree(fields, number, line));
    const [number] = missing;
    if (number && like.length === 1) fields[number] = { text, line };
  }
}

/** It is missing, and the row stands between its neighbours. */
function isFree(fields: NumberedFields, number: FieldNumber, line: number): boolean {
  const at = ORDER.findIndex((one) => one === number);
  if (at === -1 || fields[number]) return false;
  const { after, before } = aroundOf(fields, at);
  return line > after && line < before;
}

/** Rows between two known fields, as many as fields are missing there, are those fields. */
function addByOrder(
  fields: NumberedFields,
  starts: readonly Start[],
  downs: readonly number[],
): void {
  for (const at of ORDER.keys()) {
    const { after, before } = aroundOf(fields, at);
    const run = ORDER.filter((number, index) => {
      const around = aroundOf(fields, index);
      return !fields[number] && around.after === after && around.before === before;
    });
    const own = starts.filter(({ line }) => line > after && line < before);
    const fits = own.every(({ like }, index) => {
      const number = run[index];
      return number !== undefined && (like.length === 0 || like.includes(number));
    });
    if (run.length === 0 || own.length !== run.length || !fits) continue;
    const placed = own.flatMap(({ line, text }, index) => {
      const number = run[index];
      return number ? [[number, { line, text }] as const] : [];
    });
    const all = { ...fields, ...Object.fromEntries(placed) };
    if (hasGap(all, downs, { after, before })) continue;
    for (const [number, field] of placed) fields[number] = field;
  }
}

/** Between the rows given a row may stand that was not seen. */
function hasGap(
  fields: NumberedFields,
  downs: readonly number[],
  { after, before }: { after: number; before: number },
): boolean {
  const lines = [...new Set(ORDER.flatMap((number) => fields[number]?.line ?? []))];
  const gaps = lines.slice(1).map((line, at) => {
    const above = lines[at] ?? line;
    const isOwn = above >= after && line <= before;
    return { isOwn, wide: (downs[line] ?? 0) - (downs[above] ?? 0) };
  });
  const usual = gaps.map(({ wide }) => wide).toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0;
  return gaps.some(({ isOwn, wide }) => isOwn && wide > GAP * usual);
}

/** The rows of the fields that are known before and after a place in the order. */
function aroundOf(fields: NumberedFields, at: number): { after: number; before: number } {
  const before = [...ORDER.slice(at + 1), '9' as const].find((number) => fields[number]);
  const after = ORDER.slice(0, at).findLast((number) => fields[number]);
  return {
    after: after ? lineOf(fields, after) : -1,
    before: before ? lineOf(fields, before) : Infinity,
  };
}

function addContinued(fields: NumberedFields, starts: readonly Start[]): void {
  const taken = ORDER.map((number) => lineOf(fields, number));
  for (const number of CONTINUED) {
    const field = fields[number];
    const next = starts.find(({ line }) => line === lineOf(fields, number) + 1);
    if (!field || !next || taken.includes(next.line)) continue;
    // a row that is not understood may be the rest of the name
    if (isName(next.text)) fields[number] = { ...field, text: `${field.text} ${next.text}`.trim() };
    else delete fields[number];
  }
}

function lineOf(fields: NumberedFields, number: FieldNumber): number {
  return fields[number]?.line ?? -1;
}

function isInOrder(lines: readonly number[]): boolean {
  return lines.every((line, at) => at === 0 || line >= (lines[at - 1] ?? 0));
}

function isName(text: string): boolean {
  return /^\p{Lu}[\p{Lu}\p{M}\s'’.-]+$/u.test(text.trim());
}
