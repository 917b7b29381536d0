import { expect, test } from 'vitest';
import { loadPicture } from '../../../../activities/verification/engines/ocr/picture.ts';
import { resolveConfusables } from '../../../../activities/verification/engines/ocr/confusable-o.ts';
import { photograph } from '../../../specimens/camera.ts';
import { paper, writeMrz, type Paper } from '../../../specimens/drawing.ts';
import { randomFrom } from '../../../specimens/random.ts';

const PITCH_MM = 2.54;
const ROW = 'JV0XO7ODC0USA9706109<2705240<<<<O0O00OO<<<<0';

/** The row as a reader says it that takes every ring for this sign, and its picture. */
async function seen(row: string, taken: string, options: { angle?: number; spoil?: Spoil } = {}) {
  const on = paper({ widthMm: 125, heightMm: 20, mm: 9, seed: 4 });
  writeMrz(on, [row], { x: 6, y: 11, gap: 6 });
  options.spoil?.(on);
  const shot = { width: 1125, height: 400, fills: 1, blur: 0.8, noise: 2, quality: 50 };
  const angle = options.angle ?? 0;
  const { picture } = await loadPicture(await photograph(on.canvas, { ...shot, angle }), 1125);
  // as the camera lays it: the page's width over the picture's, turned about the middle
  const scale = 1125 / (125 * 9);
  const turn = (angle * Math.PI) / 180;
  const [length, height] = [row.length * PITCH_MM * 9 * scale, 34];
  const u = (6 + (row.length * PITCH_MM) / 2 - 62.5) * 9 * scale;
  const v = (11 - 1.2 - 10) * 9 * scale;
  const x = picture.width / 2 + u * Math.cos(turn) - v * Math.sin(turn);
  const y = picture.height / 2 + u * Math.sin(turn) + v * Math.cos(turn);
  const block = { x, y, length, height, angle: turn };
  const text = row.replaceAll(/[O0]/g, taken);
  // a model sees places in steps: here up to a seventh of a letter off
  const random = randomFrom(7);
  const places = [...row].map((_, at) => (at + 0.5 + (random() - 0.5) * 0.3) / row.length);
  return resolveConfusables(picture, block, { text, certainty: 0.9, places });
}

type Spoil = (on: Paper) => void;

test.each(['O', '0'])('rings are told by their shape, all read as %s', async (taken) => {
  expect(await seen(ROW, taken)).toBe(ROW);
});

test('in a row that leans', async () => {
  expect(await seen(ROW, '0', { angle: 2 })).toBe(ROW);
});

test('a ring that light or dirt covers is left open, and so is what is no ring', async () => {
  const at = ROW.indexOf('7O') + 1;
  const spoil: Spoil = ({ context, mm }) => {
    context.fillStyle = '#16161a';
    context.fillRect((6 + at * PITCH_MM + 0.9) * mm, 8.2 * mm, mm, mm);
  };
  const read = await seen(ROW, 'O', { spoil });
  expect(read).toBe(`${ROW.slice(0, at)}◯${ROW.slice(at + 1)}`);
  expect(await seen('JV0XO7CDC0USA9706109<', '0')).toBe('JV0XO7CDC0USA9706109<');
});
