import { describe, expect, it } from 'vitest';
import { derive } from '../../../domain/case/derive.ts';
import type { DetailField } from '../../../domain/case/requirements.ts';
import { MANUAL_1 } from '../../../domain/policy/built-in-policies.ts';
import { shift } from '../../../domain/time.ts';
import { APP, approved, CORE, drive, policyWith, type Drive, type Verdicts } from './drive.ts';
import { variant } from './worlds.ts';

const ELSEWHERE: Verdicts = { address_match: ['fail', 'address_mismatch'] };

function change(
  one: Drive,
  to: { present?: DetailField[]; country?: string; changed?: DetailField[] },
) {
  const { detailsVersion: from, present, country } = one.state();
  const said = { from, to: from + 1, changed: to.changed ?? ['email'], present, country, ...to };
  one.send({ kind: 'details_changed', ...said }, APP);
}

describe('changed details', () => {
  it('are refused on an old version', () => {
    const one = drive();
    const said = { from: 7, to: 8, changed: [], present: CORE, country: 'SE' };
    expect(one.refusal({ kind: 'details_changed', ...said }, APP)).toBe('details_version_changed');
  });

  it('are refused on another version of the case than the one they expect', () => {
    const one = drive();
    const { version } = one.state();
    for (const expects of [version - 1, version + 1]) {
      const event = { kind: 'level_changed', level: 'basic', expects } as const;
      expect(one.refusal(event, APP)).toBe('version_mismatch');
    }
    one.send({ kind: 'level_changed', level: 'basic', expects: version }, APP);
    expect(one.state()).toMatchObject({ level: 'basic', version: version + 1 });
  });

  it('ask again only the checks that read them', () => {
    const one = approved();
    one.change('email', 'phone');
    expect(one.state().checks.every(({ outcome }) => outcome === 'pass')).toBe(true);
    expect(one.row()).toBe(11);
    one.change('address', 'family_name');
    const running = one.state().checks.filter(({ outcome }) => outcome === null);
    expect(running.map(({ kind, detailsVersion }) => [kind, detailsVersion])).toEqual([
      ['identity_match', 3],
      ['address_match', 3],
    ]);
  });

  it('that the documents there still show need no new document', () => {
    const one = approved();
    one.change('address');
    one.answer('address');
    expect(one.row()).toBe(11);
    expect(one.document('address')?.state).toBe('accepted');
  });

  it('leave an answer to the old ones without effect', () => {
    const one = approved();
    one.change('address');
    const late = one.answers('address', ELSEWHERE);
    one.change('address');
    expect(one.refusal(late)).toBe('late');
  });

  it('mend a document that only they had turned down', () => {
    const one = drive();
    one.submit('utility_bill');
    one.answer('address', ELSEWHERE);
    expect(one.row()).toBe(7);
    one.change('address');
    expect(one.running('address').map(({ kind }) => kind)).toEqual(['address_match']);
    one.answer('address');
    expect(one.record('address')).toMatchObject({ state: 'satisfied', attempts: 1 });
  });

  it('do not count a second attempt of the same document', () => {
    const one = drive();
    one.submit('utility_bill');
    one.answer('address', ELSEWHERE);
    one.change('address');
    one.answer('address', ELSEWHERE);
    expect(one.record('address')).toMatchObject({ state: 'currently_due', attempts: 1 });
  });

  it('mend a document of an earlier round without giving back an attempt of that one', () => {
    const one = drive();
    for (const _ of [1, 2, 3]) {
      one.submit('utility_bill');
      one.answer('address', ELSEWHERE);
    }
    const said = one.decision('reject', { reasons: ['address_mismatch'] });
    one.send({ kind: 'decision_made', ...said, confirms: null });
    one.change('address');
    one.answer('address', { address_match: ['unavailable', 'check_unavailable'] });
    one.approve('address');
    expect(one.record('address')).toMatchObject({ state: 'satisfied', round: 2, attempts: 0 });
  });

  it.each([
    ['too old as well', { ...ELSEWHERE, address_recency: ['fail', 'address_document_too_old'] }],
    ['too old only', { address_recency: ['fail', 'address_document_too_old'] }],
  ] as [string, Verdicts][])('mend no document that is %s', (_, verdicts) => {
    const one = drive();
    one.submit('utility_bill');
    one.answer('address', verdicts);
    one.change('address');
    expect(one.running('address')).toEqual([]);
    expect(one.row()).toBe(7);
  });

  it('mend no document that a person turned down for a reason of their own', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('utility_bill');
    one.answer('address');
    const said = one.decision('reject', { reasons: ['address_document_too_old'] });
    one.send({ kind: 'decision_made', ...said, confirms: null });
    one.change('address');
    expect(one.running('address')).toEqual([]);
    expect(one.row()).toBe(7);
  });

  it('after an approval leave the document on file accepted, and cost no attempt', () => {
    const one = approved({
      policy: policyWith({ attempts: { perRound: 1, whenUsedUp: 'reject' } }),
    });
    one.change('address');
    one.answer('address', ELSEWHERE);
    expect(one.record('address')).toMatchObject({ state: 'currently_due', attempts: 0, round: 3 });
    expect(one.document('address')?.state).toBe('accepted');
    expect(one.row()).toBe(10);
  });

  it('raise a doubt by names, birth date and nationality, not by address or phone', () => {
    const rows = (['family_name', 'birth_date', 'nationality', 'address', 'phone'] as const).map(
      (field) => {
        const one = approved();
        one.change(field);
        return [field, one.row(), one.state().doubts.length];
      },
    );
    expect(rows).toEqual([
      ['family_name', 9, 1],
      ['birth_date', 9, 1],
      ['nationality', 9, 1],
      ['address', 10, 0],
      ['phone', 11, 0],
    ]);
  });

  it('do not pile up doubts', () => {
    const one = approved();
    for (const _ of [1, 2, 3]) one.change('family_name');
    expect(one.state().doubts).toEqual([{ cause: 'details_changed', touched: ['identity'] }]);
  });

  it('that lose a field of the level are due again, and then complete by themselves', () => {
    const one = approved();
    change(one, { present: CORE.slice(1) });
    expect(one.record('details')).toMatchObject({
      state: 'currently_due',
      errors: ['details_incomplete'],
      deadline: shift(one.now(), { days: 14 }),
    });
    expect(one.row()).toBe(10);
    expect(one.refusal({ kind: 'details_confirmed', detailsVersion: 2 }, APP)).toBe(
      'nothing_to_confirm',
    );
    change(one, { present: CORE });
    expect(one.row()).toBe(11);
  });
});

