import { jaroWinkler } from '../../names/similarity.ts';
import { wordsOf } from '../../names/words.ts';
import { captionOf } from '../viz/captions.ts';
import { checkDigit } from './check-digit.ts';
import type { Mrz, MrzName } from './parse.ts';

/** How the printed text of the same page agrees with the MRZ. Only Latin letters can be compared. */
export interface MrzOnViz {
  /**
   * `not_found`: a part of it does not stand there and may be covered, or nothing stands behind the captions of
   * names; `disagree`: nothing of it stands there.
   */
  names: 'agree' | 'disagree' | 'not_found' | 'not_compared';
  /** Share of the name's weight that stands in print, 0 to 1; a letter may differ. */
  share: number;
  /** Every word stands in print letter by letter. */
  isExact: boolean;
  /** The name with print's spelling of words that differ by a letter; null where none does. */
  respelled: MrzName | null;
  /**
   * `alike`: but for letters that an eye takes for digits, of which its check digit allows this one alone.
   * `differs`: print has the number in the form that a check digit cannot tell from the one read.
   */
  number: 'agrees' | 'alike' | 'differs' | 'not_found';
}

/** What of an MRZ stands in print too. */
export type Comparable = Pick<Mrz, 'name' | 'documentNumber' | 'birth' | 'format'>;

const AGREES_FROM = 0.75;

/** Compares an MRZ with the other lines of its page. */
export function compareMrzWithViz(mrz: Comparable, texts: readonly string[]): MrzOnViz {
  const lines = texts.map(folded);
  const { share, isExact, respelled } = nameInViz(mrz, lines);
  const number = numberInViz(mrz.documentNumber, lines);
  // names stand on the front of a TD1 card, its MRZ on the back: only a caption makes them due here
  const isDue =
    lines.some((line) => SURNAME.test(line)) ||
    (mrz.format !== 'TD1' && (number !== 'not_found' || hasBirth(mrz.birth, lines)));
  const missing = share > 0 || isNameCovered(texts) ? 'not_found' : 'disagree';
  const names = share >= AGREES_FROM ? 'agree' : isDue ? missing : 'not_compared';
  return { names, share, isExact, respelled, number };
}

const SURNAME =
  /SURNAME|FAMILYNAME|\bNOM\b|NACHNAME|APELLIDO|COGNOME|EFTERNAMN|ACHTERNAAM|ETTERNAVN/;

/**
 * True if the page has captions of names and no word behind any of them: the name is covered. A page without
 * captions does not tell a covered name from another one.
 */
function isNameCovered(texts: readonly string[]): boolean {
  const values = texts.flatMap((text, at) => {
    const caption = captionOf(text);
    if (caption?.field !== 'family' && caption?.field !== 'given') return [];
    const next = texts[at + 1] ?? '';
    return [caption.rest || (captionOf(next) === null ? next : '')];
  });
  return values.length > 0 && !values.some((value) => /^\P{N}*\p{L}{3}\P{N}*$/u.test(value));
}

