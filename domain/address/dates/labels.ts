import { DATE_LANGUAGES, type DateLanguage } from './date-languages.ts';
import { ENGLISH } from './words/english.ts';
import type { DateWords } from './words/form.ts';
import { DUTCH, GERMAN } from './words/germanic.ts';
import { DANISH, FINNISH, NORWEGIAN, SWEDISH } from './words/nordic.ts';
import { POLISH } from './words/polish.ts';
import { FRENCH, ITALIAN, PORTUGUESE, SPANISH } from './words/romance.ts';
import { NUMBER_WORDS, tokensOf, withoutNumbers } from './label-tokens.ts';

/** What a label says of the date beside it. `dated`: only "date", without saying of what. */
export type LabelKind = 'issued' | 'dated' | 'other';

export interface Label {
  kind: LabelKind;
  /** Of what, where it is no day of issue and that can contradict one. */
  about: 'statement' | 'period' | 'due' | null;
}

const WORDS: Readonly<Record<DateLanguage, DateWords>> = {
  en: ENGLISH,
  de: GERMAN,
  fr: FRENCH,
  es: SPANISH,
  pt: PORTUGUESE,
  sv: SWEDISH,
  it: ITALIAN,
  nl: DUTCH,
  da: DANISH,
  no: NORWEGIAN,
  fi: FINNISH,
  pl: POLISH,
};

/** The labels of some languages, each word told by its own list. */
export interface Labels {
  known: ReadonlyMap<string, Label>;
  longest: number;
  bill: ReadonlySet<string>;
  not: ReadonlySet<string>;
  between: ReadonlySet<string>;
  longWords: readonly string[];
  words: ReadonlySet<string>;
}

const made = new Map<string, Labels>();

/** Cached, because the same few languages are asked for again and again. */
export function labelsOf(languages: readonly DateLanguage[] = DATE_LANGUAGES): Labels {
  const key = languages.join(' ');
  const known = made.get(key) ?? makeLabels(languages.map((language) => WORDS[language]));
  made.set(key, known);
  return known;
}

function makeLabels(all: readonly DateWords[]): Labels {
  const list = (text: string) => text.split(', ');
  const kinds = (words: DateWords): [string, Label][] => [
    ...list(words.issued).map((label): [string, Label] => [label, ISSUED]),
    ...list(words.dated).map((label): [string, Label] => [label, DATED]),
    ...list(words.other).map((label): [string, Label] => [label, OTHER]),
    ...(['statement', 'period', 'due'] as const).flatMap((about) =>
      list(words[about]).map((label): [string, Label] => [label, { kind: 'other', about }]),
    ),
  ];
  const known = new Map<string, Label>();
  // where two languages differ, it is no day of issue
  for (const [label, of] of all.flatMap(kinds)) {
    const other = known.get(label);
    if (!other || of.kind === 'other') known.set(label, of);
  }
  const words = new Set([...known.keys()].flatMap((label) => label.split(' ')));
  const of = (name: 'bill' | 'not' | 'between') => new Set(all.flatMap((one) => list(one[name])));
  return {
    known,
    longest: Math.max(...[...known.keys()].map((label) => label.split(' ').length)),
    bill: of('bill'),
    not: of('not'),
    between: of('between'),
    longWords: [...words].filter((word) => word.length >= MENDED_FROM),
    words,
  };
}

/** `invoice date` may follow another label and its number; `copy 2 issued on` is no bill. */
const DAY_NOUN = /dat|fecha|dag|paiva|paivays|pvm/;

const ISSUED: Label = { kind: 'issued', about: null };
const DATED: Label = { kind: 'dated', about: null };
const OTHER: Label = { kind: 'other', about: null };

/** Words in which a label of something else may stand before a date. */
const LOOSE_MAX = 3;
const BETWEEN_MAX = 4;

