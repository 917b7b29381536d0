import { expect, it } from 'vitest';
import { SANDBOX_1, STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { msBetween, shift } from '../../../domain/time.ts';
import { approved, BO, drive, OPENED_AT } from '../case/drive.ts';

const seconds = (one: { now: () => string }) => msBetween(OPENED_AT, one.now()) / 1000;

it('the sandbox has a second for each day of the shipped default, and is otherwise the same', () => {
  const { deadlines, reminders, expiryNotice, refresh, retention, name: _, ...rest } = SANDBOX_1;
  expect(STANDARD_1).toMatchObject(rest);
  expect([deadlines.onboarding, deadlines.resubmission, deadlines.grace]).toEqual(
    [30, 14, 14].map((count) => ({ seconds: count })),
  );
  expect([deadlines.review, ...reminders, expiryNotice]).toEqual(
    [2, 7, 1, 30].map((count) => ({ seconds: count })),
  );
  expect([refresh.high, refresh.otherwise, retention]).toEqual(
    [365, 1825, 1825].map((count) => ({ seconds: count })),
  );
});

it('an application that nobody goes on with ends after half a minute, with two reminders', () => {
  const one = drive({ policy: SANDBOX_1 });
  one.ring();
  expect([seconds(one), one.applied().effects.length]).toEqual([23, 2]); // identity and address
  one.ring();
  expect(seconds(one)).toBe(29);
  one.ring();
  expect([seconds(one), one.row()]).toEqual([30, 4]);
});

it('a year passes in six minutes: renewed papers, a locked one, a refresh, a review that escalates', () => {
  const one = approved({ policy: SANDBOX_1, country: 'SE' }, shift(OPENED_AT, { seconds: 100 }));
  expect(one.row()).toBe(11);
  const walk: [number, number][] = [];
  while (one.row() !== 5) {
    one.ring();
    walk.push([seconds(one), one.row()]);
  }
  // notice, end, reminders 7 s and 1 s before 114, deadline, grace
  expect(walk).toEqual([
    [70, 10],
    [100, 10],
    [107, 10],
    [113, 10],
    [114, 6],
    [128, 5],
  ]);
  one.submit('passport');
  one.answer('identity', { identity_match: ['inconclusive', 'name_mismatch'] });
  expect(one.row()).toBe(5);
  one.ring();
  expect([seconds(one), one.state().review?.escalatedAt]).toEqual([130, one.now()]);
  one.approve('identity');
  expect(one.row()).toBe(11);
  one.ring();
  expect([seconds(one), one.row(), one.record('details').dueSoon]).toEqual([1795, 10, true]);
  one.send({ kind: 'details_confirmed', detailsVersion: 1 });
  expect(one.row()).toBe(11);
  one.send({ kind: 'closed', withdrawn: false, reason: null }, BO);
  one.ring();
  expect([seconds(one), one.state().erasureDue]).toEqual([1795 + 1825, true]);
});

it('at high risk the details are due within six minutes', () => {
  const one = drive({ policy: SANDBOX_1, level: 'basic', country: 'IR' });
  expect(one.state().policy.refresh.high).toEqual({ seconds: 365 });
});
