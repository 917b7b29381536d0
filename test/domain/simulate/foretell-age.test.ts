import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IdentityFacts } from '../../../activities/verification/identity/identity.ts';
import { judgeValidity } from '../../../activities/verification/checks/identity-validity.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { foretell } from '../../../domain/policy/simulate/predict.ts';
import { drive, policyWith } from '../case/drive.ts';

const RECEIVED = '2026-11-23T09:00:00.000Z';

interface Shown {
  /** Years before receipt, to the day or a day off, so that birthdays are met. */
  years: number;
  off: -1 | 0 | 1;
  isCertain: boolean;
  again: IdentityFacts['birthAgain'];
  stated: 'same' | 'other' | 'absent';
  /** Only the year was read. */
  isYearAlone: boolean;
}

const shown = fc.record<Shown>({
  years: fc.integer({ min: 10, max: 45 }),
  off: fc.constantFrom(-1, 0, 1),
  isCertain: fc.boolean(),
  again: fc.constantFrom('agrees', 'differs', 'not_read'),
  stated: fc.constantFrom('same', 'other', 'absent'),
  isYearAlone: fc.boolean(),
});

/** What the engine says of this document under that minimum age. */
function engine({ years, off, isCertain, again, stated, isYearAlone }: Shown, minimumAge: number) {
  const [year, month, date] = [String(2026 - years), '11', String(23 + off)];
  const day = `${year}-${month}-${date}`;
  const facts: IdentityFacts = {
    types: ['passport'],
    names: [],
    isNameCertain: isCertain,
    isCertain,
    documentNumber: '98304721',
    issuer: 'SWE',
    issuerKind: 'country',
    issuingCountry: 'SE',
    nationality: null,
    birth: isYearAlone ? { year, month: null, date: null, day: null } : { year, month, date, day },
    birthAgain: again,
    expiresOn: '2031-04-15',
  };
  const statedBirth = stated === 'same' ? day : '1950-01-01';
  return judgeValidity({
    facts,
    type: 'passport',
    country: 'SE',
    receivedAt: RECEIVED,
    mode: 'live',
    ...(stated === 'absent' ? {} : { statedBirth }),
    thresholds: { minimumAge, issuingCountries: null, accepts: ['passport'] },
  });
}

const one = drive({ level: 'basic' });
one.submit('passport');
const running = one.state().checks.find(({ kind }) => kind === 'identity_validity');

test('a raised minimum age is foretold as the engine would say, or not at all', () => {
  const seen: Record<string, number> = {};
  const ages = fc.tuple(fc.constantFrom(0, 14, 16, 18), fc.constantFrom(16, 18, 20, 21, 25, 30));
  const property = fc.property(shown, ages, (document, [was, is]) => {
    const recorded = engine(document, was);
    if (recorded.outcome !== 'pass' || running === undefined) return;
    const { outcome, reasons, measures } = recorded;
    const before = { ...one.state(), policy: policyWith({ minimumAge: was }) };
    const after = { ...one.state(), policy: policyWith({ minimumAge: is }) };
    const check = { ...running, outcome, reasons };
    const said = foretell(check, { before, after, measures: { [check.id]: measures } });
    const now = engine(document, is);
    if (said) expect(said).toEqual({ outcome: now.outcome, reasons: now.reasons });
    const key = `${said ? 'told' : 'open'} ${now.outcome}`;
    seen[key] = (seen[key] ?? 0) + 1;
  });
  fc.assert(property, { numRuns: 5000, seed: 18 });
  expect(seen['told pass']).toBeGreaterThan(500);
  expect(seen['told fail']).toBeGreaterThan(50);
  expect(seen['told inconclusive']).toBeGreaterThan(50);
});

test('no step is as fine as an age: between 18 and 20, and from 25 on, all are alike', () => {
  const document: Shown = {
    years: 19,
    off: 0,
    isCertain: true,
    again: 'agrees',
    stated: 'same',
    isYearAlone: false,
  };
  const steps = (years: number) => {
    const { age_from, age_below } = engine({ ...document, years }, 16).measures;
    return [age_from, age_below];
  };
  expect([steps(18), steps(19)]).toEqual([
    [18, 20],
    [18, 20],
  ]);
  expect([steps(25), steps(90)]).toEqual([
    [25, undefined],
    [25, undefined],
  ]);
  expect(steps(12)).toEqual([undefined, 16]);
});

test('an older record, which has no steps, is looked at again', () => {
  if (!running) throw new Error('no check runs');
  const check = { ...running, outcome: 'pass' as const, reasons: [] };
  const before = { ...one.state(), policy: STANDARD_1 };
  const after = { ...one.state(), policy: policyWith({ minimumAge: 21 }) };
  expect(foretell(check, { before, after, measures: {} })).toBeNull();
  const measures = { [check.id]: { expires_in_days: 100 } };
  expect(foretell(check, { before, after, measures })).toBeNull();
  const older = { [check.id]: { age_from: 25, age_said: 'twice', certain: 'yes' } };
  expect(foretell(check, { before, after, measures: older })).toEqual({
    outcome: 'pass',
    reasons: [],
  });
});
