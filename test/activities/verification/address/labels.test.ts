import { afterAll, expect, test } from 'vitest';
import { createTextRecognizer } from '../../../../activities/verification/engines/ocr.ts';
import { photograph } from '../../../specimens/camera.ts';
import { BOLD, paper, write } from '../../../specimens/drawing.ts';

const recognizer = createTextRecognizer();
afterAll(() => recognizer.close());

const FIELDS = [
  ['1.', 'SCHMIDT'],
  ['2.', 'JULIA INES'],
  ['3.', '12.08.1983'],
  ['4a.', '01.03.2021'],
  ['4b.', '28.02.2036'],
  ['5.', 'B072RRE2155'],
] as const;
const SIZE = { width: 1600, height: 1200 };

/** What is read of a card whose labels are as small as this, in millimetres. */
async function read(labelMm: number, fields: readonly (readonly [string, string])[]) {
  const on = paper({ widthMm: 85.6, heightMm: 54, mm: 13, seed: 5 });
  for (const [at, [label, value]] of fields.entries()) {
    const y = 17 + at * 5.6;
    write(on, label, { x: 30, y, sizeMm: labelMm });
    write(on, value, { x: 35.5, y, sizeMm: 2.7, font: BOLD });
  }
  const png = await photograph(on.canvas, { ...SIZE, blur: 0.6, noise: 3, angle: 2, seed: 3 });
  const page = { index: 0, side: 'front', png, ...SIZE, text: null, measures: {} } as const;
  const { signal } = new AbortController();
  const { lines } = await recognizer.read(page, { seek: 'text', signal });
  return lines.map(({ text }) => text);
}

/** The detector marks no patch for most of them: they are read where the other rows have theirs. */
test.each([2.1, 1.3])('labels of %d mm are read', async (labelMm) => {
  const lines = await read(labelMm, FIELDS);
  expect(lines).toEqual(expect.arrayContaining(FIELDS.map(([label]) => label)));
});

test('rows without labels get none', async () => {
  const values = FIELDS.map(([, value]) => ['', value] as const);
  expect((await read(1.3, values)).toSorted()).toEqual(FIELDS.map(([, value]) => value).toSorted());
});
