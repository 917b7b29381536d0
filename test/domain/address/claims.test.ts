import { describe, expect, test } from 'vitest';
import { judgeAddressClaim } from '../../specimens/judged-claims.ts';

/** The whole count is a command of its own: `ADDRESS_CLAIMS=2000 npx vitest run test/domain/address/claims.test.ts`. */
const MANY = Number(process.env['ADDRESS_CLAIMS'] ?? 400);

describe(`${MANY} stated addresses of forty countries, each against a bill`, () => {
  const all = Array.from({ length: MANY }, (_, at) => judgeAddressClaim(20_000 + at));

  test('another address by one thing never passes', () => {
    const wrong = all.filter(({ change, isPassed }) => change !== null && isPassed);
    expect(wrong.map(({ address, printed, change }) => [change, address.line1, printed])).toEqual(
      [],
    );
  });

  test('the same passes nine times in ten where its letters are read, and is never failed', () => {
    const own = all.filter(({ change, isRead }) => change === null && isRead);
    expect(own.filter(({ isPassed }) => isPassed).length / own.length).toBeGreaterThanOrEqual(0.9);
    const failed = all.filter(
      ({ change, street }) =>
        change === null && (street.answer === 'differs' || street.answer === 'missing'),
    );
    expect(failed.map(({ address, printed }) => [address.line1, printed])).toEqual([]);
  });
});
