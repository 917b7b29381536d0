import { describe, expect, it } from 'vitest';
import { apply } from '../../../domain/case/apply.ts';
import { MANUAL_1 } from '../../../domain/policy/built-in-policies.ts';
import { APP, approved, BO, drive, type Drive } from './drive.ts';

const NO_REASON = { reason: null };

describe('an end', () => {
  const document = (one: Drive) => one.state().documents.find(({ type }) => type === 'passport');

  it('takes a document out of play that is still being verified, and its late answers change nothing', () => {
    const one = drive();
    one.submit('passport');
    expect(document(one)?.state).toBe('verifying');
    one.send({ kind: 'closed', withdrawn: true, ...NO_REASON });
    expect(document(one)?.state).toBe('superseded');
    expect(one.applied().state.checks.filter(({ outcome }) => outcome === null)).toEqual([]);
  });

  it('takes one out of play that waits for a person', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport');
    one.answer('identity');
    expect(document(one)?.state).toBe('in_review');
    one.send({ kind: 'closed', withdrawn: true, ...NO_REASON });
    expect(document(one)?.state).toBe('superseded');
  });

  it('by a final rejection leaves no other document being judged', () => {
    const one = drive({ policy: { ...MANUAL_1, fourEyes: [] } });
    one.submit('passport');
    one.answer('identity');
    one.submit('utility_bill');
    const final = { reasons: ['declined_by_reviewer' as const], final: true };
    const said = one.decision('reject', { ...final, requirements: ['identity'] });
    one.send({ kind: 'decision_made', ...said, confirms: null }, BO);
    const states = one.state().documents.map(({ type, state }) => [type, state]);
    expect(states).toEqual([
      ['passport', 'rejected'],
      ['utility_bill', 'superseded'],
    ]);
  });

  it('by the onboarding deadline leaves none either', () => {
    const one = drive();
    one.submit('passport');
    one.wait({ days: 31 });
    one.ring();
    expect(one.row()).toBe(4);
    expect(document(one)?.state).toBe('superseded');
  });

  it('leaves what was accepted as it is', () => {
    const one = approved();
    one.send({ kind: 'closed', withdrawn: false, ...NO_REASON });
    expect(document(one)?.state).toBe('accepted');
  });

  it('of a case of the first generation of rules is as its history has it', () => {
    const one = drive();
    one.submit('passport');
    const event = { kind: 'closed', withdrawn: true, actor: APP, ...NO_REASON } as const;
    const old = apply({ ...one.state(), rules: 1 }, event, one.now());
    expect('state' in old && old.state.documents[0]?.state).toBe('verifying');
  });
});
