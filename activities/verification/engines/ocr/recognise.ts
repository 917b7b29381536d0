import { Tensor, type InferenceSession } from 'onnxruntime-node';
import type { Block } from './blocks.ts';
import { planes, upright, type Picture } from './picture.ts';

const HEIGHT = 48;
const LONGEST = 1600;
const LEAST = 0.1;
/** "Nothing" hides spaces of capitals: 0.09 and more where 48 were, 0.02 at most between 1070 pairs. */
const LEAST_SPACE = 0.05;
const NORM = { mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5] };

export interface Recognised {
  text: string;
  /** Mean over the letters, 0 to 1. */
  certainty: number;
  /** Where along the block each letter was seen, 0 to 1. */
  places: number[];
}

/** With where along the block each letter was last seen. */
export interface Spanned extends Recognised {
  ends: number[];
}

/** The recognition model with its letters: index 0 of its answer is "nothing", the last a space. */
export interface Reader {
  model: InferenceSession;
  letters: readonly string[];
  /** Indices of `A-Z 0-9 <` and of their look-alikes, with the letter each stands for. */
  mrz: ReadonlyMap<number, string>;
}

const LOOK_ALIKE: Record<string, string> = {
  l: 'I',
  '|': 'I',
  丨: 'I',
  〇: 'O',
  '○': 'O',
  く: '<',
  '＜': '<',
  '〈': '<',
  '《': '<',
  '«': '<',
  '×': 'X',
};

/** Letters in the file's order; `dictionary` is the text of the model's key file. */
export function createReader(model: InferenceSession, dictionary: string): Reader {
  const letters = ['', ...dictionary.replace(/\r?\n$/, '').split(/\r?\n/), ' '];
  const mrz = new Map(
    letters.flatMap((letter, at): [number, string][] => {
      const upper = LOOK_ALIKE[letter] ?? letter.toUpperCase();
      return /^[A-Z0-9<]$/.test(upper) ? [[at, upper]] : [];
    }),
  );
  return { model, letters, mrz };
}

/**
 * The letters of one block. `stretch` widens it, which keeps equal neighbours apart; with `only` no
 * other letters are possible.
 */
export async function recognise(
  reader: Reader,
  picture: Picture,
  block: Block,
  options: { stretch: number; only?: ReadonlyMap<number, string> },
): Promise<Spanned> {
  const ratio = Math.max(1, block.length / Math.max(1, block.height));
  const width = Math.min(LONGEST, Math.max(48, Math.round(HEIGHT * ratio * options.stretch)));
  const padded = Math.ceil(width / 64) * 64;
  const input = new Float32Array(3 * HEIGHT * padded);
  planes(upright(picture, block, { width, height: HEIGHT }), NORM, input, padded);
  const tensor = new Tensor('float32', input, [1, 3, HEIGHT, padded]);
  const output = await reader.model.run({ [reader.model.inputNames[0] ?? '']: tensor });
  const answer = output[reader.model.outputNames[0] ?? ''];
  const read = decode(reader, answer?.data as Float32Array, answer?.dims[2] ?? 1, options.only);
  const along = (places: number[]) => places.map((place) => (place * padded) / width);
  return { ...read, places: along(read.places), ends: along(read.ends) };
}

/** The most certain letter of each step; equal neighbours are one, "nothing" between them parts them. */
function decode(
  { letters }: Reader,
  steps: Float32Array,
  count: number,
  only?: ReadonlyMap<number, string>,
): Spanned {
  let [text, sum, read, last, space] = ['', 0, 0, '', 0];
  const [places, ends]: [number[], number[]] = [[], []];
  const allowed = only ? [...only.keys()] : Array.from({ length: count }, (_, index) => index);
  for (let from = 0; from < steps.length; from += count) {
    // twins share a letter's weight (`O` 0.31, `0` 0.13): "nothing" must outweigh all of them together
    const nothing = (steps[from] ?? 0) + (steps[from + count - 1] ?? 0);
    const least = only ? (nothing < 0.5 ? LEAST : nothing) : (steps[from] ?? 0);
    const chosen = likeliest(steps, from, allowed, least);
    const letter = only?.get(chosen) ?? letters[chosen] ?? '';
    if (letter === '') space = Math.max(space, steps[from + count - 1] ?? 0);
    const place = (from + count / 2) / steps.length;
    if (letter !== '' && letter === last) ends[ends.length - 1] = place;
    if (letter !== '' && letter !== last) {
      if (!only && space > LEAST_SPACE && isBetween(text, letter)) {
        text += ' ';
        places.push(ends.at(-1) ?? 0);
        ends.push(place);
      }
      text += letter;
      places.push(place);
      ends.push(place);
      space = 0;
      sum += steps[from + chosen] ?? 0;
      read += 1;
    }
    last = letter;
  }
  return { text, certainty: read === 0 ? 0 : sum / read, places, ends };
}

/** Both letters, so that a space can part them. */
function isBetween(before: string, letter: string): boolean {
  return /\p{L}$/u.test(before) && /^\p{L}/u.test(letter);
}

/** The likeliest above `least`, or 0, "nothing". */
function likeliest(
  steps: Float32Array,
  from: number,
  among: readonly number[],
  least: number,
): number {
  let best = 0;
  let certainty = least;
  for (const index of among) {
    const value = steps[from + index] ?? 0;
    if (value > certainty) [best, certainty] = [index, value];
  }
  return best;
}
