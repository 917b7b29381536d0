import type { Block } from './blocks.ts';
import { median } from './median.ts';
import { upright, type Picture } from './picture.ts';
import type { Spanned } from './recognise.ts';

const HEIGHT = 48;
/** Characters that have nearly one width in every font: digits, capitals, and the widest capitals. */
const LIKE = { digit: '235689', capital: 'CDGHNU', widest: 'MW' } as const;
type Usual = Record<keyof typeof LIKE, number>;

/**
 * Widths over 97 rings in five grades of photo, by the median of the digits and of the capitals beside:
 * zeros up to 1.2 and 0.8, letters from 1.3 and 0.95. A font of one pitch has capitals as digits.
 */
const ZERO = { digit: 1.2, capital: 0.82, widest: 0.72 } as const;
const LETTER = { digit: 1.28, capital: 0.92 } as const;
/** Of the darkest column: what is ink. */
const INK = 0.35;

/**
 * The row with each `O` and `0` told by its width, because a reader of whole words guesses them from their
 * neighbours: a zero is as wide as other digits, a letter is wider. A character stays as it was read if its
 * width is neither, or if the row does not show how wide its digits and capitals are.
 */
export function resolveRoundGlyphs(picture: Picture, block: Block, read: Spanned): string {
  const { text } = read;
  if (!/[O0]/.test(text) || !/\d/.test(text) || !/\p{Lu}/u.test(text)) return text;
  const signs = [...text];
  const widths = widthsOf(picture, block, read);
  const among = (list: string) =>
    median(widths.filter((width, at) => width > 0 && list.includes(signs[at] ?? ' ')));
  const usual = {
    digit: among(LIKE.digit),
    capital: among(LIKE.capital),
    widest: among(LIKE.widest),
  };
  const mixed = [...text.matchAll(/[A-Z\d]+/g)].filter(([word]) => MIXED.test(word));
  const isMixed = (at: number) =>
    mixed.some(({ 0: word, index }) => at >= index && at < index + word.length);
  return signs
    .map((sign, at) => {
      const isRoundGlyph = (sign === 'O' || sign === '0') && isMixed(at);
      return isRoundGlyph ? told(sign, widths[at] ?? 0, usual) : sign;
    })
    .join('');
}

/** Neither a name nor a part of a day: a letter and a digit that are no rings. */
const MIXED = /[A-NP-Z].*[1-9]|[1-9].*[A-NP-Z]/;

/** 0 is the width of what the row does not have. */
function told(sign: string, width: number, { digit, capital, widest }: Usual): string {
  if (width === 0) return sign;
  const isWide = digit > 0 && width > LETTER.digit * digit;
  if (isWide && (capital === 0 || width > LETTER.capital * capital)) return 'O';
  const isDigit = digit > 0 && width < ZERO.digit * digit;
  const isNarrow = width < ZERO.capital * capital || (isDigit && width < ZERO.widest * widest);
  return isNarrow && !isWide ? '0' : sign;
}

/** The width in columns of each character, between the lightest columns on its two sides; 0 for a space. */
function widthsOf(picture: Picture, block: Block, { text, places, ends }: Spanned): number[] {
  const width = Math.round((HEIGHT * block.length) / Math.max(1, block.height));
  const ink = inkOf(upright(picture, block, { width, height: HEIGHT }));
  const least = INK * Math.max(...ink);
  const signs = [...text].flatMap((sign, at) => (sign === ' ' ? [] : [at]));
  const centres = signs.map((at) =>
    Math.floor((((places[at] ?? 0) + (ends[at] ?? 0)) / 2) * width),
  );
  const cuts = centres.map((centre, at) => lightestOf(ink, centres[at - 1] ?? 0, centre));
  const widths = Array.from<number>({ length: places.length }).fill(0);
  for (const [at, sign] of signs.entries()) {
    const own = ink.slice(cuts[at], cuts[at + 1] ?? width);
    const from = own.findIndex((amount) => amount > least);
    const to = own.findLastIndex((amount) => amount > least);
    widths[sign] = from === -1 ? 0 : to - from + 1;
  }
  return widths;
}

function lightestOf(ink: readonly number[], from: number, to: number): number {
  const between = ink.slice(from, to + 1);
  return from + between.indexOf(Math.min(...between));
}

/** How dark each column is against the paper. */
function inkOf({ data, width }: Picture): number[] {
  const light = Array.from({ length: data.length / 3 }, (_, at) => {
    const [red = 0, green = 0, blue = 0] = data.subarray(at * 3, at * 3 + 3);
    return (red + green + blue) / 3;
  });
  const paper = light.toSorted((a, b) => a - b)[Math.floor(light.length * 0.85)] ?? 255;
  return Array.from({ length: width }, (_, x) => {
    let sum = 0;
    for (let at = x; at < light.length; at += width) sum += Math.max(0, paper - (light[at] ?? 0));
    return sum;
  });
}
