import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../domain/access/access.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { Requirement } from '../../../domain/case/requirements.ts';
import { MANUAL_1 } from '../../../domain/policy/built-in-policies.ts';
import { ANNA, APP, BO, drive, type Drive, ENGINE, policyWith } from './drive.ts';

/** A case with both documents in review. */
function inReview(): Drive {
  const one = drive({ policy: MANUAL_1 });
  one.submit('passport', 'utility_bill');
  one.answer('identity');
  one.answer('address');
  return one;
}

const FINAL: { reasons: ReasonCode[]; final: boolean } = {
  reasons: ['document_suspected_fraud'],
  final: true,
};
const annasKey: Actor = {
  kind: 'key',
  id: 'key_anna',
  role: 'senior_reviewer',
  holder: 'usr_anna',
};

function propose(one: Drive, said: Parameters<Drive['decision']>[1] = FINAL, by = ANNA): string {
  one.send({ kind: 'decision_proposed', ...one.decision('reject', said) }, by);
  return one.state().proposal?.id ?? '';
}

function confirm(one: Drive, confirms: string | null, said: typeof FINAL | object = FINAL) {
  return { kind: 'decision_made', ...one.decision('reject', said), confirms } as const;
}

describe('a final rejection needs two people', () => {
  it('one person alone is told so, and may propose instead', () => {
    const one = inReview();
    expect(one.refusal(confirm(one, null))).toBe('four_eyes_required');
    propose(one);
    expect(one.row()).toBe(12);
    expect(one.applied().decisions).toMatchObject([{ state: 'proposed', by: ANNA, final: true }]);
    expect(one.state().proposal?.id).toBe(one.applied().decisions[0]?.id);
  });

  it('another person confirms it', () => {
    const one = inReview();
    const id = propose(one);
    one.send(confirm(one, id), BO);
    expect(one.row()).toBe(3);
    expect(one.state().proposal).toBeNull();
    expect(one.applied().decisions).toMatchObject([{ state: 'made', by: BO, final: true }]);
  });

  it.each([
    ['the same person', ANNA],
    ['a key of the same person', annasKey],
    ['an app, which is nobody', APP],
  ])('%s cannot', (_, actor) => {
    const one = inReview();
    expect(one.refusal(confirm(one, propose(one)), actor)).toBe('same_person');
  });

  it('an unknown proposal cannot be confirmed', () => {
    const one = inReview();
    propose(one);
    expect(one.refusal(confirm(one, 'dec_7_9_9'), BO)).toBe('proposal_unknown');
  });

  it.each([
    ['other reasons', { reasons: ['declined_by_reviewer'], final: true }],
    ['fewer requirements', { ...FINAL, requirements: ['identity'] as Requirement[] }],
    ['not final', { reasons: ['document_expired'] }],
  ])('what was not proposed cannot be confirmed: %s', (_, said) => {
    const one = inReview();
    expect(one.refusal(confirm(one, propose(one), said), BO)).toBe('proposal_unknown');
  });

  it('an ordinary rejection that was proposed is no way to a final one', () => {
    const one = inReview();
    const id = propose(one, { reasons: ['document_expired'] });
    expect(one.refusal(confirm(one, id), BO)).toBe('proposal_unknown');
  });

  it('evidence that changed voids the proposal, and a new one can be made', () => {
    const one = inReview();
    const id = propose(one);
    const seen = confirm(one, id);
    one.change('email');
    expect(one.refusal(seen, BO)).toBe('evidence_changed');
    expect(one.refusal(confirm(one, id), BO)).toBe('evidence_changed');
    const second = propose(one);
    expect(second).not.toBe(id);
    one.send(confirm(one, second), BO);
    expect(one.row()).toBe(3);
  });

  it('an app can propose one, and a person confirms it', () => {
    const one = inReview();
    const id = propose(one, FINAL, APP);
    expect(one.state().proposal).toMatchObject({ by: 'key/key_app' });
    expect(one.refusal(confirm(one, id), APP)).toBe('same_person');
    one.send(confirm(one, id), BO);
    expect(one.row()).toBe(3);
  });

  it('who had the secret of the app’s key from us is no second person', () => {
    const one = inReview();
    const id = propose(one, FINAL, { ...APP, behind: ['usr_bo'] });
    expect(one.refusal(confirm(one, id), BO)).toBe('same_person');
    one.send(confirm(one, id), ANNA);
    expect(one.row()).toBe(3);
  });

  it.each([ENGINE, { ...APP, kind: 'link' } as const])('neither a rule nor a link can', (actor) => {
    const one = inReview();
    const proposed = { kind: 'decision_proposed', ...one.decision('reject', FINAL) } as const;
    expect(one.refusal(proposed, actor)).toBe('forbidden');
  });
});

