import { describe, expect, it } from 'vitest';
import { evidenceParts } from '../../../domain/case/evidence.ts';
import { derive } from '../../../domain/case/derive.ts';
import { MANUAL_1 } from '../../../domain/policy/built-in-policies.ts';
import { shift } from '../../../domain/time.ts';
import { ANNA, approved, APP, BLURRED, drive, ENGINE, policyWith, TOO_OLD } from './drive.ts';
import { variant } from './worlds.ts';

describe("an app's day (README.md)", () => {
  it('1 to 4: from first details to an approval by rule', () => {
    const one = drive();
    expect(one.row()).toBe(14);
    expect(due(one)).toEqual(['identity', 'address']);

    one.submit('passport');
    expect(one.row()).toBe(13);
    one.answer('identity');
    expect(one.row()).toBe(14);
    expect(one.record('identity').state).toBe('satisfied');

    one.submit('utility_bill');
    one.answer('address', TOO_OLD);
    expect(one.row()).toBe(7);
    const [, , address] = derive(one.state()).requirements.items;
    expect(address).toMatchObject({
      state: 'currently_due',
      errors: ['address_document_too_old'],
      attempts: 1,
      attemptsLeft: 2,
    });

    one.submit('utility_bill');
    one.answer('address');
    expect(one.row()).toBe(11);
    const [decision] = one.applied().decisions;
    expect(decision).toMatchObject({
      by: { kind: 'rule' },
      outcome: 'approve',
      policy: { name: 'standard', version: 1 },
    });
    expect(one.state().approval?.decision).toBe(decision?.id);
  });

  it('5: under a manual policy the same submissions open a review, and a person decides', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport');
    one.answer('identity');
    expect(one.row()).toBe(12);
    one.submit('utility_bill');
    one.answer('address', TOO_OLD);
    expect(one.row()).toBe(12);
    expect(one.state().review?.requirements).toEqual(['identity', 'address']);
    one.approve();
    expect(one.row()).toBe(11);
    expect(one.applied().decisions).toMatchObject([{ by: ANNA, outcome: 'approve' }]);
    expect(one.applied().effects).toMatchObject([{ kind: 'close_review', outcome: 'decided' }]);
  });

  it('6: the customer moves house, and later changes the family name', () => {
    const one = approved();
    one.change('address');
    expect(one.row()).toBe(10);
    expect(one.running('address').map(({ kind }) => kind)).toEqual(['address_match']);
    one.answer('address', { address_match: ['fail', 'address_mismatch'] });
    expect(one.row()).toBe(10);
    expect(due(one)).toEqual(['address']);
    expect(one.record('address')).toMatchObject({
      deadline: shift(one.now(), { days: 14 }),
      attempts: 0,
    });
    one.submit('utility_bill');
    one.answer('address');
    expect(one.row()).toBe(11);

    one.change('family_name');
    expect(one.row()).toBe(9);
    one.answer('identity', { identity_match: ['fail', 'name_mismatch'] });
    expect(one.row()).toBe(8);
    one.submit('passport');
    one.answer('identity');
    expect(one.row()).toBe(11);
    expect(one.state().doubts).toEqual([]);
  });

  it('7: the passport nears its end, a list has a strong match, a refresh comes', () => {
    const screened = variant(1, { screening: true });
    const one = drive({ policy: screened });
    one.answer('details');
    one.submit('passport', 'utility_bill');
    one.answer('identity', {}, { validUntil: shift(one.now(), { years: 1 }) });
    one.answer('address');
    expect(one.row()).toBe(11);

    one.ring();
    expect(one.row()).toBe(10);
    expect(derive(one.state()).requirements.eventuallyDue).toEqual(['identity']);
    one.submit('passport');
    one.answer('identity', {}, { validUntil: shift(one.now(), { years: 9 }) });
    expect(one.row()).toBe(11);

    one.send({ kind: 'list_changed', list: 'eu' }, ENGINE);
    expect(one.row()).toBe(11); // a rescreening shows nothing
    const hits = [{ id: 'hit_1', strong: true }];
    one.answer('details', { screening: ['inconclusive', 'sanctions_possible_match'] }, { hits });
    expect(one.row()).toBe(9);
    expect(derive(one.state()).risk).toBe('low');
    one.send({ kind: 'hit_decided', hit: 'hit_1', decided: 'not_this_person', note: null });
    expect(one.row()).toBe(11);

    one.wait({ years: 5 });
    one.ring();
    expect(due(one)).toEqual(['details']);
    expect(one.row()).toBe(10);
    one.send({ kind: 'details_confirmed', detailsVersion: 1 }, APP);
    one.answer('details');
    expect(one.row()).toBe(11);
  });

  it('8: the relationship ends; five years later the data is due for erasure', () => {
    const one = approved();
    one.send({ kind: 'closed', withdrawn: false, reason: null }, APP);
    expect(one.row()).toBe(1);
    const end = shift(one.now(), { years: 5 });
    expect(one.next()).toBe(end);
    one.ring();
    expect(one.now()).toBe(end);
    expect(one.state().erasureDue).toBe(true);
    expect(one.next()).toBeUndefined();
    one.send({ kind: 'erased' }, ENGINE);
    expect(one.row()).toBe(1);
    expect(one.recorded().wire.map(({ type }) => type)).toEqual(['customer.erased']);
  });
});

