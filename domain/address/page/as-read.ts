/** Characters that look the same to every reader. */
const ALIKE: Readonly<Record<string, string>> = { I: '1', l: '1', '|': '1', O: '0', o: '0' };
/** Signs that are read or left out at will; others at a digit make it another number. */
const WITHOUT_MEANING = /[.,:;'"`()[\]{}_~^*|\s]/;
/** Of the letters that decide nothing, this share may be read for others: a label stays the same label. */
const MISREAD_MAX = 0.13;

interface Sign {
  sign: string;
  /** Of a word that decides, or of one with a digit. */
  strict: boolean;
}

/**
 * True where a text and what was read of it on the drawn page are the same, both in ASCII: sign for sign
 * in the words of `deciding` (in small letters) and in those with a digit, about the same in all others.
 * Without `deciding` all of them decide.
 */
export function isSameText(text: string, read: string, deciding?: readonly string[]): boolean {
  const [said, seen] = [signsOf(text, deciding), signsOf(read, deciding)];
  if (said.length === 0) return false;
  const lenient = said.filter(({ strict }) => !strict).length;
  return edits(said, seen) <= lenient * MISREAD_MAX;
}

function signsOf(text: string, deciding?: readonly string[]): Sign[] {
  return text.split(/\s+/).flatMap((word) => {
    const hasDigit = /\d/.test(word);
    const parts = word.toLowerCase().split(/[^a-z0-9]+/);
    const strict = hasDigit || !deciding || parts.some((part) => deciding.includes(part));
    return [...word].flatMap((sign, at): Sign[] => {
      const isPlain = /[a-z0-9]/i.test(sign);
      const atDigit = /\d/.test(`${word[at - 1] ?? ''}${word[at + 1] ?? ''}`);
      if (!isPlain && (WITHOUT_MEANING.test(sign) || !atDigit)) return [];
      return [{ sign: ALIKE[sign] ?? sign.toLowerCase(), strict }];
    });
  });
}

/** Signs to change, add or leave out; infinite where one of them is a strict one. */
function edits(said: readonly Sign[], seen: readonly Sign[]): number {
  let row = seen.reduce<number[]>((sums, sign) => [...sums, (sums.at(-1) ?? 0) + cost(sign)], [0]);
  for (const own of said) {
    const next = [(row[0] ?? 0) + cost(own)];
    for (const [at, other] of seen.entries()) {
      const same = own.sign === other.sign ? 0 : cost(own) + (other.strict ? Infinity : 0);
      next.push(
        Math.min(
          (row[at] ?? 0) + same,
          (row[at + 1] ?? 0) + cost(own),
          (next[at] ?? 0) + cost(other),
        ),
      );
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

function cost({ strict }: Sign): number {
  return strict ? Infinity : 1;
}

/** Words of this many letters tell whether two texts are the same. */
const WORD_MIN = 4;
const WORDS_MIN = 8;
const SHARED_MIN = 0.3;

/**
 * True where a page's text says other words than were read of the drawn page, both in ASCII: a text
 * layer of fonts without their letters, or one that was made up.
 */
export function isOtherText(text: readonly string[], read: readonly string[]): boolean {
  const [said, seen] = [longWords(text), longWords(read)];
  if (seen.size < WORDS_MIN) return false;
  const shared = [...seen].filter((word) => said.has(word)).length;
  return shared / seen.size < SHARED_MIN;
}

function longWords(lines: readonly string[]): Set<string> {
  const words = lines.flatMap((line) => line.toLowerCase().split(/[^a-z0-9]+/));
  return new Set(words.filter((word) => word.length >= WORD_MIN));
}