describe('reasons and evidence of a decision', () => {
  it.each([
    ['without a reason', {}, 'reasons_required'],
    [
      'final for a reason that is not',
      { reasons: ['document_expired'], final: true },
      'reason_not_allowed',
    ],
    ['not final for a final reason', { reasons: ['declined_by_reviewer'] }, 'reason_not_allowed'],
    ['on what is not in review', { requirements: ['details'] }, 'requirement_not_in_review'],
  ] as const)('a rejection %s is refused', (_, said, code) => {
    const one = inReview();
    const decision = one.decision('reject', said as Parameters<Drive['decision']>[1]);
    expect(one.refusal({ kind: 'decision_made', ...decision, confirms: null })).toBe(code);
  });

  it('an approval of the whole case while something is open is refused', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport');
    one.answer('identity');
    const whole = { kind: 'decision_made', ...one.decision('approve'), confirms: null } as const;
    expect(one.refusal(whole)).toBe('requirements_open');
    one.approve('identity');
    expect(one.record('identity').state).toBe('satisfied');
    expect(one.row()).toBe(14);
  });

  it('an overruled document gives its attempt back', () => {
    const one = drive();
    for (const _ of [1, 2, 3]) {
      one.submit('utility_bill');
      one.answer('address', { address_recency: ['fail', 'address_document_too_old'] });
    }
    expect(one.record('address').attempts).toBe(3);
    one.approve('address');
    expect(one.record('address')).toMatchObject({ state: 'satisfied', attempts: 2 });
  });

  it('a person who still asks for more grants a new round', () => {
    const one = drive();
    for (const _ of [1, 2, 3]) {
      one.submit('utility_bill');
      one.answer('address', { address_recency: ['fail', 'address_document_too_old'] });
    }
    const said = one.decision('reject', { reasons: ['address_document_too_old'] });
    one.send({ kind: 'decision_made', ...said, confirms: null });
    expect(one.record('address')).toMatchObject({ state: 'currently_due', round: 2, attempts: 0 });
    expect(one.row()).toBe(7);
  });
});

describe('waivers', () => {
  const waiver = (one: Drive, requirements: Requirement[], confirms: string | null = null) =>
    ({
      kind: 'waived',
      requirements,
      reasons: [],
      note: null,
      evidence: one.decision('approve').evidence,
      confirms,
    }) as const;

  it('take two people, and count as proven', () => {
    const one = drive();
    one.submit('passport');
    one.answer('identity');
    expect(one.refusal(waiver(one, ['address']))).toBe('four_eyes_required');
    const { evidence } = one.decision('approve');
    const said = {
      outcome: 'waive',
      requirements: ['address'],
      reasons: [],
      final: false,
    } as const;
    const texts = { note: null, message: null };
    one.send({
      kind: 'decision_proposed',
      ...said,
      requirements: ['address'],
      reasons: [],
      ...texts,
      evidence,
    });
    const id = one.state().proposal?.id ?? '';
    expect(one.refusal(waiver(one, ['address'], id), ANNA)).toBe('same_person');
    expect(one.refusal(waiver(one, ['identity'], id), BO)).toBe('nothing_changed');
    one.send(waiver(one, ['address'], id), BO);
    expect(one.record('address').state).toBe('waived');
    expect(one.row()).toBe(11);
  });

  it('that were only proposed end with the case', () => {
    const one = drive();
    const { confirms: _, kind: __, ...said } = waiver(one, ['address']);
    const proposed = { ...said, outcome: 'waive', final: false, message: null } as const;
    one.send({ kind: 'decision_proposed', ...proposed });
    expect(one.state().proposal?.requirements).toEqual(['address']);
    one.send({ kind: 'closed', withdrawn: true, reason: null }, APP);
    expect(one.state().proposal).toBeNull();
  });

  it.each([
    ['details', 'document_not_asked'],
    ['selfie', 'document_not_asked'],
    ['identity', 'nothing_changed'],
  ] as const)('%s: %s', (requirement, code) => {
    const one = drive({ policy: policyWith({ fourEyes: [] }) });
    one.submit('passport');
    one.answer('identity');
    expect(one.refusal(waiver(one, [requirement]))).toBe(code);
  });

  it('rest on the evidence that was seen', () => {
    const one = drive({ policy: policyWith({ fourEyes: [] }) });
    const old = waiver(one, ['address']);
    one.submit('passport');
    expect(one.refusal(old)).toBe('evidence_changed');
  });
});

describe('approvals that need two', () => {
  const whole = (one: Drive) =>
    ({ kind: 'decision_made', ...one.decision('approve'), confirms: null }) as const;

  it('at high risk, where the policy says so', () => {
    const policy = { ...MANUAL_1, fourEyes: ['approve_high_risk' as const] };
    const one = drive({ policy, country: 'IR', level: 'basic' });
    one.submit('passport');
    one.answer('identity');
    const identity = { ...whole(one), requirements: ['identity' as const] };
    expect(one.refusal(identity)).toBe('four_eyes_required');
    const calm = drive({ policy, level: 'basic' });
    calm.submit('passport');
    calm.answer('identity');
    expect(calm.refusal(whole(calm))).toBeNull();
  });
});
