import { describe, expect, test } from 'vitest';
import { addressMatch } from '../../../../activities/verification/checks/address-match.ts';
import { ATTACKS } from '../../../specimens/role-attacks.ts';
import { makeRoleCase } from '../../../specimens/role-case.ts';
import { GENUINE } from '../../../specimens/role-genuine.ts';
import type { Way } from '../../../specimens/role-ways.ts';

/** The whole count is a command of its own: `ROLE_CASES=12000 npx vitest run test/domain/address/page/roles.test.ts`. */
const MANY = Number(process.env['ROLE_CASES'] ?? 600);
const FROM = Number(process.env['ROLE_SEED'] ?? 50_000);

async function answers(ways: Readonly<Record<string, Way>>, many: number) {
  const all: { kind: string; seed: number; country: string; outcome: string }[] = [];
  for (let seed = FROM; seed < FROM + many; seed += 1) {
    const { kind, country, details, letter } = makeRoleCase(ways, seed);
    const { outcome } = await addressMatch({ letter, details });
    all.push({ kind, seed, country, outcome });
  }
  return all;
}

describe('name and address on one bill', { timeout: 1_200_000 }, () => {
  test(`of ${MANY} bills that say them of somebody else none passes`, async () => {
    const all = await answers(ATTACKS, MANY);
    expect(all.filter(({ outcome }) => outcome === 'pass')).toEqual([]);
  });

  test('those of their receiver pass nine times in ten, and none is failed', async () => {
    const all = await answers(GENUINE, Math.ceil(MANY / 2));
    const passed = all.filter(({ outcome }) => outcome === 'pass').length;
    expect(passed / all.length).toBeGreaterThanOrEqual(0.9);
    expect(all.filter(({ outcome }) => outcome === 'fail')).toEqual([]);
  });
});
