import { describe, expect, it } from 'vitest';
import { derive } from '../../../domain/case/derive.ts';
import { MANUAL_1 } from '../../../domain/policy/built-in-policies.ts';
import { shift } from '../../../domain/time.ts';
import { APP, approved, BO, drive, ENGINE, policyWith, TOO_OLD, type Drive } from './drive.ts';

const NO_REASON = { reason: null };

function finallyRejected(): Drive {
  const one = drive({ policy: { ...MANUAL_1, fourEyes: [] } });
  one.submit('passport');
  one.answer('identity');
  const said = one.decision('reject', { reasons: ['declined_by_reviewer'], final: true });
  one.send({ kind: 'decision_made', ...said, confirms: null }, BO);
  return one;
}

describe('a lock', () => {
  it('keeps submissions and checks going, and shows only itself', () => {
    const one = drive();
    one.send({ kind: 'locked', ...NO_REASON });
    one.submit('passport');
    one.answer('identity');
    expect(one.row()).toBe(2);
    expect(one.record('identity').state).toBe('satisfied');
    one.submit('utility_bill');
    one.answer('address', TOO_OLD);
    one.send({ kind: 'unlocked', ...NO_REASON });
    expect(one.row()).toBe(7);
  });

  it('moves the customer’s deadlines by its length', () => {
    const one = drive();
    const before = one.record('identity').deadline ?? '';
    one.wait({ days: 2 });
    one.send({ kind: 'locked', ...NO_REASON });
    expect(one.next()).toBeUndefined(); // the clocks stand still
    one.wait({ days: 60 });
    expect(one.refusal({ kind: 'time_passed' }, ENGINE)).toBe('late');
    one.send({ kind: 'unlocked', ...NO_REASON });
    expect(one.record('identity').deadline).toBe(shift(before, { days: 60 }));
    expect(one.state().onboardingDeadline).toBe(shift(before, { days: 60 }));
    expect(one.row()).toBe(14);
  });

  it('lengthens the grace of what was overdue', () => {
    const one = approved();
    one.change('address');
    one.answer('address', { address_match: ['fail', 'address_mismatch'] });
    one.wait({ days: 14 });
    one.ring();
    expect(one.row()).toBe(6);
    one.send({ kind: 'locked', ...NO_REASON });
    one.wait({ days: 20 });
    one.send({ kind: 'unlocked', ...NO_REASON });
    expect(one.row()).toBe(6);
    expect(one.next()).toBe(shift(one.now(), { days: 14 }));
  });

  it('does not stop the clock of a review', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport');
    one.answer('identity');
    one.send({ kind: 'locked', ...NO_REASON });
    expect(one.next()).toBe(one.state().review?.dueAt);
    one.ring();
    expect(one.state().review?.escalatedAt).toBe(one.now());
    expect(one.next()).toBeUndefined();
  });

  it('keeps deadlines from passing when that clock rings', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport');
    one.answer('identity');
    one.send({ kind: 'locked', ...NO_REASON });
    one.wait({ days: 40 });
    one.ring();
    one.send({ kind: 'unlocked', ...NO_REASON });
    expect(one.row()).toBe(12);
  });

  it('is set once and lifted once', () => {
    const one = drive();
    expect(one.refusal({ kind: 'unlocked', ...NO_REASON })).toBe('not_locked');
    one.send({ kind: 'locked', ...NO_REASON });
    expect(one.refusal({ kind: 'locked', ...NO_REASON })).toBe('already_locked');
  });
});

describe('reopening', () => {
  const reopen = { kind: 'reopened', ...NO_REASON } as const;

  it('is for closed, expired and finally rejected cases alone', () => {
    expect(drive().refusal(reopen)).toBe('not_reopenable');
    expect(approved().refusal(reopen)).toBe('not_reopenable');
  });

  it('of a finally rejected application begins a new round of what is not proven', () => {
    const one = finallyRejected();
    expect(one.row()).toBe(3);
    one.send(reopen, BO);
    expect(one.row()).toBe(14);
    expect(one.record('identity')).toMatchObject({ state: 'currently_due', cause: 'reopened' });
  });

  it('of an expired application gives a resubmission period', () => {
    const one = drive();
    one.wait({ days: 31 });
    one.ring();
    expect(one.row()).toBe(4);
    one.send(reopen, BO);
    expect(one.row()).toBe(14);
    expect(one.state().onboardingDeadline).toBe(shift(one.now(), { days: 14 }));
  });

  it('of a closed customer is a doubt until the details are confirmed', () => {
    const one = approved();
    one.send({ kind: 'closed', withdrawn: false, ...NO_REASON }, APP);
    one.wait({ days: 400 });
    one.send(reopen, BO);
    expect(one.row()).toBe(8);
    expect(one.state().doubts).toEqual([{ cause: 'reopened', touched: ['details'] }]);
    expect(one.record('identity').state).toBe('satisfied');
    one.send({ kind: 'details_confirmed', detailsVersion: 1 }, APP);
    expect(one.row()).toBe(11);
  });

  it('asks anew for a passport that ended meanwhile', () => {
    const one = approved({}, '2028-01-01T00:00:00.000Z');
    one.send({ kind: 'closed', withdrawn: false, ...NO_REASON }, APP);
    one.wait({ years: 2 });
    one.send(reopen, BO);
    expect(one.record('identity').state).toBe('currently_due');
    expect(one.document('identity')?.state).toBe('expired');
    expect(one.record('address').state).toBe('satisfied');
  });
});

