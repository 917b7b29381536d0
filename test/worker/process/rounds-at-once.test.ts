import { expect, it } from 'vitest';
import { roundsAtOnce } from '../../../worker/process/rounds-at-once.ts';

it.each([
  ['two cores with plenty', 2, 24_000, 2],
  ['eight cores in a container of 3 GiB', 8, 3072, 1],
  ['eight cores with 8 GiB', 8, 8192, 4],
  ['a small machine', 1, 900, 1],
])('%s', (_, cores, memoryMib, rounds) => {
  expect(roundsAtOnce({ cores, memoryMib })).toBe(rounds);
});
