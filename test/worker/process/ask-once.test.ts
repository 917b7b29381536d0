import { expect, test } from 'vitest';
import { askOnce } from '../../../worker/process/ask-once.ts';

test('many ask at once and later, and one answer serves all; a failure is not kept', async () => {
  let asked = 0;
  const ask = askOnce(async () => {
    asked += 1;
    if (asked === 1) throw new Error('not yet');
    return asked;
  });
  await expect(Promise.all([ask(), ask()])).rejects.toThrow('not yet');
  expect(asked).toBe(1);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([2, 2, 2]);
  expect(await ask()).toBe(2);
});
