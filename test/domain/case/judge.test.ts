import { describe, expect, it } from 'vitest';
import { judge } from '../../../domain/case/judge.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import { AUTOMATION, type Automation } from '../../../domain/policy/policy.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { approved, drive, policyWith, type Verdicts } from './drive.ts';
import { variant } from './worlds.ts';

/** A case whose address document has answered so, before the rule spoke. */
function answered(verdicts: Verdicts, automation: Automation, change: Change = {}): CaseState {
  const policy = {
    ...variant(2, { automation, whenUsedUp: change.whenUsedUp ?? 'review' }),
    name: 'judged',
  };
  const one = change.approved ? approved() : drive();
  if (change.approved) one.change('address');
  else one.submit('utility_bill');
  const state = structuredClone(one.state());
  state.policy = policy;
  for (const check of state.checks.filter(({ requirement }) => requirement === 'address')) {
    const [outcome, ...reasons] = verdicts[check.kind] ?? (['pass'] as const);
    check.outcome = outcome;
    check.reasons = reasons;
  }
  for (const record of state.requirements) {
    if (record.requirement === 'address') Object.assign(record, change.record);
  }
  if (change.approved) for (const one of state.documents) one.state = 'verifying';
  return state;
}

interface Change {
  approved?: boolean;
  whenUsedUp?: 'review' | 'reject';
  record?: Partial<CaseState['requirements'][number]>;
}

const OLD: Verdicts = { address_recency: ['fail', 'address_document_too_old'] };
const UNREAD: Verdicts = { address_match: ['inconclusive', 'document_unreadable'] };
const DARK: Verdicts = { image_quality: ['inconclusive', 'image_dark'] };
const DOUBT: Verdicts = { address_recency: ['inconclusive', 'address_date_ambiguous'] };
const AWAY: Verdicts = { address_match: ['unavailable', 'check_unavailable'] };
const UNSAFE: Verdicts = { file_safety: ['fail', 'file_unsafe'] };
const QUIET: Verdicts = { address_match: ['fail', 'document_in_use'] };
const MUTE: Verdicts = { address_match: ['fail'] };
const YOUNG: Verdicts = { address_match: ['fail', 'under_minimum_age'] };

describe('what each mode leaves to the rules', () => {
  it.each([
    // answers, automatic, manual, automatic_reject_only, automatic_approve_only
    ['all pass', {}, 'accept', 'person', 'person', 'accept'],
    ['a picture that is dark but readable', DARK, 'accept', 'person', 'person', 'accept'],
    ['a failure that asks again', OLD, 'reject', 'person', 'reject', 'person'],
    ['unreadable', UNREAD, 'retake', 'person', 'retake', 'retake'],
    ['unreadable and dark', { ...UNREAD, ...DARK }, 'retake', 'person', 'retake', 'retake'],
    ['unreadable, and a failure', { ...UNREAD, ...OLD }, 'reject', 'person', 'reject', 'person'],
    ['a doubt', DOUBT, 'person', 'person', 'person', 'person'],
    ['a doubt and unreadable', { ...DOUBT, ...UNREAD }, 'person', 'person', 'person', 'person'],
    ['an engine away', AWAY, 'person', 'person', 'person', 'person'],
    ['an unsafe file', { ...UNSAFE, ...OLD }, 'person', 'person', 'person', 'person'],
    ['a reason that may not be told', { ...QUIET, ...OLD }, 'person', 'person', 'person', 'person'],
    ['a failure without a reason', MUTE, 'person', 'person', 'person', 'person'],
    ['a final reason', { ...YOUNG, ...OLD }, 'reject', 'person', 'reject', 'person'],
  ] as const)('%s', (_, verdicts, ...expected) => {
    const kinds = AUTOMATION.map((mode) => judge(answered(verdicts, mode), 'address').kind);
    expect(kinds).toEqual(expected);
  });

  it('a rejection names the failures alone, a person gets every reason', () => {
    const verdicts = { ...OLD, ...DARK };
    expect(judge(answered(verdicts, 'automatic'), 'address')).toEqual({
      kind: 'reject',
      reasons: ['address_document_too_old'],
      final: false,
    });
    expect(judge(answered(verdicts, 'manual'), 'address')).toEqual({
      kind: 'person',
      reasons: ['address_document_too_old', 'image_dark'],
    });
  });
});