describe('walks that must come out so (docs/case.md#walks)', () => {
  it('a first photo blurred: 7, 7, then 12', () => {
    const one = drive();
    const rows = [1, 2, 3].map(() => {
      one.submit('passport');
      one.answer('identity', BLURRED);
      return one.row();
    });
    expect(rows).toEqual([7, 7, 12]);
    expect(one.record('identity')).toMatchObject({ attempts: 0, retakes: 2 });
  });

  it.each([
    ['review', 12],
    ['reject', 3],
  ] as const)('attempts used up under `%s`: %i', (whenUsedUp, row) => {
    const one = drive({ policy: policyWith({ attempts: { perRound: 3, whenUsedUp } }) });
    for (const expected of [7, 7, row]) {
      one.submit('utility_bill');
      one.answer('address', TOO_OLD);
      expect(one.row()).toBe(expected);
    }
    expect(one.record('address').attempts).toBe(3);
  });

  it('once attempts are used up no later upload passes by rule', () => {
    const one = drive();
    for (const _ of [1, 2, 3]) {
      one.submit('utility_bill');
      one.answer('address', TOO_OLD);
    }
    one.submit('utility_bill');
    one.answer('address');
    expect(one.row()).toBe(12);
  });

  it('an approved customer whose third bill is bad: 10 with a review, never 3', () => {
    const one = approved({
      policy: policyWith({ attempts: { perRound: 3, whenUsedUp: 'reject' } }),
    });
    one.change('address');
    one.answer('address', { address_match: ['fail', 'address_mismatch'] });
    for (const _ of [1, 2, 3]) {
      one.submit('utility_bill');
      one.answer('address', TOO_OLD);
      expect(one.row()).toBe(10);
    }
    expect(one.state().review?.requirements).toEqual(['address']);
    expect(one.record('address').attempts).toBe(3);
  });

  it('a passport expired and not renewed: 10, 10, 6, 5, and an upload alone changes nothing', () => {
    const one = approved({}, '2028-01-01T00:00:00.000Z');
    const rows: [string, number][] = [];
    while (one.row() !== 5) {
      one.ring();
      if (one.row() !== rows.at(-1)?.[1] || one.applied().effects.length === 0) {
        rows.push([one.now().slice(0, 10), one.row()]);
      }
    }
    expect(rows).toEqual([
      ['2027-12-02', 10], // due again soon
      ['2028-01-01', 10], // due
      ['2028-01-15', 6], // 1 + 14 days
      ['2028-01-29', 5], // 15 + 14 days of grace
    ]);
    one.submit('passport');
    expect(one.row()).toBe(5);
    one.answer('identity');
    expect(one.row()).toBe(11);
  });

  it('the address changes while a review is open: 12, and the old evidence decides nothing', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport', 'utility_bill');
    one.answer('identity');
    one.answer('address');
    const seen = one.decision('approve');
    one.change('address');
    expect(one.row()).toBe(12);
    one.answer('address');
    expect(one.row()).toBe(12);
    const old = { kind: 'decision_made', ...seen, confirms: null } as const;
    expect(one.refusal(old)).toBe('evidence_changed');
    one.approve();
    expect(one.row()).toBe(11);
  });

  it('a reviewer asks while checks run: 7, and the late pass is ignored', () => {
    const one = drive();
    one.submit('passport');
    const late = one.answers('identity');
    one.send({
      kind: 'documents_requested',
      requirements: ['identity'],
      reasons: [],
      note: null,
      message: null,
      evidence: evidenceParts(one.state()),
    });
    expect(one.row()).toBe(7);
    expect(one.document('identity')?.state).toBe('superseded');
    expect(one.record('identity').errors).toEqual(['more_information_needed']);
    expect(one.refusal(late, ENGINE)).toBe('late');
  });

  it('locked in review, then unlocked: 2, 12', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport');
    one.answer('identity');
    one.send({ kind: 'locked', reason: null });
    expect(one.row()).toBe(2);
    one.send({ kind: 'unlocked', reason: null });
    expect(one.row()).toBe(12);
  });

  it('closed during checks: 1, and their answers come late', () => {
    const one = drive();
    one.submit('passport');
    const late = one.answers('identity');
    one.send({ kind: 'closed', withdrawn: true, reason: null }, APP);
    expect(one.row()).toBe(1);
    expect(one.refusal(late, ENGINE)).toBe('late');
  });

  it('the onboarding deadline passes while a person is at work: 12, not 4', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport', 'utility_bill');
    one.answer('identity');
    one.answer('address');
    one.wait({ days: 31 });
    one.ring();
    expect(one.row()).toBe(12);
    expect(one.next()).toBeUndefined();
  });

  it('the onboarding deadline passes while the customer is waited for: 4', () => {
    const one = drive();
    one.submit('passport');
    one.wait({ days: 31 });
    one.ring();
    expect(one.row()).toBe(4);
    expect(one.record('address').errors).toEqual(['deadline_passed']);
    expect(one.refusal(one.submission(['utility_bill']), APP)).toBe('case_expired');
  });

  it('a rejection after the onboarding deadline leaves a full resubmission period', () => {
    const one = drive();
    one.submit('passport', 'utility_bill');
    one.answer('identity');
    one.wait({ days: 31 });
    one.answer('address', TOO_OLD);
    expect(one.row()).toBe(7);
    expect(one.record('address').deadline).toBe(shift(one.now(), { days: 14 }));
  });
});

function due(one: ReturnType<typeof drive>): string[] {
  const { items } = derive(one.state()).requirements;
  return items
    .filter(({ state }) => state === 'currently_due')
    .map(({ requirement }) => requirement);
}
