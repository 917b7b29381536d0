import fc from 'fast-check';
import { expect, test } from 'vitest';
import { policyProblems } from '../../../domain/policy/problems.ts';
import { type Policy } from '../../../domain/policy/policy.ts';
import { STANDARD_2 } from '../../../domain/policy/built-in-policies.ts';
import { simulate } from '../../../domain/policy/simulate/simulate.ts';
import { isInstant } from '../../../domain/time.ts';
import { BO, drive, ENGINE, type Drive } from './drive.ts';

/** The places of a policy's numbers, lists and texts, found by walking it. */
type Place = readonly string[];

const NUMBERS = [1e308, -1e308, Infinity, -Infinity, NaN, 1e15, 1e9, 2 ** 53, -1, 0, 0.5, 1e-9];
const PLACES = placesIn({
  ...STANDARD_2,
  countries: ['SE', 'IR'],
  issuingCountries: ['SE'],
  mediumRiskLevels: ['basic'],
});

/** Every place with every extreme of its kind: what a caller, or an old row, may say there. */
const EXTREMES = PLACES.flatMap(({ path, value }): [string, Place, unknown][] =>
  extremesOf(value).map((extreme, n) => [`${path.join('/')} ${n}`, path, extreme]),
);

function placesIn(value: unknown, path: Place = []): { path: Place; value: unknown }[] {
  const here = path.length > 0 ? [{ path, value }] : [];
  if (typeof value !== 'object' || value === null) return here;
  return [
    ...here,
    ...Object.entries(value).flatMap(([name, inner]) => placesIn(inner, [...path, name])),
  ];
}

function extremesOf(value: unknown): unknown[] {
  if (typeof value === 'number') return NUMBERS;
  if (typeof value === 'string') return ['', 'x'.repeat(1e5), '\u0000', '\ud800', '__proto__'];
  if (Array.isArray(value)) {
    return [[], Array.from({ length: 2e4 }, () => value[0]), Array.from({ length: 2e4 }, String)];
  }
  if (typeof value === 'object' && isDuration(value)) {
    const units = ['days', 'months', 'years', 'business_days', 'seconds'];
    return units.flatMap((unit) => NUMBERS.map((count) => ({ [unit]: count })));
  }
  return [];
}

function isDuration(value: object | null): boolean {
  return (
    value !== null && /^(days|months|years|business_days|seconds)$/.test(Object.keys(value).join())
  );
}

function withOne(path: Place, value: unknown): Policy {
  const policy = structuredClone(STANDARD_2) as unknown as Record<string, unknown>;
  const base = {
    ...policy,
    countries: ['SE', 'IR'],
    issuingCountries: ['SE'],
    mediumRiskLevels: ['basic'],
  };
  let at: Record<string, unknown> = base;
  for (const name of path.slice(0, -1)) at = at[name] as Record<string, unknown>;
  at[path.at(-1) ?? ''] = value;
  return base as unknown as Policy;
}

/** Opens a case under it, sends papers, lets time pass, ends and reopens it; a refusal is an answer too. */
function live(one: Drive): void {
  const tries: (() => unknown)[] = [
    () => one.submit('passport'),
    () => one.answer('identity'),
    () => one.submit('utility_bill'),
    () => one.answer('address'),
    ...Array.from({ length: 6 }, () => () => one.ring()),
    () => one.send({ kind: 'locked', reason: null }, BO),
    () => one.wait({ days: 3 }),
    () => one.send({ kind: 'unlocked', reason: null }, BO),
    () => one.send({ kind: 'closed', withdrawn: false, reason: null }, BO),
    () => one.ring(),
    () => one.send({ kind: 'reopened', reason: null }, BO),
  ];
  for (const attempt of tries) {
    try {
      attempt();
    } catch (error) {
      if (!/was refused|nothing is due|no check/.test(String(error))) throw error;
    }
    const next = one.next();
    if (next !== undefined && !isInstant(next)) throw new Error(`due at ${next}`);
  }
}

/** Of the processor, in milliseconds: what a busy machine takes beside it is nobody's fault. */
function ms(task: () => void): number {
  const before = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test('whatever one place of a policy says, it is refused at once, or does no harm', () => {
  expect(EXTREMES.length).toBeGreaterThan(800);
  let accepted = 0;
  for (const [name, path, value] of EXTREMES) {
    const policy = withOne(path, value);
    let problems: { pointer: string }[] = [];
    expect(
      ms(() => (problems = policyProblems(policy))),
      name,
    ).toBeLessThan(500);
    if (problems.length > 0) {
      expect(
        problems.every(({ pointer }) => pointer.length < 200),
        name,
      ).toBe(true);
      continue;
    }
    accepted += 1;
    expect(
      ms(() => live(drive({ policy }))),
      name,
    ).toBeLessThan(500);
  }
  expect(accepted).toBeGreaterThan(20);
}, 60_000);

/** Bounds came late: a row, or a history, may hold what is refused today. */
const OLD = EXTREMES.filter(([, , value]) => isDurationOrNumber(value));

function isDurationOrNumber(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'object' && isDuration(value));
}

test('what was published before there were bounds stops no case, whichever way it comes to one', () => {
  for (const [name, path, value] of OLD) {
    // JSON has no other numbers: what is none comes back as null
    const policy = JSON.parse(JSON.stringify(withOne(path, value))) as Policy;
    expect(
      ms(() => live(drive({ policy }))),
      name,
    ).toBeLessThan(500);
    const moved = drive();
    expect(
      ms(() => {
        moved.submit('passport');
        simulate(moved.state(), { policy, measures: {}, at: moved.now() });
        moved.send({ kind: 'policy_moved', policy: { ...policy, version: 9 } }, BO);
        live(moved);
      }),
      name,
    ).toBeLessThan(500);
  }
}, 60_000);

test('several extremes at once do no more harm than one', () => {
  const some = fc.uniqueArray(fc.constantFrom(...OLD), {
    minLength: 2,
    maxLength: 8,
    selector: ([, path]) => path.join('/'),
  });
  fc.assert(
    fc.property(some, (changes) => {
      const policy = structuredClone(STANDARD_2) as unknown as Record<string, unknown>;
      for (const [, [first = '', ...rest], value] of changes) {
        const whole = withOne([first, ...rest], value) as unknown as Record<string, unknown>;
        policy[first] = whole[first];
      }
      const old = JSON.parse(JSON.stringify(policy)) as Policy;
      expect(ms(() => void policyProblems(old))).toBeLessThan(500);
      expect(ms(() => live(drive({ policy: old })))).toBeLessThan(500);
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('the engine’s own clock rings for no case before its time', () => {
  const one = drive({ policy: withOne(['deadlines', 'onboarding'], { years: 1e9 }) });
  expect(one.refusal({ kind: 'time_passed' }, ENGINE)).toBe('late');
});
