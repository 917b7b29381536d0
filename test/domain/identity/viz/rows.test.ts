import { expect, test } from 'vitest';
import { rowsOfPieces } from '../../../../domain/identity/viz/rows.ts';

const PIECES = [
  { text: 'MUSTERMANN', box: [683, 384, 332, 53] },
  { text: '1.', box: [584, 391, 39, 32] },
  { text: '4c.LANDRATSAMT', box: [1037, 683, 444, 54] },
  { text: '01.03.2021', box: [671, 670, 234, 48] },
  { text: '4a', box: [578, 673, 47, 35] },
] as const;

test('pieces become rows from left to right, whatever order they were found in', () => {
  expect(rowsOfPieces(PIECES, 2)).toMatchObject([
    { text: '1. MUSTERMANN', pieces: [1, 0] },
    { text: '4a 01.03.2021 4c.LANDRATSAMT', pieces: [4, 3, 2] },
  ]);
});

test.each([-12, -5, 0, 5, 12, 90, 180, 270])('also where the page lies at %i degrees', (angle) => {
  const radians = (angle * Math.PI) / 180;
  const turned = PIECES.map(({ text, box: [left, top, width, height] }) => {
    const [x, y] = [left + width / 2, top + height / 2];
    const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
    const [wide, high] = [
      Math.abs(width * cos) + Math.abs(height * sin),
      Math.abs(width * sin) + Math.abs(height * cos),
    ];
    const middle = [x * cos - y * sin, x * sin + y * cos] as const;
    const box = [middle[0] - wide / 2, middle[1] - high / 2, wide, high] as const;
    return { text, box };
  });
  expect(rowsOfPieces(turned, angle).map(({ text }) => text)).toEqual([
    '1. MUSTERMANN',
    '4a 01.03.2021 4c.LANDRATSAMT',
  ]);
});
