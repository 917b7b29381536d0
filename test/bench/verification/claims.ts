import { addressMatch } from '../../../activities/verification/checks/address-match.ts';
import { bestName } from '../../../domain/address/names/name.ts';
import { makeIssueDay } from '../../specimens/issue-days.ts';
import { judgeAddressClaim, judgeIssueDay } from '../../specimens/judged-claims.ts';
import { makeNamePair } from '../../specimens/name-pairs.ts';
import { ATTACKS } from '../../specimens/role-attacks.ts';
import { makeRoleCase } from '../../specimens/role-case.ts';
import { GENUINE } from '../../specimens/role-genuine.ts';
import type { Way } from '../../specimens/role-ways.ts';
import type { Figure } from '../figure.ts';
import { aligned } from '../report.ts';
import { share } from './judged.ts';

const CLAIMS = { from: 1000, many: 2000 } as const;
const PAIRS = 500;
const DAYS = 300;
const ROLES = { from: 200_000, many: 3000 } as const;
/** Of genuine ones that are read: below it too many go to a person. */
const PASSED_MIN = 0.9;

interface Count {
  name: string;
  same: number;
  passed: number;
  other: number;
  wrong: number;
}

/** Seeded claims against bills laid out as text, without an engine: wrong passes, and genuine ones passed. */
export async function claims(): Promise<Figure[]> {
  const addresses = judgedAddresses();
  const counts = [ofAddresses(addresses), ofNames(), await ofDays(), await ofRoles()];
  return counts.flatMap(({ name, same, passed, other, wrong }) => [
    {
      name: `${name}: wrong passes`,
      ours: `${wrong} of ${other}`,
      bare: '',
      goal: '0',
      reached: wrong === 0,
      data: { wrong, other },
    },
    {
      name: `${name}: genuine ones passed`,
      ours: share(passed, same),
      bare: '',
      goal: '>= 90 %',
      reached: passed >= same * PASSED_MIN,
      data: { passed, same },
    },
  ]);
}

/** The part of `docs/verification.md` with the claims by country. */
export function claimsSection(): string {
  const { from, many } = CLAIMS;
  return `## Addresses of forty countries

Stated addresses against bills laid out as text, half of them another address by one number, letter, street,
town, postcode or unit: ${many} claims, seeds from ${from}, of which 800 were looked at while the rules were made.
More of them, with other seeds: \`ADDRESS_CLAIMS=2000 npx vitest run --project together test/domain/address/claims.test.ts\`.

${byCountry()}
`;
}

function judgedAddresses() {
  return Array.from({ length: CLAIMS.many }, (_, at) => judgeAddressClaim(CLAIMS.from + at));
}

function ofAddresses(all: ReturnType<typeof judgedAddresses>): Count {
  const own = all.filter(({ change }) => change === null);
  const others = all.filter(({ change }) => change !== null);
  return {
    name: 'addresses of forty countries',
    same: own.length,
    passed: own.filter(({ isPassed }) => isPassed).length,
    other: others.length,
    wrong: others.filter(({ isPassed }) => isPassed).length,
  };
}

function ofNames(): Count {
  const all = Array.from({ length: PAIRS }, (_, seed) => {
    const { given, family, lines, isSame } = makeNamePair(seed);
    return { isSame, isFound: bestName(lines, { given, family }).found === 'found' };
  });
  return counted('pairs of names on bills', all);
}

async function ofDays(): Promise<Count> {
  const all: { isSame: boolean; isFound: boolean }[] = [];
  for (let seed = 0; seed < DAYS; seed += 1) {
    const { lines, country, isRecent } = makeIssueDay(seed);
    const { outcome } = await judgeIssueDay(lines, country);
    all.push({ isSame: isRecent, isFound: outcome === 'pass' });
  }
  return counted('days of issue in twelve languages', all);
}

async function ofRoles(): Promise<Count> {
  const all: { isSame: boolean; isFound: boolean }[] = [];
  const add = async (ways: Readonly<Record<string, Way>>, isSame: boolean, many: number) => {
    for (let seed = ROLES.from; seed < ROLES.from + many; seed += 1) {
      const { letter, details } = makeRoleCase(ways, seed);
      const { outcome } = await addressMatch({ letter, details });
      all.push({ isSame, isFound: outcome === 'pass' });
    }
  };
  await add(ATTACKS, false, ROLES.many);
  await add(GENUINE, true, ROLES.many / 3);
  return counted('name and address of somebody else than the receiver', all);
}

function counted(name: string, all: readonly { isSame: boolean; isFound: boolean }[]): Count {
  const many = (isSame: boolean, isFound?: boolean) =>
    all.filter((one) => one.isSame === isSame && (isFound ?? one.isFound) === one.isFound).length;
  return {
    name,
    same: many(true),
    passed: many(true, true),
    other: many(false),
    wrong: many(false, true),
  };
}

const HEAD = [
  ['Country', 'Letters read', 'Same address', 'Passed', 'To a person', 'Failed'],
  ['Another address', 'Wrong passes', 'To a person', 'Failed'],
].flat();

function byCountry(): string {
  const all = judgedAddresses();
  const row = (name: string, read: string, of: typeof all) => {
    const half = (isOther: boolean) => {
      const some = of.filter(({ change }) => (change !== null) === isOther);
      const passed = some.filter(({ isPassed }) => isPassed).length;
      const failed = some.filter(({ isPassed, isFailed }) => isFailed && !isPassed).length;
      return [some.length, passed, some.length - passed - failed, failed].map(String);
    };
    return [name, read, ...half(false), ...half(true)];
  };
  const names = [...new Set(all.map(({ country }) => country))].toSorted();
  const rows = names.map((name) => {
    const own = all.filter(({ country }) => country === name);
    return row(name, own[0]?.isRead === true ? 'yes' : 'no', own);
  });
  return aligned([HEAD, ...rows, row('all', '', all)]);
}
