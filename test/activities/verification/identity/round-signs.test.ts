import { expect, test } from 'vitest';
import { loadPicture } from '../../../../activities/verification/engines/ocr/picture.ts';
import { resolveRoundGlyphs } from '../../../../activities/verification/engines/ocr/round-glyphs.ts';
import { photograph } from '../../../specimens/camera.ts';
import { BOLD, OCR_B, paper, SANS, write } from '../../../specimens/drawing.ts';

const NUMBER = 'D0O2G50ON9';
const SIZE_MM = 4;

/** The row as a reader says it that takes every ring for this sign, and its picture. */
async function seen(row: string, taken: string, font: string) {
  const mm = 9;
  const on = paper({ widthMm: 60, heightMm: 16, mm, seed: 4 });
  write(on, row, { x: 6, y: 10, sizeMm: SIZE_MM, font });
  const ends = [...row].map((_, at) => on.context.measureText(row.slice(0, at + 1)).width);
  const length = ends.at(-1) ?? 0;
  const shot = { width: 60 * mm, height: 16 * mm, fills: 1, blur: 0.8, noise: 2, quality: 50 };
  const { picture } = await loadPicture(await photograph(on.canvas, shot), 60 * mm);
  const [x, y] = [6 * mm + length / 2, (10 - 0.36 * SIZE_MM) * mm];
  const block = { x, y, length, height: 1.2 * SIZE_MM * mm, angle: 0 };
  const places = ends.map((end, at) => (end + (ends[at - 1] ?? 0)) / 2 / length);
  const text = row.replaceAll(/[O0]/g, taken);
  return resolveRoundGlyphs(picture, block, { text, certainty: 0.9, places, ends: places });
}

test.each([
  [BOLD, 'O'],
  [BOLD, '0'],
  [SANS, 'O'],
  [SANS, '0'],
])('in %s rings are told by their width, all read as %s', async (font, taken) => {
  expect(await seen(NUMBER, taken, font)).toBe(NUMBER);
});

test.each(['O', '0'])('in letters of one pitch they stay as they were read: %s', async (taken) => {
  expect(await seen(NUMBER, taken, OCR_B)).toBe(NUMBER.replaceAll(/[O0]/g, taken));
});

test.each([
  ['a name', 'OCONNOR', 'O'],
  ['a day', '30.10.2020', '0'],
  ['a row that shows no other width', 'A0O7', 'O'],
])('%s stays as it was read', async (_, row, taken) => {
  expect(await seen(row, taken, BOLD)).toBe(row.replaceAll(/[O0]/g, taken));
});
