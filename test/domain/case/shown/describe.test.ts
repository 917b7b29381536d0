import { describe, expect, it } from 'vitest';
import { RULE } from '../../../../domain/access/access.ts';
import { MANUAL_1 } from '../../../../domain/policy/built-in-policies.ts';
import { APP, approved, BO, drive, ENGINE, TOO_OLD, type Drive } from '../drive.ts';
import { variant } from '../worlds.ts';

const types = (one: Drive, audience?: 'all') =>
  one
    .recorded()
    .wire.filter((event) => !audience || event.audience === audience)
    .map(({ type }) => type);
const dataOf = (one: Drive, type: string) =>
  one.recorded().wire.find((event) => event.type === type)?.data;

describe('what an API user hears', () => {
  it('of an opening', () => {
    const one = drive();
    expect(types(one)).toEqual([
      'customer.created',
      'requirement.satisfied',
      'requirement.due',
      'requirement.due',
      'customer.status_changed',
    ]);
    expect(dataOf(one, 'customer.created')).toEqual({
      level: 'standard',
      policy: 'standard',
      policy_version: 1,
    });
    expect(dataOf(one, 'customer.status_changed')).toEqual({
      from: null,
      to: 'approval_pending',
      from_reason: null,
      to_reason: 'collecting',
    });
  });

  it('of a document that arrives and is turned down', () => {
    const one = drive();
    one.submit('utility_bill');
    expect(types(one)).toEqual(['document.received', 'customer.status_changed']);
    expect(one.recorded().wire[0]).toMatchObject({ actor: APP });
    one.answer('address', TOO_OLD);
    expect(types(one)).toEqual([
      'document.rejected',
      ...Array<string>(4).fill('check.completed'),
      'requirement.due',
      'decision.made',
      'customer.status_changed',
    ]);
    expect(dataOf(one, 'document.rejected')).toEqual({
      document: 'doc_1',
      requirement: 'address',
      type: 'utility_bill',
      errors: ['address_document_too_old'],
    });
    expect(dataOf(one, 'requirement.due')).toMatchObject({
      requirement: 'address',
      cause: 'rejected',
      errors: ['address_document_too_old'],
    });
    expect(one.recorded().wire.at(-1)?.actor).toEqual(RULE);
  });

  it('of a decision by a person', () => {
    const one = drive({ policy: MANUAL_1, level: 'basic' });
    one.submit('passport');
    one.answer('identity');
    expect(dataOf(one, 'review.opened')).toEqual({
      review: one.state().review?.id,
      requirements: ['identity'],
      due_at: one.state().review?.dueAt,
    });
    one.approve();
    expect(types(one)).toEqual([
      'document.accepted',
      'requirement.satisfied',
      'decision.made',
      'review.closed',
      'customer.status_changed',
    ]);
    expect(dataOf(one, 'review.closed')).toMatchObject({ outcome: 'decided' });
  });

  it('of a review that a new document made needless: withdrawn', () => {
    const one = drive({ policy: MANUAL_1, level: 'basic' });
    one.submit('passport');
    one.answer('identity');
    one.submit('national_id');
    expect(dataOf(one, 'review.closed')).toMatchObject({ outcome: 'withdrawn' });
  });

  it('of consent, given and withdrawn', () => {
    const one = drive();
    one.send({ kind: 'consent_given', purpose: 'face_biometrics', given: true }, APP);
    expect(dataOf(one, 'consent.given')).toEqual({ purpose: 'face_biometrics', given: true });
    one.send({ kind: 'consent_withdrawn', purpose: 'face_biometrics' }, APP);
    expect(dataOf(one, 'consent.given')).toEqual({ purpose: 'face_biometrics', given: false });
  });

  it('nothing of what did not change', () => {
    const one = approved();
    one.change('email');
    expect(types(one)).toEqual(['customer.details_changed']);
    expect(one.recorded()).toMatchObject({ documents: [], checks: [], decisions: [], effects: [] });
  });
});

describe('what would tip someone off', () => {
  const HIT = { screening: ['inconclusive', 'sanctions_possible_match'] } as const;
  const hits = [{ id: 'hit_1', strong: true }];

  it('a hit shows outside as nothing but the neutral status', () => {
    const one = drive({ policy: variant(1, { screening: true }), level: 'basic' });
    one.answer('details');
    one.submit('passport');
    one.answer('identity');
    one.send({ kind: 'list_changed', list: 'eu' }, ENGINE);
    expect(types(one)).toEqual([]);
    one.answer('details', HIT, { hits });
    expect(types(one, 'all')).toEqual(['customer.status_changed']);
    expect(dataOf(one, 'customer.status_changed')).toMatchObject({ to_reason: 'under_review' });
    one.ring(); // the review is escalated
    expect(types(one, 'all')).toEqual([]);
    one.send({ kind: 'hit_decided', hit: 'hit_1', decided: 'not_this_person', note: null }, BO);
    expect(types(one, 'all')).toEqual(['requirement.satisfied', 'customer.status_changed']);
  });

  it('nor does the decision on it', () => {
    const one = drive({
      policy: { ...variant(1, { screening: true }), fourEyes: [] },
      level: 'basic',
    });
    one.answer('details', HIT, { hits });
    expect(types(one, 'all')).toEqual(['customer.status_changed']);
    one.approve('details');
    expect(types(one)).toContain('decision.made');
    expect(types(one, 'all')).toEqual(['requirement.satisfied', 'customer.status_changed']);
  });

  it('reasons that may not be told travel as the neutral code', () => {
    const one = drive({ policy: { ...MANUAL_1, fourEyes: [] }, level: 'basic' });
    one.submit('passport');
    one.answer('identity', { identity_unique: ['inconclusive', 'document_in_use'] });
    const shown = one.recorded().wire.filter(({ audience }) => audience === 'all');
    expect(shown.some(({ data }) => data['kind'] === 'identity_unique')).toBe(false);
    expect(JSON.stringify(shown)).not.toContain('document_in_use');
    const said = one.decision('reject', { reasons: ['document_suspected_fraud'], final: true });
    one.send({ kind: 'decision_made', ...said, confirms: null }, BO);
    expect(dataOf(one, 'decision.made')).toMatchObject({ errors: ['verification_unsuccessful'] });
    expect(JSON.stringify(one.recorded().wire)).not.toContain('fraud');
  });
});
