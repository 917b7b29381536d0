export type Part = 'family' | 'given';

/** A word of a name: which part it stands in, and how much it says. */
export interface Word {
  text: string;
  part: Part | 'unknown';
  weight: number;
}

const PARTICLES = new Set(
  'AL EL BIN IBN BINT BEN ABU VAN VON DE DA DO DOS DAS DI DU DEL DELLA LA LE DER DEN TER TEN ZU ZUM ZUR Y E'.split(
    ' ',
  ),
);

/** Family names say most; particles little, but they are never dropped. */
export function wordsOf(texts: readonly string[], part: Word['part']): Word[] {
  return texts.map((text) => ({
    text,
    part,
    weight: PARTICLES.has(text) ? 0.3 : part === 'family' ? 1.3 : 1,
  }));
}

/**
 * Neighbours written as one word on the other side become one here (`VAN DEN BERG`, `VANDENBERG`):
 * only where the whole run equals a word of `others`.
 */
export function joined(words: Word[], others: readonly Word[]): Word[] {
  const targets = new Set(others.map((word) => word.text));
  for (let length = Math.min(4, words.length); length >= 2; length -= 1) {
    for (let at = 0; at + length <= words.length; at += 1) {
      const run = words.slice(at, at + length);
      const text = run.map((word) => word.text).join('');
      if (!targets.has(text) || run.some((word) => word.part !== run[0]?.part)) continue;
      const whole: Word = {
        ...run[0],
        text,
        part: run[0]?.part ?? 'unknown',
        weight: heaviest(run),
      };
      return joined([...words.slice(0, at), whole, ...words.slice(at + length)], others);
    }
  }
  return words;
}

function heaviest(run: readonly Word[]): number {
  return Math.max(...run.map((word) => word.weight));
}