/**
 * The label that a text ends with, which stands right before a date. A label of issue counts only where
 * nothing but the document's own name stands before it: `next invoice date` is another day. Null: none.
 */
export function labelBefore(text: string, labels: Labels): Label | null {
  const words = withoutNumbers(tokensOf(text)).map((word) => asWritten(word, labels));
  for (let cut = 0; cut <= BETWEEN_MAX; cut += 1) {
    const end = words.length - cut;
    const length = longestTo(words, end, labels);
    if (length > 0) return findingDraft(words.slice(0, end), length, labels);
    const last = words[end - 1];
    if (last === undefined || !labels.between.has(last)) break;
  }
  const loose = labelsIn(text, labels).findLast(({ wordsAfter }) => wordsAfter <= LOOSE_MAX);
  return loose?.kind === 'other' ? loose : null;
}

function findingDraft(words: readonly string[], length: number, labels: Labels): Label | null {
  const label = labels.known.get(words.slice(-length).join(' ')) ?? OTHER;
  if (label.kind === 'other') return label;
  const before = words.slice(0, -length);
  if (before.some((word) => labels.not.has(word))) return OTHER;
  const isNoun = label.kind === 'issued' && DAY_NOUN.test(words.slice(-length).join(' '));
  const own = isNoun ? before.slice(before.lastIndexOf('#') + 1) : before;
  const others = labelsIn(own.join(' '), labels);
  if (others.some(({ kind }) => kind === 'other')) return OTHER;
  const isOwn = own.every(
    (word) => labels.bill.has(word) || labels.between.has(word) || NUMBER_WORDS.has(word),
  );
  return isOwn || others.at(-1)?.wordsAfter === 0 ? label : null;
}

function longestTo(words: readonly string[], end: number, { known, longest }: Labels): number {
  for (let length = Math.min(longest, end); length > 0; length -= 1) {
    if (known.has(words.slice(end - length, end).join(' '))) return length;
  }
  return 0;
}

/** Labels in a transliterated text, left to right; the longest wins where several overlap. */
export function labelsIn(ascii: string, labels: Labels): (Label & { wordsAfter: number })[] {
  const words = withoutNumbers(tokensOf(ascii)).map((word) => asWritten(word, labels));
  const found: (Label & { wordsAfter: number })[] = [];
  for (let at = 0; at < words.length;) {
    const length = longestAt(words, at, labels);
    const label = labels.known.get(words.slice(at, at + length).join(' '));
    const wordsAfter = words.length - at - length;
    const last = found.at(-1);
    const belongs = label?.kind === 'dated' && last?.wordsAfter === words.length - at;
    if (last && belongs) last.wordsAfter = wordsAfter; // "payment due" + "date"
    else if (label) found.push({ ...label, wordsAfter });
    at += Math.max(1, length);
  }
  return found;
}

function longestAt(words: readonly string[], at: number, { known, longest }: Labels): number {
  for (let length = Math.min(longest, words.length - at); length > 0; length -= 1) {
    if (known.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 0;
}

/** Shorter words are one letter away from too many others. */
const MENDED_FROM = 6;

/** A long word of a label of which one letter was misread; any other word as it is. */
function asWritten(word: string, { words, longWords, bill, not, between }: Labels): string {
  const isKnown = words.has(word) || bill.has(word) || not.has(word) || between.has(word);
  if (word.length < MENDED_FROM || isKnown) return word;
  return longWords.find((known) => isOneOff(word, known)) ?? word;
}

/** One letter more, less or another. */
function isOneOff(word: string, known: string): boolean {
  if (Math.abs(word.length - known.length) > 1) return false;
  let at = 0;
  while (at < word.length && word[at] === known[at]) at += 1;
  const rest = (text: string, skip: number) => text.slice(at + skip);
  if (word.length > known.length) return rest(word, 1) === rest(known, 0);
  if (word.length < known.length) return rest(word, 0) === rest(known, 1);
  return rest(word, 1) === rest(known, 1);
}
