import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Piece } from '../../../../../activities/verification/engines/text/lines.ts';
import { rereadDoubtful } from '../../../../../activities/verification/engines/text/reread.ts';
import {
  openTesseract,
  type Tesseract,
} from '../../../../../activities/verification/engines/text/tesseract.ts';
import { SANS } from '../../../../specimens/drawing.ts';

let tesseract: Tesseract;
beforeAll(async () => {
  tesseract = await openTesseract(['eng']);
});
afterAll(() => tesseract.close());

const PRINTED = 'Issued on: 25/09/2026';
const BOX = [40, 62, 330, 36] as const;

async function picture() {
  const canvas = createCanvas(800, 160);
  const context = canvas.getContext('2d');
  context.fillStyle = 'white';
  context.fillRect(0, 0, 800, 160);
  context.fillStyle = 'black';
  context.font = `30px "${SANS}"`;
  context.fillText(PRINTED, 40, 90);
  return await canvas.encode('png');
}

const piece = (text: string, least: number): Piece => ({
  text,
  words: text.split(' ').map((word) => ({ text: word, certainty: least })),
  certainty: (1 + least) / 2,
  least,
  box: [...BOX],
});

describe('a second look', () => {
  it('mends a doubtful piece where it stands', async () => {
    const first = piece('issued on: 25/00/2020', 0.5);
    const { pieces, looks } = await rereadDoubtful(tesseract, await picture(), [first]);
    expect(looks).toBe(1);
    const words = expect.any(Array) as unknown;
    expect(pieces).toEqual([{ ...first, text: PRINTED, words, certainty: expect.any(Number) }]);
    expect(pieces[0]?.certainty).toBeGreaterThan(first.certainty);
  });

  it('leaves alone what is certain, and a page that is poor all over', async () => {
    const sure = [piece('something else', 0.95)];
    expect(await rereadDoubtful(tesseract, await picture(), sure)).toEqual({
      pieces: sure,
      looks: 0,
    });
    const poor = Array.from({ length: 11 }, () => piece('issued on: 25/00/2020', 0.5));
    expect(await rereadDoubtful(tesseract, await picture(), poor)).toEqual({
      pieces: poor,
      looks: 0,
    });
  });

  it('is not taken for a piece of another length, nor where it is no surer', async () => {
    const long = piece('Issued on: 25/00/2020 by a company elsewhere', 0.3);
    const surest = { ...piece('issued on: 25/00/2020', 0.8), certainty: 0.999 };
    const { pieces } = await rereadDoubtful(tesseract, await picture(), [long, surest]);
    expect(pieces).toEqual([long, surest]);
  });
});
