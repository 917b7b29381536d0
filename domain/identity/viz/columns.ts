import { placesOf, type FieldLabel } from './field-labels.ts';
import type { Place, PrintedRow } from './rows.ts';

/** Where the numbers of fields begin, and where their values do. */
export interface Columns {
  isFieldLabel: (place: Place) => boolean;
  isValue: (place: Place) => boolean;
}

/** Heights that a beginning may lie off its column. */
const OFF = 0.9;
/** A photo taken from one side narrows the card, so a column may lean by this share of its height. */
const LEAN = 0.15;
/** Heights from a number to its value, where no value was found as a piece of its own. */
const VALUE_FROM = 0.8;
const VALUE_TO = 5;

/** The columns of a card by the numbers that were read with certainty. */
export function columnsOf(rows: readonly PrintedRow[], marks: readonly FieldLabel[]): Columns {
  const places = marks.filter(isFirst).flatMap((mark) => placesOf(mark, rows));
  const labels = places.map(({ mark }) => mark);
  const values = places.flatMap(({ value }) => value ?? []);
  return {
    isFieldLabel: (place) => isBelow(place, labels),
    isValue: (place) => (values.length > 0 ? isBelow(place, values) : isBehind(place, labels)),
  };
}

/** True if the label is the first of its row and can begin a column: `4c` and `4d` stand in other places. */
function isFirst({ number, line }: FieldLabel, at: number, marks: readonly FieldLabel[]): boolean {
  const isAlone = marks.findIndex((other) => other.line === line) === at;
  return isAlone && number !== '4c' && number !== '4d';
}

function isBelow(place: Place, column: readonly Place[]): boolean {
  const near = nearest(place, column);
  if (!near) return false;
  const off = Math.abs(place.from - near.from);
  const height = Math.max(place.height, near.height);
  return off < OFF * height + LEAN * Math.abs(place.down - near.down);
}

function isBehind(place: Place, labels: readonly Place[]): boolean {
  const near = nearest(place, labels);
  const off = near ? (place.from - near.from) / place.height : 0;
  return off > VALUE_FROM && off < VALUE_TO;
}

function nearest(place: Place, column: readonly Place[]): Place | undefined {
  const away = (other: Place) => Math.abs(other.down - place.down);
  return column.toSorted((a, b) => away(a) - away(b))[0];
}
