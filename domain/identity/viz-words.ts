import type { MrzName } from './mrz/parse.ts';
import { spellings } from './mrz/transliterate.ts';
import { jaroWinkler } from '../names/similarity.ts';

/** Letters that an eye takes for digits, and for each other. */
const CONFUSABLES: Record<string, string> = {
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
};

/**
 * At most so many characters of an otherwise equal number may differ for an alteration; more make it another
 * number (start value).
 */
const ALTERED_MOST = 2;

/**
 * True where print has another number of the same document: behind the caption of one, or one that is
 * like the number but for a sign or two that no eye takes for each other. A number of another length is
 * one of another kind, or not read whole.
 */
export function numberDiffers(
  first: { number: string; whole: string },
  { captioned, texts, seen }: Record<'texts' | 'seen', readonly string[]> & { captioned: string },
): boolean {
  const whole = looks(first.whole);
  const number = looks(first.number);
  const isOther = (text: string) => text.length === number.length && !whole.includes(text);
  if (seen.some((text) => looks(text).includes(number))) return false;
  const own = looks(captioned);
  if (own !== '' && isOther(own)) return true;
  const words = texts.flatMap((text) => text.split(/\s+/).map(looks));
  return words.some((word) => isOther(word) && apart(word, number) <= ALTERED_MOST);
}

/** Upper case, letters and digits alone, each sign as its twin. */
function looks(text: string): string {
  return [...text.toUpperCase().replace(/[^A-Z0-9]/g, '')]
    .map((at) => CONFUSABLES[at] ?? at)
    .join('');
}

function apart(a: string, b: string): number {
  return [...a].filter((sign, at) => sign !== b[at]).length;
}

/** Below it two words are no misreading of each other (start value). */
const NEAR_FROM = 0.75;

/**
 * True where the caption of a name has a word that the other reading has not, and the other has one that
 * stands nowhere in print: a word that is missing alone was covered or cut.
 */
export function nameDiffers(
  { family, given, cut }: MrzName,
  printed: { family: string; given: string; texts: readonly string[] },
): boolean {
  if (cut) return false;
  const everything = [...family, ...given].map(plain);
  const inViz = printed.texts.flatMap(wordsOf);
  return [
    { read: family, text: printed.family },
    { read: given, text: printed.given },
  ].some(({ read, text }) => {
    const isLost = read.map(plain).some((word) => isMissing(word, inViz));
    return isLost && wordsOf(text).some((word) => isMissing(word, everything));
  });
}

/** Words of fewer letters may be missed for many reasons, and stand in many others. */
const WORD_MIN = 3;

function isMissing(word: string, others: readonly string[]): boolean {
  if (word.length < WORD_MIN) return false;
  return others
    .filter((other) => other.length >= WORD_MIN)
    .every((other) => {
      const isPart = other.includes(word) || word.includes(other);
      return !isPart && jaroWinkler(word, other) < NEAR_FROM;
    });
}

function wordsOf(text: string): string[] {
  const [spelled = ''] = spellings(text.replace(/[^\p{L}\p{M}\s'’-]/gu, ' '));
  return spelled
    .split(' ')
    .filter((word) => word !== '')
    .map(plain);
}

/** Two-letter spellings as one, as issuers differ on them. */
function plain(word: string): string {
  return word.replace(/AE/g, 'A').replace(/OE/g, 'O').replace(/UE/g, 'U').replace(/AA/g, 'A');
}