describe('a country', () => {
  const policy = policyWith({ countries: ['SE', 'IR'] });

  it('that is not served ends the application as it opens', () => {
    const one = drive({ policy, country: 'FR' });
    expect(one.row()).toBe(3);
    expect(one.state().status).toBe('locked');
    expect(one.state().rejected?.reasons).toEqual(['country_not_served']);
    expect(one.applied().decisions).toMatchObject([{ outcome: 'reject', final: true }]);
  });

  it('that is not served ends an application that moves there', () => {
    const one = drive({ policy });
    change(one, { country: 'FR', changed: ['address'] });
    expect(one.row()).toBe(3);
  });

  it('that is not served brings an approved customer to a person', () => {
    const one = approved({ policy });
    change(one, { country: 'FR', changed: ['phone'] });
    expect(one.row()).toBe(10);
    expect(one.state().review).toMatchObject({
      requirements: ['details'],
      reasons: ['country_not_served'],
    });
  });

  it('of high risk asks for what the policy’s level asks, and brings the refresh nearer', () => {
    const one = approved();
    const before = one.record('details').dueAgainAt ?? '';
    change(one, { country: 'IR', present: [...CORE, 'occupation', 'source_of_funds'] });
    expect(derive(one.state())).toMatchObject({ risk: 'high', level: 'enhanced' });
    expect(one.record('selfie').state).toBe('currently_due');
    expect(one.record('details').dueAgainAt).toBe(shift(one.now(), { years: 1 }));
    expect(one.record('details').dueAgainAt).not.toBe(before);
  });
});

describe('the details a person turned down', () => {
  it('stay due until they change, and are then looked at again', () => {
    const one = drive({ policy: variant(1, { screening: true }) });
    one.answer('details', { screening: ['inconclusive', 'pep_possible_match'] });
    expect(one.row()).toBe(12);
    const said = one.decision('reject', { reasons: ['details_incomplete'] });
    one.send({ kind: 'decision_made', ...said, confirms: null });
    expect(one.record('details')).toMatchObject({ state: 'currently_due', cause: 'rejected' });
    expect(one.row()).toBe(7);
    one.change('family_name');
    expect(one.running('details').map(({ kind }) => kind)).toEqual(['screening']);
    one.answer('details');
    expect(one.record('details').state).toBe('satisfied');
  });
});

describe('the refresh', () => {
  it('is after five years, and one at high risk', () => {
    const { dueAgainAt } = approved().record('details');
    expect(dueAgainAt).toBe(shift('2027-01-01T12:00:00.000Z', { years: 5 }));
  });

  it('asks for a confirmation: notice, due, overdue, locked, and back', () => {
    const one = approved();
    one.ring();
    expect(derive(one.state()).requirements.eventuallyDue).toEqual(['details']);
    one.ring();
    expect(one.record('details')).toMatchObject({ state: 'currently_due', cause: 'refresh' });
    one.wait({ days: 14 });
    one.ring();
    expect(one.row()).toBe(6);
    one.wait({ days: 14 });
    one.ring();
    expect(one.row()).toBe(5);
    one.send({ kind: 'details_confirmed', detailsVersion: 1 }, APP);
    expect(one.row()).toBe(11);
    expect(one.record('details').dueAgainAt).toBe(shift(one.now(), { years: 5 }));
  });

  it('can be answered as soon as it is announced, and not before', () => {
    const one = approved();
    const said = { kind: 'details_confirmed', detailsVersion: 1 } as const;
    expect(one.refusal(said, APP)).toBe('nothing_to_confirm');
    one.ring();
    one.send(said, APP);
    expect(one.row()).toBe(11);
    expect(one.record('details').dueAgainAt).toBe(shift(one.now(), { years: 5 }));
  });

  it('is not put off by a list that changes', () => {
    const one = drive({ policy: variant(1, { screening: true }), level: 'basic' });
    one.answer('details');
    one.submit('passport');
    one.answer('identity');
    const { dueAgainAt } = one.record('details');
    one.wait({ days: 100 });
    one.send({ kind: 'list_changed', list: 'eu' });
    one.answer('details', { screening: ['inconclusive', 'sanctions_possible_match'] });
    one.approve('details');
    expect(one.record('details').dueAgainAt).toBe(dueAgainAt);
  });
});
