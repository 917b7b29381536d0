import { textOf } from '../items.ts';
import type { PlacedAtom } from '../sequence.ts';

/** Letters that are read for digits; `s` is read for 8 as well, but which it is must not be guessed. */
const LIKE: Readonly<Record<string, string>> = {
  o: '0',
  i: '1',
  l: '1',
  z: '2',
  s: '5',
  b: '8',
  g: '6',
};
const WORDS_MAX = 3;

/**
 * Where a postcode stands in letters read from pixels, by its first atom and its end: what a place in
 * the code may hold, its country fixes, so that a letter there may be the digit it looks like.
 */
export function readCodes(code: string, printed: readonly PlacedAtom[]): Map<number, number> {
  const words = wholeWords(printed);
  const ways = [
    words.map(({ text }) => mendCode(text, code)),
    words.map(({ text }) => mendCode(foldConfusables(text), code)),
  ];
  const found = new Map<number, number>();
  words.forEach((word, at) => {
    for (let many = 1; many <= WORDS_MAX; many += 1) {
      const last = words[at + many - 1];
      if (last?.line !== word.line) break;
      if (ways.some((read) => read.slice(at, at + many).join('') === code)) {
        found.set(word.from, last.to);
      }
    }
  });
  return found;
}

interface WholeWord {
  text: string;
  line: number;
  from: number;
  to: number;
}

function wholeWords(printed: readonly PlacedAtom[]): WholeWord[] {
  const words: WholeWord[] = [];
  printed.forEach((atom, at) => {
    const text = textOf(atom).replaceAll(/[^a-z0-9]/g, '');
    const last = words.at(-1);
    if (last && !atom.isFirst && last.line === atom.line) {
      last.text += text;
      last.to = at + 1;
    } else words.push({ text, line: atom.line, from: at, to: at + 1 });
  });
  return words;
}

/** A word, as the part of the postcode that it is but for letters that stand for digits or the reverse. */
function mendCode(word: string, code: string): string {
  const looks = (text: string) => [...text].map((sign) => LIKE[sign] ?? sign).join('');
  const like = looks(word);
  const at = word.length < 3 || /^\d+$/.test(word) ? -1 : looks(code).indexOf(like);
  return at < 0 ? word : code.slice(at, at + word.length);
}

/** Without the letter beside the digit that it looks like: one sign is at times read as both, `5S`. */
function foldConfusables(word: string): string {
  const signs = [...word];
  const isConfusable = (sign: string, at: number) =>
    sign in LIKE && [signs[at - 1], signs[at + 1]].includes(LIKE[sign]);
  return signs.filter((sign, at) => !isConfusable(sign, at)).join('');
}
