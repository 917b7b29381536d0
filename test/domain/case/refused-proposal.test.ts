import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../domain/access/access.ts';
import type { EventOf } from '../../../domain/case/event.ts';
import type { Requirement } from '../../../domain/case/requirements.ts';
import { MANUAL_1 } from '../../../domain/policy/built-in-policies.ts';
import { ANNA, APP, BO, drive, type Drive, policyWith } from './drive.ts';

const annasKey: Actor = { ...BO, kind: 'key', id: 'key_anna', holder: 'usr_anna' };
const CARLA: Actor = { ...BO, id: 'usr_carla' };

/** A final rejection of both documents that Anna proposed, and its id. */
function proposed(submitter = APP): { one: Drive; id: string } {
  const one = drive({ policy: MANUAL_1 });
  one.submitAs(submitter, 'passport', 'utility_bill');
  one.answer('identity');
  one.answer('address');
  const said = one.decision('reject', { reasons: ['declined_by_reviewer'], final: true });
  one.send({ kind: 'decision_proposed', ...said });
  return { one, id: one.state().proposal?.id ?? '' };
}

/** The second person's no; what else it says counts for nothing. */
function no(one: Drive, confirms: string | null): Omit<EventOf<'decision_made'>, 'actor'> {
  const said = one.decision('approve', { requirements: ['identity'] });
  return {
    kind: 'decision_made',
    ...said,
    requirements: ['identity'],
    reasons: [],
    outcome: 'refuse',
    confirms,
  };
}

describe('the second person refuses a proposal', () => {
  it('which is gone then; what it was about stays in review', () => {
    const { one, id } = proposed();
    const { review } = one.state();
    one.send({ ...no(one, id), note: 'txt_1' }, BO);
    expect(one.state().proposal).toBeNull();
    expect(one.state().review).toEqual(review);
    expect(one.row()).toBe(12);
    expect(one.applied().decisions).toMatchObject([
      {
        outcome: 'refuse',
        state: 'made',
        by: BO,
        requirements: ['identity', 'address'],
        reasons: [],
        final: false,
        note: 'txt_1',
      },
    ]);
    expect(one.recorded().wire).toMatchObject([
      { type: 'decision.made', actor: BO, data: { outcome: 'refuse', final: false } },
    ]);
  });

  it('and it can be confirmed by nobody any more; a new one can be made', () => {
    const { one, id } = proposed();
    const said = one.decision('reject', { reasons: ['declined_by_reviewer'], final: true });
    one.send(no(one, id), BO);
    expect(one.refusal({ kind: 'decision_made', ...said, confirms: id }, CARLA)).toBe(
      'proposal_unknown',
    );
    expect(one.refusal(no(one, id), CARLA)).toBe('proposal_unknown');
    one.send({ kind: 'decision_proposed', ...said }, BO);
    const second = one.state().proposal?.id ?? '';
    one.send({ kind: 'decision_made', ...said, confirms: second }, CARLA);
    expect(one.row()).toBe(3);
  });

  it.each([
    ['its maker', ANNA],
    ['a key of its maker', annasKey],
    ['an app, which is nobody', APP],
  ])('but not %s', (_, actor) => {
    const { one, id } = proposed();
    expect(one.refusal(no(one, id), actor)).toBe('same_person');
    expect(one.state().proposal?.id).toBe(id);
  });

  it.each([null, 'dec_7_9_9'])('nor one that does not stand: %s', (id) => {
    const { one } = proposed();
    expect(one.refusal(no(one, id), BO)).toBe('proposal_unknown');
  });

  it('also where the evidence has changed since: a refusal rests on none', () => {
    const { one, id } = proposed();
    one.change('email');
    one.send(no(one, id), BO);
    expect(one.state().proposal).toBeNull();
  });

  it('of a waiver too, with no review open', () => {
    const one = drive();
    one.submit('passport');
    one.answer('identity');
    const { evidence } = one.decision('approve');
    const requirements: Requirement[] = ['address'];
    const said = { outcome: 'waive', requirements, reasons: [], final: false } as const;
    one.send({ kind: 'decision_proposed', ...said, note: null, message: null, evidence });
    one.send(no(one, one.state().proposal?.id ?? ''), BO);
    expect(one.record('address').state).toBe('currently_due');
    expect(one.row()).toBe(14);
  });
});

describe('four eyes are two people, neither of them the submitter', () => {
  it.each(['confirm', 'refuse'])('who sent it in cannot %s', (word) => {
    const { one, id } = proposed(BO);
    const said = one.decision('reject', { reasons: ['declined_by_reviewer'], final: true });
    const yes = { kind: 'decision_made', ...said, confirms: id } as const;
    expect(one.refusal(word === 'confirm' ? yes : no(one, id), BO)).toBe('same_person');
    one.send(word === 'confirm' ? yes : no(one, id), CARLA);
  });

  it('nor propose', () => {
    const { one } = proposed(BO);
    const said = one.decision('reject', { reasons: ['declined_by_reviewer'], final: true });
    expect(one.refusal({ kind: 'decision_proposed', ...said }, BO)).toBe('same_person');
  });

  it('nor waive what they sent in, where one person is enough for a waiver', () => {
    const one = drive({ policy: { ...policyWith({ fourEyes: [] }), name: 'lone' } });
    one.submitAs(ANNA, 'passport');
    one.answer('identity', { identity_match: ['inconclusive', 'name_mismatch'] });
    const { evidence } = one.decision('approve');
    const texts = { reasons: [], note: null, evidence, confirms: null };
    const waiver = { kind: 'waived', requirements: ['identity'], ...texts } as const;
    expect(one.refusal(waiver, ANNA)).toBe('same_person');
    one.send(waiver, BO);
    expect(one.record('identity').state).toBe('waived');
  });
});