describe('counters', () => {
  it.each([
    // before: attempts, approved, when used up; and what a failure brings
    [0, false, 'review', 'reject', false],
    [1, false, 'review', 'reject', false],
    [2, false, 'review', 'person', false], // 2 + 1 = 3 attempts of 3
    [2, false, 'reject', 'reject', true],
    [2, true, 'review', 'person', false],
    [2, true, 'reject', 'person', false], // never a relationship
  ] as const)(
    '%i attempts, approved %s, %s: %s, final %s',
    (attempts, was, whenUsedUp, kind, ends) => {
      const state = answered(OLD, 'automatic', { approved: was, whenUsedUp, record: { attempts } });
      const found = judge(state, 'address');
      expect(found.kind).toBe(kind);
      expect('final' in found && found.final).toBe(ends);
      if (ends) expect(found).toMatchObject({ reasons: [expect.anything(), 'attempts_exhausted'] });
    },
  );

  it.each([
    [0, 'retake'],
    [1, 'retake'],
    [2, 'person'],
  ] as const)('%i retakes: %s', (retakes, kind) => {
    const state = answered(UNREAD, 'automatic', { record: { retakes } });
    expect(judge(state, 'address').kind).toBe(kind);
  });

  it('a document that has taken its attempt does not take another', () => {
    const state = answered(OLD, 'automatic', { record: { attempts: 2 } });
    for (const one of state.documents) one.counted = true;
    expect(judge(state, 'address').kind).toBe('reject');
  });

  it('an answer `unavailable` never counts, however often it comes', () => {
    const one = drive();
    for (const _ of [1, 2, 3, 4]) {
      one.submit('utility_bill');
      one.answer('address', AWAY);
      expect(one.record('address')).toMatchObject({ state: 'in_review', attempts: 0, retakes: 0 });
    }
  });
});

describe('what a rule may not do', () => {
  it('a final reason ends an application, never a relationship', () => {
    expect(judge(answered(YOUNG, 'automatic'), 'address')).toMatchObject({ final: true });
    const later = answered(YOUNG, 'automatic', { approved: true });
    expect(judge(later, 'address').kind).toBe('person');
  });

  it('an engine cannot say that attempts are used up', () => {
    const said: Verdicts = { address_match: ['fail', 'attempts_exhausted'] };
    expect(judge(answered(said, 'automatic'), 'address').kind).toBe('person');
  });

  it('a person who was asked looks even at a pass', () => {
    const state = answered({}, 'automatic', { record: { personAsked: true } });
    expect(judge(state, 'address').kind).toBe('person');
  });

  it('`manual` among the checks sends every pass to a person', () => {
    const one = drive({ policy: policyWith({}), level: 'enhanced' });
    one.submit('selfie');
    one.answer('selfie');
    expect(one.record('selfie').state).toBe('in_review');
  });

  it('waits while a check runs, and while the other document is not there', () => {
    const one = drive({ policy: STANDARD_1 });
    one.submit('passport');
    expect(judge(one.state(), 'identity').kind).toBe('wait');
    const faces = drive({ policy: variant(2, { faces: true }), level: 'enhanced' });
    faces.send({ kind: 'consent_given', purpose: 'face_biometrics', given: true });
    faces.submit('selfie');
    faces.answer('selfie');
    expect(judge(faces.state(), 'selfie').kind).toBe('wait');
  });
});

describe('the third generation of rules', () => {
  const YOUNG_DOUBT: Verdicts = { address_match: ['inconclusive', 'under_minimum_age'] };
  const WRONG: Verdicts = {
    address_match: ['inconclusive', 'document_inconsistent', 'document_unreadable'],
    address_recency: ['inconclusive', 'document_unreadable'],
  };
  const under = (rules: number, verdicts: Verdicts, change: Change = {}) =>
    judge({ ...answered(verdicts, 'automatic', change), rules }, 'address');

  it('leaves a doubt of a final reason to a person, whatever else failed', () => {
    expect(under(3, { ...YOUNG_DOUBT, ...OLD })).toMatchObject({ kind: 'person' });
    expect(under(2, { ...YOUNG_DOUBT, ...OLD })).toMatchObject({ kind: 'reject', final: false });
  });

  it('asks once more for a picture of what is clearly wrong, then a person looks', () => {
    const asked = { kind: 'retake', reasons: ['document_unreadable'] };
    const looked = {
      kind: 'person',
      reasons: ['document_inconsistent', 'document_unreadable'],
    };
    expect(under(3, WRONG)).toEqual(asked);
    expect(under(3, WRONG, { record: { retakes: 1 } })).toEqual(looked);
    expect(under(2, WRONG)).toEqual(looked);
  });
});
