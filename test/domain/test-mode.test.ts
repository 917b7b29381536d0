import { expect, test } from 'vitest';
import { CHECK_NEEDS, CHECKS, OUTCOMES } from '../../domain/checks/checks.ts';
import { REASON_CODES, reasonOf } from '../../domain/reasons/reasons.ts';
import {
  GIVEN_BY,
  hasUnknownTestValue,
  MAGIC_VALUES,
  testModeAnswer,
  testValuesIn,
  testDelaySeconds,
} from '../../domain/test-mode.ts';

test('each check but a person’s has a value for each outcome without a reason of its own', () => {
  for (const kind of CHECKS.filter((one) => !('person' in CHECK_NEEDS[one]))) {
    const outcomes = MAGIC_VALUES.filter(({ checks }) => checks.includes(kind)).map(
      ({ outcome }) => outcome,
    );
    const missing = OUTCOMES.filter((one) => one !== 'fail' && !outcomes.includes(one));
    expect({ kind, missing }).toEqual({ kind, missing: [] });
  }
  expect(MAGIC_VALUES.filter(({ checks }) => checks.includes('manual'))).toEqual([]);
});

test('each reason of a check has a value, and those of people and rules have none', () => {
  for (const code of REASON_CODES) {
    const has = MAGIC_VALUES.some(({ reasons }) => reasons.includes(code));
    expect({ code, has }).toEqual({ code, has: typeof GIVEN_BY[code] !== 'string' });
    if (reasonOf(code).peopleOnly) expect(GIVEN_BY[code]).toBe('people');
  }
});

test('values are words, each its own; a machine’s fault gives no other reason', () => {
  const values = MAGIC_VALUES.map(({ value }) => value);
  expect(new Set(values).size).toBe(values.length);
  expect(values.filter((value) => !/^[a-z]+(_[a-z]+)+$/.test(value))).toEqual([]);
  for (const { outcome, reasons } of MAGIC_VALUES) {
    expect(outcome === 'unavailable').toBe(reasons.includes('check_unavailable'));
    if (outcome === 'pass') expect(reasons).toEqual([]);
  }
});

test.each([
  ['fail_document_expired.jpg', ['fail_document_expired']],
  ['Fail_Document_Expired (1).JPG', ['fail_document_expired']],
  ['fail_name_mismatch+pass_slowly+fail_name_mismatch.png', ['fail_name_mismatch', 'pass_slowly']],
  ['fail_name_mismatch-fail_document_expired.pdf', ['fail_name_mismatch', 'fail_document_expired']],
  ['C:\\tmp\\unavailable_all.png', ['unavailable_all']],
  ['passport.jpg', []],
  ['pass.jpg', []],
  ['my_fail_document_expired.jpg', []],
  ['constructor.png', []],
  ['', []],
])('%s says %j', (name, values) => {
  expect(testValuesIn(name)).toEqual(values);
  expect(hasUnknownTestValue(name)).toBe(false);
});

test.each(['fail_document_expird.jpg', 'pass_all+fail_.png', 'unavailable_manual.png'])(
  '%s is a mistake',
  (name) => expect(hasUnknownTestValue(name)).toBe(true),
);

const answer = (values: string[], kind: (typeof CHECKS)[number], isChanged = false) =>
  testModeAnswer(values, { kind, isChanged });

test('a check takes the gravest answer with its reasons, and passes where it is not named', () => {
  const values = ['inconclusive_name_mismatch', 'fail_birth_date_mismatch', 'unavailable_all'];
  const mismatch = { outcome: 'fail', reasons: ['birth_date_mismatch'] };
  expect(answer(values, 'identity_match')).toMatchObject(mismatch);
  const unavailable = { outcome: 'unavailable', reasons: ['check_unavailable'] };
  expect(answer(values, 'identity_reading')).toMatchObject(unavailable);
  const two = ['fail_document_expired', 'fail_document_country_not_accepted', 'pass_all'];
  const reasons = ['document_country_not_accepted', 'document_expired'];
  expect(answer(two, 'identity_validity')).toMatchObject({ outcome: 'fail', reasons });
  expect(answer(two, 'identity_match')).toMatchObject({ outcome: 'pass', reasons: [] });
});

test('changed details are no longer those that a document passed for, where it says so', () => {
  const changed = answer(['pass_until_changed'], 'identity_match', true);
  expect(changed).toMatchObject({ outcome: 'fail', reasons: ['name_mismatch'] });
  expect(answer(['pass_until_changed'], 'identity_match')).toMatchObject({ outcome: 'pass' });
  expect(answer(['pass_until_changed'], 'identity_reading', true)).toMatchObject({
    outcome: 'pass',
  });
  expect(answer(['pass_all'], 'identity_match', true)).toMatchObject({ outcome: 'pass' });
  const turning = MAGIC_VALUES.flatMap(({ changed }) => (changed ? [Object.keys(changed)] : []));
  expect(turning).toEqual([['identity_match', 'address_match']]);
});

test('ends and pauses come with their values', () => {
  expect(answer(['pass_expires_soon'], 'identity_validity').endsAfter).toEqual({ days: 10 });
  expect(answer(['pass_all'], 'identity_validity').endsAfter).toEqual({ years: 10 });
  expect([
    testDelaySeconds(['pass_all']),
    testDelaySeconds(['fail_image_dark', 'pass_slowly']),
  ]).toEqual([0, 5]);
});
