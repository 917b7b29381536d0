import { expect, test } from 'vitest';
import { bestName } from '../../../domain/address/names/name.ts';
import { makeNamePair } from '../../specimens/name-pairs.ts';

const PAIRS = Number(process.env['NAME_PAIRS'] ?? 500);

test(`of ${PAIRS} pairs no other person passes, and nobody is told another`, () => {
  const wrong: unknown[] = [];
  const lost: unknown[] = [];
  let passed = 0;
  for (let seed = 0; seed < PAIRS; seed += 1) {
    const { given, family, lines, isSame, kind } = makeNamePair(seed);
    const { found } = bestName(lines, { given, family });
    if (!isSame && found === 'found') wrong.push([seed, kind, given, family, lines]);
    if (isSame && found === 'missing') lost.push([seed, kind, given, family, lines]);
    if (isSame && found === 'found') passed += 1;
  }
  expect({ wrong, lost }).toEqual({ wrong: [], lost: [] });
  expect(passed).toBeGreaterThanOrEqual(0.95 * (PAIRS / 2));
});
