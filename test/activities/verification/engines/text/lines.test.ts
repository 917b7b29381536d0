import type { Block } from 'tesseract.js';
import { describe, expect, it } from 'vitest';
import { piecesOf, rowsOf } from '../../../../../activities/verification/engines/text/lines.ts';

type Printed = [text: string, x: number, y: number, wide: number, high?: number, sure?: number];

/** What the engine gives: a block, each word a line of its own or one line of all. */
function blocksOf(lines: Printed[][]): Block[] {
  const words = lines.map((line) =>
    line.map(([text, x, y, wide, high = 20, confidence = 95]) => ({
      text,
      confidence,
      bbox: { x0: x, y0: y, x1: x + wide, y1: y + high },
    })),
  );
  return [{ paragraphs: [{ lines: words.map((line) => ({ words: line })) }] }] as Block[];
}

const textsOf = (lines: Printed[][]) => rowsOf(piecesOf(blocksOf(lines))).map(({ text }) => text);

describe('words of a page', () => {
  it('are its rows from top to bottom, columns apart', () => {
    expect(
      textsOf([
        [['4711', 20, 130, 60]],
        [
          ['Invoice', 300, 100, 80],
          ['date', 388, 100, 50],
        ],
        [['Customer', 20, 101, 100]],
        [['12/10/2026', 300, 131, 120]],
      ]),
    ).toEqual(['Customer   Invoice date', '4711   12/10/2026']);
  });

  it('do not hold the specks of a desk, whatever sign they are taken for', () => {
    const print: Printed[] = [
      ['Kirkgate', 100, 100, 90],
      ['7', 198, 100, 10],
    ];
    const specks: Printed[][] = [
      [['3', 20, 60, 5, 3, 76]],
      [['1', 30, 140, 1, 9, 59]],
      [['iE', 30, 180, 20, 20, 10]],
    ];
    expect(textsOf([print, ...specks])).toEqual(['Kirkgate 7']);
  });

  it('do not hold print that runs up the margin', () => {
    const margin: Printed[] = [
      ['HRB', 10, 300, 20, 60],
      ['4711', 10, 220, 20, 70],
    ];
    expect(textsOf([[['Kirkgate', 100, 280, 90]], margin])).toEqual(['Kirkgate']);
  });

  it('keep the dash of a period and small print', () => {
    const period: Printed[] = [
      ['04/09/2026', 100, 100, 120],
      ['-', 228, 109, 8, 3],
      ['04/10/2026', 244, 100, 120],
    ];
    expect(textsOf([period, [['of', 100, 140, 12, 9]]])).toEqual(['04/09/2026 - 04/10/2026', 'of']);
  });
});
