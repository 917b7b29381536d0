import { labelsIn, type Labels } from './labels.ts';
import { TITLES } from '../names/name-words.ts';

const PLACE_AND = /^\s*(\p{Lu}[^\d:]{1,39}),\s*(?:den|le|a|el|the|em|il|li|d\.|dnia)?\s*$/u;
const PLACE_WORDS_MAX = 4;
const COLUMNS = / {3,}/;
/** Its share of a page, and the lines that every head has: below it people sign. */
const HEAD_SHARE = 0.6;
const HEAD_LINES = 15;
/** Who signs writes place and day as well. */
const SIGNING =
  /sign|unterschr|unterzeich|firma|assin|podpis|allekirj|handteken|underskr|undertegn|stamp|stempel|cachet|timbro|carimbo|sello|piecz|leima/i;

/** A place and a day at the head of a letter, with nothing behind them and no signature around them. */
export function isLetterheadDate(
  page: {
    lines: readonly { text: string }[];
    ascii: (text: string) => string;
    labels: Labels;
  },
  line: number,
  around: { before: string; after: string },
): boolean {
  const place = PLACE_AND.exec(around.before)?.[1];
  const after = around.after.split(COLUMNS)[0] ?? '';
  if (place === undefined || !/^\W*r?\.?\s*$/.test(after)) return false;
  const words = place.toUpperCase().match(/[A-Z]+/g) ?? [];
  if (words.length > PLACE_WORDS_MAX || words.some((word) => TITLES.has(word))) return false;
  return labelsIn(place, page.labels).length === 0 && isInHead(page, line);
}

/** In the upper part of a page, and nobody signs beside it. */
export function isInHead(
  page: { lines: readonly { text: string }[]; ascii: (text: string) => string },
  line: number,
): boolean {
  if (line >= Math.max(HEAD_LINES, page.lines.length * HEAD_SHARE)) return false;
  const nearby = page.lines.slice(Math.max(0, line - 1), line + 3);
  return !nearby.some(({ text }) => SIGNING.test(page.ascii(text)));
}