describe('closing, holds and erasure', () => {
  const close = { kind: 'closed', withdrawn: false, ...NO_REASON } as const;

  it('an approved customer cannot withdraw an application', () => {
    expect(approved().refusal({ ...close, withdrawn: true }, APP)).toBe('reason_not_allowed');
  });

  it('a closed case takes nothing but reopening, holds, time and erasure', () => {
    const one = approved();
    one.send(close, APP);
    const said = [
      close,
      one.submission(['passport']),
      { kind: 'locked', ...NO_REASON },
      { kind: 'unlocked', ...NO_REASON },
      { kind: 'level_changed', level: 'basic' },
      { kind: 'details_confirmed', detailsVersion: 1 },
      { kind: 'consent_given', purpose: 'face_biometrics', given: true },
      { kind: 'consent_withdrawn', purpose: 'face_biometrics' },
      { kind: 'policy_moved', policy: MANUAL_1 },
    ] as const;
    expect(new Set(said.map((event) => one.refusal(event)))).toEqual(new Set(['case_closed']));
  });

  it('a hold stops the retention clock and erasure', () => {
    const one = approved();
    expect(one.refusal({ kind: 'erased' }, ENGINE)).toBe('not_closed');
    one.send({ kind: 'hold_set', ...NO_REASON });
    expect(one.refusal({ kind: 'hold_set', ...NO_REASON })).toBe('on_hold');
    one.send(close, APP);
    expect(one.next()).toBeUndefined();
    expect(one.refusal({ kind: 'erased' }, ENGINE)).toBe('on_hold');
    one.wait({ years: 6 });
    one.send({ kind: 'hold_lifted', ...NO_REASON });
    expect(one.refusal({ kind: 'hold_lifted', ...NO_REASON })).toBe('not_on_hold');
    one.ring();
    expect(one.state().erasureDue).toBe(true);
    one.send({ kind: 'erased' }, ENGINE);
    expect(one.state().checks).toEqual([]);
    expect(one.refusal({ kind: 'reopened', ...NO_REASON })).toBe('case_closed');
  });
});

describe('deadlines and reminders', () => {
  const reminded = (one: Drive) =>
    one.applied().effects.flatMap((effect) => (effect.kind === 'remind' ? effect.requirement : []));

  it('go out seven days and one day before, once each', () => {
    const one = drive();
    one.submit('passport');
    one.answer('identity');
    one.ring();
    expect([one.now(), reminded(one)]).toEqual(['2027-01-24T12:00:00.000Z', ['address']]);
    one.ring();
    expect([one.now(), reminded(one)]).toEqual(['2027-01-30T12:00:00.000Z', ['address']]);
    one.ring();
    expect([one.now(), one.row()]).toEqual(['2027-01-31T12:00:00.000Z', 4]);
    expect(reminded(one)).toEqual([]);
  });

  it('a timer that rang late sends no reminder of a deadline that has passed', () => {
    const one = drive();
    one.wait({ days: 40 });
    one.ring();
    expect(reminded(one)).toEqual([]);
    expect(one.row()).toBe(4);
  });

  it('a reviewer’s rejection before the approval never shortens the onboarding period', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport');
    one.answer('identity');
    const said = one.decision('reject', { reasons: ['document_expired'] });
    one.send({ kind: 'decision_made', ...said, confirms: null });
    expect(one.record('identity').deadline).toBe(one.state().onboardingDeadline);
  });

  it('a reviewer’s rejection afterwards has a resubmission deadline of its own', () => {
    const one = approved({ policy: { ...MANUAL_1, requirements: policyWith({}).requirements } });
    one.change('address');
    one.answer('address', { address_match: ['unavailable', 'check_unavailable'] });
    one.wait({ days: 5 });
    const said = one.decision('reject', { reasons: ['address_mismatch'] });
    one.send({ kind: 'decision_made', ...said, confirms: null });
    expect(one.record('address').deadline).toBe(shift(one.now(), { days: 14 }));
  });

  it('a deadline that passed while checks ran is not held against the customer', () => {
    const one = approved();
    one.change('address');
    one.wait({ days: 20 });
    expect(one.next()).not.toBe(one.record('address').deadline);
    one.answer('address', { address_match: ['fail', 'address_mismatch'] });
    expect(one.row()).toBe(10);
    expect(one.record('address').deadline).toBe(shift(one.now(), { days: 14 }));
  });

  it('the review is due two business days on, and is escalated once', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport');
    one.answer('identity'); // Friday, 1 January 2027
    expect(one.state().review?.dueAt).toBe('2027-01-05T12:00:00.000Z');
    one.ring();
    expect(one.recorded().wire.map(({ type }) => type)).toEqual(['review.escalated']);
    expect(one.refusal({ kind: 'review_escalated', ...NO_REASON })).toBe('nothing_changed');
  });

  it('one timer: the earliest instant of all that wait', () => {
    const one = drive();
    expect(one.next()).toBe('2027-01-24T12:00:00.000Z');
    expect(derive(one.state()).requirements.currentDeadline).toBe('2027-01-31T12:00:00.000Z');
  });
});
