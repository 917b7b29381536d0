import { areVariants } from './variants.ts';

export type Part = 'family' | 'given';

/** What a word is: a name of somebody, a particle of one, or a title before or behind it. */
export type WordKind = 'name' | 'particle' | 'title';

/** A word of a name: which part it stands in, what it is, and how much it says. */
export interface Word {
  text: string;
  part: Part | 'unknown';
  kind: WordKind;
  weight: number;
}

const PARTICLES = new Set(
  (
    'AL EL UL BIN IBN BINT BINTI BEN ABU VAN VON VAND VD DE DA DO DOS DAS DI DU DEL DELLA DELLO DEGLI LA LE ' +
    'LES LO DER DEN DES HET TER TEN TE OP AAN ZU ZUM ZUR VOM AM AF AV Y E I AP NI MAC NEE GEB EP EPOUSE VVE'
  ).split(' '),
);
const TITLES = new Set(
  'DR DRA PROF DIPL ING MAG MR MRS MS MISS HERR FRAU SR SRA JR SIR LORD DAME II III IV PHD MD'.split(
    ' ',
  ),
);

/**
 * Family names say most (1.3, given names 1); particles and titles little (0.3), but none is dropped.
 * A particle that is the only word of a part is a name, such as the Vietnamese family name `LE`.
 */
export function wordsOf(texts: readonly string[], part: Word['part']): Word[] {
  const isWhole = texts.every((text) => PARTICLES.has(text) || TITLES.has(text));
  return texts.map((text) => {
    const kind = isWhole ? 'name' : kindOf(text);
    return { text, part, kind, weight: kind !== 'name' ? 0.3 : part === 'family' ? 1.3 : 1 };
  });
}

function kindOf(text: string): WordKind {
  if (PARTICLES.has(text)) return 'particle';
  return TITLES.has(text) ? 'title' : 'name';
}

/**
 * Neighbours written as one word on the other side become one here (`VAN DEN BERG`, `VANDENBERG`):
 * only where the whole run is a word of `others`, or a spelling of it.
 */
export function joined(words: Word[], others: readonly Word[]): Word[] {
  for (let length = Math.min(4, words.length); length >= 2; length -= 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const run = words.slice(at, at + length);
      const text = run.map((word) => word.text).join('');
      const isOne = others.some((other) => areVariants(text, other.text));
      if (!isOne || run.some((word) => word.part !== run[0]?.part)) continue;
      const whole: Word = {
        text,
        part: run[0]?.part ?? 'unknown',
        kind: run.find((word) => word.kind === 'name')?.kind ?? 'particle',
        weight: Math.max(...run.map((word) => word.weight)),
      };
      return joined([...words.slice(0, at), whole, ...words.slice(at + length)], others);
    }
  }
  return words;
}
