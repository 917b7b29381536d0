import type { ScorePiece } from '../../checks/findings.ts';
import {
  alignNames,
  LETTER_RULES,
  type NameAlignment,
  type NameScore,
} from '../../names/compare.ts';
import { likenessOf } from '../../names/likeness.ts';
import { GENERATIONS, NAME_LABELS, TITLES } from './name-words.ts';

/** In words of `A-Z`; `generation`: `JR`, `SR` and their like, in one form each. */
export interface StatedName {
  given: readonly string[];
  family: readonly string[];
  generation: string;
}

export interface Person {
  found: 'found' | 'close';
  /** 0 to 1 */
  score: number;
  pieces: ScorePiece[];
}

/** As the shipped policies pass the name of an identity document. */
export const PASS_FROM = 0.9;
/** From here on it may be the person; below, it is somebody else (that of the shipped policies). */
const CLOSE_FROM = 0.6;
/** More words are a sentence. */
const WORDS_MAX = 6;
/** A word that differs by more letters is another name: `Muellermann`. */
const LETTERS_OFF = 2;

/** A stated name, transliterated to ASCII by the caller, in words. */
export function statedName(names: { given: string; family: string }): StatedName {
  const [given, family] = [wordsIn(names.given), wordsIn(names.family)];
  const isOne = given.length + family.length === 1;
  const plain = (words: string[]) =>
    isOne ? words : words.filter((word) => !GENERATIONS.has(word));
  const generation = generationOf(['', ...family, ...given]);
  return { given: plain(given), family: plain(family), generation: isOne ? '' : generation };
}

/** Whether a word of the family name, or a part of one, stands among the words: spares long pages. */
export function mayHold(words: readonly string[], { family }: StatedName): boolean {
  return words.some((word) =>
    family.some(
      (name) =>
        name.startsWith(word) ||
        word.startsWith(name) ||
        likenessOf(name, word, { near: 1, isCut: false }).similarity > 0,
    ),
  );
}

/**
 * How the words of one person on a bill agree with the stated name; null where it is somebody else.
 * `alone`: nothing else stands there, so that a family name without any other may be the person's.
 */
export function judgePerson(
  words: readonly string[],
  stated: StatedName,
  alone = false,
): Person | null {
  if (words.length > WORDS_MAX + 2) return fromLong(words, stated);
  const readings = readingsOf(words);
  const people = readings.flatMap((reading) => {
    const isTitled = alone || reading.length < words.length;
    return judge(reading, stated, isTitled) ?? [];
  });
  return surest(people);
}

export function surest<Of extends Person>(people: readonly Of[]): Of | null {
  const found = people.filter((person) => person.found === 'found');
  const among = found.length > 0 ? found : people;
  return among.toSorted((a, b) => b.score - a.score)[0] ?? null;
}

/** Reads a name from a long line. A sentence may contain the name, but is not the line of an addressee. */
function fromLong(words: readonly string[], stated: StatedName): Person | null {
  const windows = words.map((_, at) => words.slice(at, at + WORDS_MAX));
  const best = surest(windows.flatMap((window) => judge(window, stated, false) ?? []));
  return best && { ...best, found: 'close' };
}

/** As it stands, without titles, and without the label of a field too. */
function readingsOf(words: readonly string[]): (readonly string[])[] {
  const first = words.findIndex((word) => !TITLES.has(word));
  const last = words.findLastIndex((word) => !TITLES.has(word));
  const bare = first < 0 ? [] : words.slice(first, last + 1);
  const named = bare.findIndex((word) => !TITLES.has(word) && !NAME_LABELS.has(word));
  const isLabelled = bare.slice(0, Math.max(0, named)).some((word) => word.length >= 4);
  const shorter = [bare, isLabelled ? bare.slice(named) : bare];
  return [words, ...shorter.filter(({ length }) => length > 0 && length < words.length)];
}

function judge(words: readonly string[], stated: StatedName, isTitled: boolean): Person | null {
  const generation = generationOf(words);
  const isNumbered = words.length > 1 && generation !== '';
  const plain = isNumbered ? words.filter((word) => !GENERATIONS.has(word)) : words;
  const aligned = alignedTo(plain, stated);
  const { score, pieces } = aligned.of;
  const isSame = generation === stated.generation;
  if (score >= PASS_FROM && isSame && isAccounted(aligned, stated)) {
    return { found: 'found', score, pieces };
  }
  if (score < CLOSE_FROM || !isLikely(aligned, stated, isTitled)) return null;
  return { found: 'close', score, pieces };
}

/** The score of words on a bill against the stated name, in pieces. */
export function scoreOf(words: readonly string[], stated: StatedName): NameScore {
  return alignedTo(words, stated).of;
}

function alignedTo(words: readonly string[], stated: StatedName): NameAlignment {
  return alignNames(stated, { family: words, given: [], cut: false }, LETTER_RULES);
}

/**
 * The family name and the first given name stand there in full, and no word of another name but an
 * initial: what was not stated may tell two people of one house apart.
 */
function isAccounted({ pairs, missing, extra }: NameAlignment, { given }: StatedName): boolean {
  const [first = ''] = given;
  const isSure = pairs.every(({ how }) => how !== 'near' && how !== 'cut');
  const isNamed = missing.every(({ part, kind, text }) =>
    part === 'family' ? kind !== 'name' : text !== first,
  );
  const isFull = pairs.every(
    ({ mine, how }) => how !== 'initial' || (mine.part === 'given' && !mine.text.startsWith(first)),
  );
  const isAlone = extra.every(({ kind, text }) => kind !== 'name' || text.length === 1);
  return pairs.length > 0 && isSure && isNamed && isFull && isAlone;
}

/** Of the family name a word stands there, and of the given names one or its initial, or nothing else. */
function isLikely(
  { pairs, extra }: NameAlignment,
  { given }: StatedName,
  isTitled: boolean,
): boolean {
  const near = pairs.filter(({ mine, other, how }) => {
    return how !== 'near' || Math.abs(mine.text.length - other.text.length) <= LETTERS_OFF;
  });
  const holds = (part: 'family' | 'given') =>
    near.some(({ mine }) => mine.part === part && mine.kind === 'name');
  const isBare = isTitled && extra.every(({ kind }) => kind !== 'name');
  return holds('family') && (holds('given') || given.length === 0 || isBare);
}

function generationOf(words: readonly string[]): string {
  const behind = words.length > 1 ? words.slice(1) : [];
  return behind.flatMap((word) => GENERATIONS.get(word) ?? []).join(' ');
}

function wordsIn(name: string): string[] {
  const plain = name.toUpperCase().replaceAll(/['`]/g, '');
  return plain.match(/[A-Z]+|\d[A-Z]{2}/g) ?? [];
}