/** Upper case without marks; two-letter spellings as one, as issuers differ on them. */
function folded(text: string): string {
  return text
    .replaceAll('ß', 'SS')
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{M}|['’]/gu, '')
    .replace(/AE|Æ/g, 'A')
    .replace(/OE|Œ|Ø/g, 'O')
    .replace(/UE/g, 'U')
    .replace(/AA/g, 'A')
    .replace(/[ÞÐĐŁĦŦŊ]/g, (letter) => FOLDED[letter] ?? letter);
}

/** Letters without a mark that could be taken off, as MRZs spell them (ICAO 9303-3 section 6). */
const FOLDED: Record<string, string> = {
  Þ: 'TH',
  Ð: 'D',
  Đ: 'D',
  Ł: 'L',
  Ħ: 'H',
  Ŧ: 'T',
  Ŋ: 'N',
};

/**
 * As a reader that has no such letters sees them: `Þ`, which MRZs spell `TH`, as `P`; `Đ`, for `DJ`, as `D`.
 */
function asSeen(word: string): string {
  return word.replace(/TH/g, 'P').replace(/DJ/g, 'D');
}

function nameInViz({ name }: Comparable, lines: readonly string[]) {
  const all = [...name.family, ...name.given].map(folded);
  const found = (texts: readonly string[]) =>
    texts.map((text) => inViz(folded(text), { all, lines, isCut: name.cut }));
  const [family, given] = [found(name.family), found(name.given)];
  const words = [...wordsOf(name.family, 'family'), ...wordsOf(name.given, 'given')];
  const places = [...family, ...given];
  const weigh = (at: (index: number) => boolean) =>
    words.reduce((sum, word, index) => (at(index) ? sum + word.weight : sum), 0);
  // a word of one or two letters may be missed for many reasons
  const isTelling = (index: number) =>
    all.every((text) => text.length <= 2) || (all[index] ?? '').length > 2;
  const whole = weigh(isTelling);
  const share = whole === 0 ? 0 : weigh((at) => isTelling(at) && places[at] !== null) / whole;
  const isExact = words.length > 0 && places.every((place, at) => place === all[at]);
  const as = (texts: readonly string[], by: readonly (string | null)[]) =>
    texts.map((text, at) => (by[at] === null || by[at] === folded(text) ? text : (by[at] ?? text)));
  const respelled = { ...name, family: as(name.family, family), given: as(name.given, given) };
  const isOther = places.some((place, at) => place !== null && place !== all[at]);
  return { share, isExact, respelled: isOther ? respelled : null };
}

interface Printed {
  /** All words of the name. */
  all: readonly string[];
  lines: readonly string[];
  isCut: boolean;
}

/**
 * How print spells a word: as it is, alone or glued to others of the name; or, if long, a letter off. Any
 * word of a name that was cut to the length of its field may have lost its end (ICAO 9303-4 to 9303-6).
 */
function inViz(word: string, { all, lines, isCut }: Printed): string | null {
  let near: string | null = null;
  for (const line of lines) {
    const words = line.split(/[^A-Z0-9]+/);
    if (words.includes(word)) return word;
    if (words.some((other) => asSeen(other) === asSeen(word))) return word;
    if (isCut && words.some((other) => other.startsWith(word))) return word;
    const rest = all.reduce(
      (left, other) => left.replace(other, ''),
      line.replace(/[^A-Z0-9]/g, ''),
    );
    if (rest === '' && line.includes(word)) return word;
    if (word.length > 3) near ??= words.find((other) => isNear(word, other)) ?? null;
    const isSeen = (other: string) => isNear(asSeen(word), asSeen(other));
    if (asSeen(word) !== word && word.length > 3 && words.some(isSeen)) near ??= word;
  }
  return near;
}

function isNear(word: string, other: string): boolean {
  return (
    Math.abs(word.length - other.length) <= 1 &&
    other.length > 3 &&
    jaroWinkler(word, other) >= 0.92
  );
}

/**
 * Whether print has the number, or else a form of it that the same check digit allows: letters for
 * their twins (`G` is `6` modulo ten), or without a last A, K or U, which count as filler does.
 */
function numberInViz(number: string, lines: readonly string[]): MrzOnViz['number'] {
  const compact = lines.map((line) => line.replace(/[^A-Z0-9]/g, ''));
  const raw = folded(number); // as print is folded: a number may hold AA or UE
  if (compact.some((line) => line.includes(raw))) return 'agrees';
  const forms = [raw, ...(/[AKU]$/.test(number) ? [raw.slice(0, -1)] : [])];
  const isConfusable = forms.some((form) =>
    compact.some((line) => hasConfusable(line, form, number)),
  );
  if (isConfusable || isOtherSix(number, compact)) return 'differs';
  // Folding changed the number, so its check digit no longer fits its letters.
  return raw === number && isAloneOfItsLooks(number, compact) ? 'alike' : 'not_found';
}

/** Confusable characters whose values differ, modulo ten, under each weight; those of `G` and `6` do not. */
const TOLD_APART: Record<string, string> = { O: '0', I: '1', Z: '2', S: '5', B: '8' };

/** Print has this number but for twins, and no other choice of twins has its check digit. */
function isAloneOfItsLooks(number: string, lines: readonly string[]): boolean {
  const looks = (text: string) => [...text].map((sign) => TOLD_APART[sign] ?? sign).join('');
  const digitOf = (text: string) => checkDigit(text.padEnd(9, '<'));
  const look = looks(number);
  if (look.length > 9 || !lines.some((line) => looks(line).includes(look))) return false;
  const choices = [...look].reduce<string[]>(
    (heads, sign) => {
      const letter = Object.keys(TOLD_APART).find((twin) => TOLD_APART[twin] === sign);
      const signs = letter === undefined ? [sign] : [sign, letter];
      return heads.flatMap((head) => signs.map((one) => head + one));
    },
    [''],
  );
  return choices.filter((choice) => digitOf(choice) === digitOf(number)).length === 1;
}

const TWIN_OF: Record<string, string> = { O: '0', I: '1', Z: '2', S: '5', G: '6', B: '8' };

/** Print has this number but for its twins, and `G` for `6` or the reverse, which no digit tells apart. */
function isOtherSix(number: string, lines: readonly string[]): boolean {
  const has = (twins: Record<string, string>) => {
    const looks = (text: string) => [...text].map((sign) => twins[sign] ?? sign).join('');
    return lines.some((line) => looks(line).includes(looks(number)));
  };
  return has(TWIN_OF) && !has(TOLD_APART);
}

function hasConfusable(line: string, form: string, number: string): boolean {
  const canonical = (text: string) => [...text].map((sign) => TWIN_OF[sign] ?? sign).join('');
  const at = canonical(line).indexOf(canonical(form));
  if (at === -1) return false;
  const digit = (text: string) => checkDigit(text.padEnd(9, '<'));
  return digit(line.slice(at, at + form.length)) === digit(number);
}

/** The day and the year of birth in one line. */
function hasBirth(birth: string, lines: readonly string[]): boolean {
  const [year, date] = [birth.slice(0, 2), birth.slice(4)];
  return lines.some(
    (line) =>
      new RegExp(`(19|20)?${year}(?!\\d)`).test(line) && line.includes(date) && /\d{4}/.test(line),
  );
}
