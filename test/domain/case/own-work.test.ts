import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../domain/access/access.ts';
import type { CaseEvent } from '../../../domain/case/event.ts';
import { refusedToApps } from '../../../domain/case/on/four-eyes.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import { MANUAL_1 } from '../../../domain/policy/built-in-policies.ts';
import { ANNA, APP, BO, drive, type Drive, type Said } from './drive.ts';

const annasKey: Actor = {
  kind: 'key',
  id: 'key_anna',
  role: 'senior_reviewer',
  holder: 'usr_anna',
};

const FINAL = { reasons: ['document_suspected_fraud'] as ReasonCode[], final: true };

function rejection(one: Drive, confirms: string | null, said: object = FINAL): Said {
  return { kind: 'decision_made', ...one.decision('reject', said), confirms };
}

describe('what an app’s key may not do alone', () => {
  const alone = (one: Drive, said: Said, actor: Actor = APP) =>
    refusedToApps(one.state(), { ...said, actor } as CaseEvent);

  it('a final rejection, whatever the policy says', () => {
    for (const policy of [MANUAL_1, { ...MANUAL_1, fourEyes: [] }]) {
      const one = drive({ policy, level: 'basic' });
      one.submit('passport');
      one.answer('identity');
      expect(alone(one, rejection(one, null))).toBe('four_eyes_required');
      expect(alone(one, rejection(one, null), ANNA)).toBeUndefined();
      expect(alone(one, rejection(one, 'dec_7_9_9'))).toBeUndefined();
      const again = { reasons: ['document_expired'] as ReasonCode[] };
      expect(alone(one, rejection(one, null, again))).toBeUndefined();
    }
  });

  it('a waiver and a risky approval, where the policy wants two', () => {
    const waiver = (one: Drive): Said => {
      const { evidence } = one.decision('approve');
      const said = { requirements: ['address' as const], reasons: [], note: null, confirms: null };
      return { kind: 'waived', ...said, evidence };
    };
    const approval = (one: Drive): Said => {
      return { kind: 'decision_made', ...one.decision('approve'), confirms: null };
    };
    const risky = drive({ policy: MANUAL_1, country: 'IR', level: 'basic' });
    expect(alone(risky, waiver(risky))).toBe('four_eyes_required');
    expect(alone(risky, approval(risky))).toBe('four_eyes_required');
    const calm = drive({ policy: { ...MANUAL_1, fourEyes: [] }, level: 'basic' });
    expect(alone(calm, waiver(calm))).toBeUndefined();
    expect(alone(calm, approval(calm))).toBeUndefined();
  });
});

describe('nobody approves their own upload', () => {
  it.each([
    ['the person who sent it', ANNA, 'same_person'],
    ['a key of that person', annasKey, 'same_person'],
    ['somebody else', BO, undefined],
  ] as const)('%s', (_, actor, code) => {
    const one = drive({ policy: MANUAL_1, level: 'basic' });
    one.submitAs(ANNA, 'passport');
    one.answer('identity');
    const approval = { kind: 'decision_made', ...one.decision('approve'), confirms: null } as const;
    if (code) expect(one.refusal(approval, actor)).toBe(code);
    else one.send(approval, actor);
    expect(one.row()).toBe(code ? 12 : 11);
  });

  const link: Actor = { kind: 'link', id: 'lnk_1', role: 'app', holder: null };
  it.each([
    ['who made the link that it came by', { ...link, behind: ['usr_anna'] }],
    ['who had the app’s key that sent it', { ...APP, behind: ['usr_carla', 'usr_anna'] }],
  ])('%s', (_, submitter) => {
    const one = drive({ policy: MANUAL_1, level: 'basic' });
    one.submitAs(submitter, 'passport');
    expect(one.document('identity')).toMatchObject({ submittedBy: null, alsoBy: submitter.behind });
    one.answer('identity');
    const approval = { kind: 'decision_made', ...one.decision('approve'), confirms: null } as const;
    for (const actor of [ANNA, annasKey, { ...APP, behind: ['usr_anna'] }]) {
      expect(one.refusal(approval, actor)).toBe('same_person');
    }
    one.send(approval, BO);
    expect(one.row()).toBe(11);
  });

  it('nor what is held against details that they wrote', () => {
    const one = drive({ policy: MANUAL_1, level: 'basic', detailsBy: ['usr_anna'] });
    one.submit('passport');
    one.answer('identity');
    const approval = { kind: 'decision_made', ...one.decision('approve'), confirms: null } as const;
    expect(one.refusal(approval, ANNA)).toBe('same_person');
    one.change('family_name'); // the rest is still hers
    one.answer('identity');
    const later = { kind: 'decision_made', ...one.decision('approve'), confirms: null } as const;
    expect(one.refusal(later, ANNA)).toBe('same_person');
    one.send(later, BO);
    expect(one.row()).toBe(11);
  });

  it('nor against those that an app wrote by a key of theirs', () => {
    const one = drive({ policy: MANUAL_1, level: 'basic' });
    const { detailsVersion: from, present, country } = one.state();
    const changed = ['family_name' as const];
    const said = {
      kind: 'details_changed',
      from,
      to: from + 1,
      changed,
      present,
      country,
    } as const;
    one.send(said, { ...APP, behind: ['usr_anna'] });
    one.submit('passport');
    one.answer('identity');
    const approval = { kind: 'decision_made', ...one.decision('approve'), confirms: null } as const;
    expect(one.refusal(approval, ANNA)).toBe('same_person');
    expect(one.refusal(approval, BO)).toBeNull();
  });
});
