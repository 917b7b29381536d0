import { describe, expect, it } from 'vitest';
import { policyProblems } from '../../../domain/policy/problems.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';

/** The default with one thing changed, named by its JSON pointer. */
function changed(pointer: string, value: unknown): Policy {
  const policy = structuredClone(STANDARD_1);
  const path = pointer.slice(1).split('/');
  const last = path.pop() ?? '';
  let at = policy as unknown as Record<string, unknown>;
  for (const name of path) at = at[name] as Record<string, unknown>;
  at[last] = value;
  return policy;
}

function manyLevels() {
  const names = Array.from({ length: 18 }, (_, n) => `level-${n}`);
  const level = { requirements: ['details'], fields: [] };
  return { ...STANDARD_1.levels, ...Object.fromEntries(names.map((name) => [name, level])) };
}

const pointers = (policy: Policy) => policyProblems(policy).map(({ pointer }) => pointer);

describe('a policy is not published', () => {
  const none = { requirements: ['details'], fields: [] };
  it.each([
    [
      'with a level of an unknown requirement',
      '/levels/basic/requirements',
      ['details', 'x'],
      '/levels/basic/requirements/1',
    ],
    [
      'with a level that asks twice',
      '/levels/basic/requirements',
      ['details', 'details'],
      '/levels/basic/requirements',
    ],
    [
      'with a level without details',
      '/levels/basic/requirements',
      ['identity'],
      '/levels/basic/requirements',
    ],
    ['with an unknown detail', '/levels/basic/fields', ['shoe_size'], '/levels/basic/fields/0'],
    ['with a level whose name no URL takes', '/levels/a~1b', { ...none, fields: ['x'] }, '/levels'],
    ['with a level that every object has', '/levels/constructor', none, '/levels'],
    ['with more levels than anybody tells apart', '/levels', manyLevels(), '/levels'],
    ['without rules of a requirement', '/requirements/funds', undefined, '/requirements/funds'],
    [
      'with an unknown check',
      '/requirements/identity/checks',
      ['dna'],
      '/requirements/identity/checks/0',
    ],
    [
      'with a check of another requirement',
      '/requirements/address/checks',
      ['file_safety', 'identity_match'],
      '/requirements/address/checks/1',
    ],
    [
      'with screening of a document',
      '/requirements/identity/checks',
      ['screening'],
      '/requirements/identity/checks/0',
    ],
    [
      'with picture checks of details',
      '/requirements/details/checks',
      ['file_safety'],
      '/requirements/details/checks/0',
    ],
    [
      'with an unknown mode',
      '/requirements/identity/automation',
      'magic',
      '/requirements/identity/automation',
    ],
    [
      'with an unknown document type',
      '/requirements/identity/accepts',
      ['library_card'],
      '/requirements/identity/accepts/0',
    ],
    [
      'with a requirement nothing could satisfy',
      '/requirements/address/accepts',
      [],
      '/requirements/address/accepts',
    ],
    [
      'with details that take documents',
      '/requirements/details/accepts',
      ['other'],
      '/requirements/details/accepts',
    ],
    [
      'with a country list in small letters',
      '/requirements/identity/acceptsByCountry',
      { se: ['passport'] },
      '/requirements/identity/acceptsByCountry',
    ],
    [
      'with an empty country list',
      '/requirements/identity/acceptsByCountry',
      { SE: [] },
      '/requirements/identity/acceptsByCountry/SE',
    ],
    ['with a deadline of nothing', '/deadlines/grace', { days: 0 }, '/deadlines/grace'],
    ['with half a day', '/deadlines/review', { business_days: 0.5 }, '/deadlines/review'],
    [
      'with a negative age of an address',
      '/addressAge/tax_bill',
      { months: -1 },
      '/addressAge/tax_bill',
    ],
    [
      'with an unknown type of address document',
      '/addressAge/postcard',
      { months: 1 },
      '/addressAge/postcard',
    ],
    ['with an endless retention', '/retention', { days: Infinity }, '/retention'],
    ['with a duration in two units', '/retention', { days: 1, months: 1 }, '/retention'],
    [
      'with a duration shorter than an instant',
      '/expiryNotice',
      { seconds: 0.0001 },
      '/expiryNotice',
    ],
    ['with a deadline of a thousand million years', '/retention', { years: 1e9 }, '/retention'],
    ['with business days without end', '/reminders', [{ business_days: 1e15 }], '/reminders/0'],
    ['with days that no calendar has', '/deadlines/review', { days: 1e308 }, '/deadlines/review'],
    ['with one day over a hundred years', '/expiryNotice', { days: 36_526 }, '/expiryNotice'],
    ['with seconds over a hundred years', '/refresh/high', { seconds: 3.2e9 }, '/refresh/high'],
    [
      'with more reminders than anybody reads',
      '/reminders',
      Array.from({ length: 21 }, (_, n) => ({ days: 40 - n })),
      '/reminders',
    ],
    ['with a source as long as a book', '/highRisk/source', 'x'.repeat(201), '/highRisk/source'],
    [
      'with a level of medium risk twice',
      '/mediumRiskLevels',
      ['basic', 'basic'],
      '/mediumRiskLevels',
    ],
    ['with a version that no row can have', '/version', 2 ** 31, '/version'],
    ['with a refresh of nothing', '/refresh/high', { years: 0 }, '/refresh/high'],
    ['with reminders out of order', '/reminders', [{ days: 1 }, { days: 7 }], '/reminders'],
    [
      'with the same reminder twice',
      '/reminders',
      [{ days: 7 }, { seconds: 604_800 }],
      '/reminders',
    ],
    ['with thresholds of names crossed', '/names', { pass: 0.5, fail: 0.7 }, '/names'],
    ['with thresholds of faces above one', '/faces', { pass: 1.2, fail: 0.5 }, '/faces'],
    [
      'with thresholds of screening crossed',
      '/screening',
      { alertMin: 0.95, restrictFrom: 0.9 },
      '/screening',
    ],
    ['with a threshold that is no number', '/names', { pass: Number.NaN, fail: 0.7 }, '/names'],
    [
      'with a part of an attempt',
      '/attempts',
      { perRound: 1.5, whenUsedUp: 'review' },
      '/attempts/perRound',
    ],
    [
      'without an attempt',
      '/attempts',
      { perRound: 0, whenUsedUp: 'review' },
      '/attempts/perRound',
    ],
    ['with fewer retakes than none', '/retakesPerRound', -1, '/retakesPerRound'],
    ['with a negative age', '/minimumAge', -1, '/minimumAge'],
    ['with version 0', '/version', 0, '/version'],
    ['with a name that no URL takes', '/name', 'My Policy', '/name'],
    ['that serves nobody', '/countries', [], '/countries'],
    ['that serves a country of three letters', '/countries', ['SWE'], '/countries'],
    ['that serves a country twice', '/countries', ['SE', 'SE'], '/countries'],
    ['that accepts no issuer', '/issuingCountries', [], '/issuingCountries'],
    ['with a high-risk level that is none', '/highRisk/level', 'extreme', '/highRisk/level'],
    ['with a high-risk list of no day', '/highRisk/asOf', '2026-02-30', '/highRisk/asOf'],
    ['with a high-risk list of no source', '/highRisk/source', ' ', '/highRisk/source'],
    [
      'with a high-risk country that is none',
      '/highRisk/countries',
      ['Iran'],
      '/highRisk/countries',
    ],
    ['with an unknown level of medium risk', '/mediumRiskLevels', ['x'], '/mediumRiskLevels'],
    ['with four eyes on what it does not know', '/fourEyes', ['lunch'], '/fourEyes/0'],
  ])('%s', (_, pointer, value, at) => {
    expect(pointers(changed(pointer, value))).toEqual([at]);
  });

  it('with so much of everything that no case could carry it', () => {
    const codes = Array.from({ length: 300 }, (_, n) => {
      return String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26));
    });
    const own = Object.fromEntries(codes.map((code) => [code, ['passport', 'national_id']]));
    const policy = changed('/requirements/identity/acceptsByCountry', own);
    expect(pointers(policy)).toEqual([]);
    policy.requirements.address.acceptsByCountry = policy.requirements.funds.acceptsByCountry =
      Object.fromEntries(codes.map((code) => [code, ['bank_statement', 'tax_bill', 'other']]));
    expect(pointers(policy)).toEqual(['']);
  });

  it('with a face held against a passport that the level does not ask for', () => {
    const { selfie } = STANDARD_1.requirements;
    const policy = changed('/requirements/selfie', { ...selfie, checks: ['face_match'] });
    policy.levels['selfie'] = { requirements: ['details', 'selfie'], fields: [] };
    expect(pointers(policy)).toEqual(['/levels/selfie/requirements']);
  });
});
