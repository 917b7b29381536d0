import { cleanRow } from '../../../../domain/identity/mrz/clean.ts';
import { isIcaoCode } from '../../../../domain/identity/mrz/countries.ts';
import { LAYOUTS, type MrzFormat } from '../../../../domain/identity/mrz/formats.ts';
import type { Block } from './blocks.ts';
import { median } from './median.ts';
import type { Picture } from './picture.ts';
import { recognise, type Reader } from './recognise.ts';

/** Of the distance of two letters: so much is seen beside a code's first and last. */
const MARGIN = 0.05;
const CERTAIN_FROM = 0.9;

export interface ReadRow {
  text: string;
  places: readonly number[];
  block: Block;
}

/**
 * The rows of an MRZ with each country code that is in no list as it reads by itself, where only letters
 * can stand: among digits a reader of whole rows takes letters for digits. As it was where that is no code
 * either.
 */
export async function withCodesSeen<T extends ReadRow>(
  reader: Reader,
  picture: Picture,
  { rows, format }: { rows: readonly T[]; format: MrzFormat },
): Promise<T[]> {
  const { spans, width } = LAYOUTS[format];
  const seen = [...rows];
  for (const [line, from, to] of [spans.issuer, spans.nationality].filter((span) => !!span)) {
    const row = seen[line];
    if (!row || row.text.length !== width || cleanRow(row.text).length !== width) continue;
    if (isIcaoCode(row.text.slice(from, to).replace(/<+$/, ''))) continue;
    const block = partOf(row, from, to);
    const only = new Map([...reader.mrz].filter(([, sign]) => !/\d/.test(sign)));
    const { text, certainty } = await recognise(reader, picture, block, { stretch: 1.25, only });
    if (certainty < CERTAIN_FROM || !isIcaoCode(text.replace(/<+$/, ''))) continue;
    const code = text.padEnd(to - from, '<');
    seen[line] = { ...row, text: row.text.slice(0, from) + code + row.text.slice(to) };
  }
  return seen;
}

/** The part of a row from one sign to another. */
function partOf({ places, block }: ReadRow, from: number, to: number): Block {
  const pitch = median(places.slice(1).map((place, at) => place - (places[at] ?? 0)));
  const start = (places[from] ?? 0) - (0.5 + MARGIN) * pitch;
  const end = (places[to - 1] ?? 1) + (0.5 + MARGIN) * pitch;
  const shift = ((start + end) / 2 - 0.5) * block.length;
  const [x, y] = [block.x + shift * Math.cos(block.angle), block.y + shift * Math.sin(block.angle)];
  return { ...block, x, y, length: (end - start) * block.length };
}
