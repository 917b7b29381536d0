import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from '../../../../domain/case/apply.ts';
import { derive } from '../../../../domain/case/derive.ts';
import type { CaseState } from '../../../../domain/case/state.ts';
import { AUTOMATION, type Policy } from '../../../../domain/policy/policy.ts';
import { MANUAL_1, STANDARD_1 } from '../../../../domain/policy/built-in-policies.ts';
import { simulate } from '../../../../domain/policy/simulate/simulate.ts';
import { approved, BO, drive, ENGINE, OPENED_AT, policyWith, TOO_OLD } from '../../case/drive.ts';
import { play } from '../../case/play.ts';
import { lives, variant } from '../../case/worlds.ts';

const NO_MEASURES = {};
const under = (state: CaseState, policy: Policy, at = OPENED_AT) =>
  simulate(state, { policy, measures: NO_MEASURES, at });
const VERIFIED = { status: 'active', statusReason: 'verified' };
const IN_REVIEW = { status: 'approval_pending', statusReason: 'in_review' };

describe('a simulation', () => {
  it('of manual rules over approved cases: none moves, all of them would have gone to a person', () => {
    const found = under(approved().state(), MANUAL_1);
    expect(found).toMatchObject({ now: VERIFIED, moved: VERIFIED, refused: null, changes: true });
    expect(found.asNew).toEqual({ from: VERIFIED, to: IN_REVIEW });
    expect(found.requirements).toEqual(
      ['identity', 'address'].map((requirement) => ({
        requirement,
        now: 'satisfied',
        moved: 'satisfied',
        verdict: 'accept',
        verdictThen: 'person',
      })),
    );
  });

  it('of automatic rules over what waits for a person: a move concludes it', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport', 'utility_bill');
    one.answer('identity');
    one.answer('address', TOO_OLD);
    const found = under(one.state(), STANDARD_1);
    expect(found).toMatchObject({ now: IN_REVIEW, unforeseen: [], changes: true });
    expect(found.requirements.map((row) => [row.requirement, row.moved, row.verdictThen])).toEqual([
      ['identity', 'satisfied', 'accept'],
      ['address', 'currently_due', 'reject'],
    ]);
    one.send({ kind: 'policy_moved', policy: STANDARD_1 }, BO);
    expect(found.moved).toMatchObject({
      status: 'restricted',
      statusReason: derive(one.state()).statusReason,
    });
  });

  it('of fewer attempts tells who would have been turned away', () => {
    const one = drive();
    one.submit('passport', 'utility_bill');
    one.answer('identity');
    one.answer('address', TOO_OLD);
    const strict = policyWith({ attempts: { perRound: 1, whenUsedUp: 'reject' } });
    const found = under(one.state(), strict);
    expect(found.asNew.to).toEqual({ status: 'locked', statusReason: 'verification_failed' });
    expect(found.moved).toEqual(found.now);
  });

  it('of a decided case counts what a person said only as far as the rules would', () => {
    const one = drive({ policy: MANUAL_1, level: 'basic' });
    one.submit('passport');
    one.answer('identity');
    one.approve('identity');
    expect(under(one.state(), { ...MANUAL_1, version: 2 }).changes).toBe(false);
    expect(under(one.state(), STANDARD_1).asNew).toEqual({ from: IN_REVIEW, to: VERIFIED });
  });

  it('of a closed case says that it would refuse, and still what the rules would have said', () => {
    const one = approved();
    one.send({ kind: 'closed', withdrawn: false, reason: null });
    expect(under(one.state(), MANUAL_1)).toMatchObject({
      moved: null,
      refused: 'case_closed',
      asNew: { to: IN_REVIEW },
    });
  });

  it('of a check that nobody ran says so, and where the case would wait', () => {
    const found = under(approved().state(), variant(2, { screening: true }));
    expect(found.unforeseen).toEqual(['screening']);
    expect(found.moved).toEqual({ status: 'active', statusReason: 'requirements_due' });
  });

  it('of a check that is new to one requirement does not take another’s answer for it', () => {
    const { address } = STANDARD_1.requirements;
    const checks = address.checks.filter((kind) => kind !== 'image_quality');
    const lax = policyWith({
      requirements: { ...STANDARD_1.requirements, address: { ...address, checks } },
    });
    const one = drive({ policy: lax });
    one.submit('passport', 'utility_bill');
    one.answer('identity');
    one.answer('address', { address_match: ['inconclusive', 'address_mismatch'] });
    expect(one.record('address').state).toBe('in_review');
    const found = under(one.state(), { ...STANDARD_1, version: 3 });
    expect(found.unforeseen).toEqual(['image_quality']);
    expect(found.moved).toEqual({ status: 'approval_pending', statusReason: 'verifying' });
  });

  it('of other limits uses what the engines measured, in a move and from the start', () => {
    const one = drive({ level: 'basic' });
    one.submit('passport');
    one.answer('identity', { identity_match: ['inconclusive', 'name_mismatch'] });
    const check = one.state().checks.find(({ kind }) => kind === 'identity_match');
    const measures = {
      [check?.id ?? '']: { name_score: 0.85, birth_date: 'agrees', name_certain: 'yes' },
    };
    const looser = policyWith({ names: { pass: 0.8, fail: 0.6 } });
    const found = simulate(one.state(), { policy: looser, measures, at: one.now() });
    expect(found).toMatchObject({ now: IN_REVIEW, moved: VERIFIED, asNew: { to: VERIFIED } });
    one.send({ kind: 'policy_moved', policy: looser }, BO);
    expect(one.running('identity').map(({ kind }) => kind)).toEqual(['identity_match']);
    one.answer('identity');
    expect(derive(one.state())).toMatchObject(VERIFIED);
  });

  it('is right of every generated case: where it foretells a rest, a move comes to it', () => {
    const counts = { rested: 0, refused: 0, changed: 0 };
    const policies = [
      ...AUTOMATION.map((automation, n) => variant(20 + n, { automation })),
      variant(30, { faces: true }),
      { ...variant(31, {}), minimumAge: 16 },
      policyWith({ minimumAge: 21 }, 32),
    ];
    fc.assert(
      fc.property(lives({ length: 12 }), fc.nat(policies.length - 1), (life, n) => {
        const policy = policies[n] ?? STANDARD_1;
        for (const played of play(life)) {
          if ('refusal' in played) continue;
          const { state } = played.applied;
          const found = simulate(state, { policy, measures: NO_MEASURES, at: played.at });
          const event = { kind: 'policy_moved', actor: ENGINE, policy } as const;
          const moved = apply(state, event, played.at);
          if ('refusal' in moved) {
            expect(found.refused).toBe(moved.refusal);
            counts.refused += 1;
            continue;
          }
          expect(found.refused).toBeNull();
          if (moved.effects.some(({ kind }) => kind === 'run_checks')) continue;
          const { status, statusReason } = derive(moved.state);
          expect(found.moved).toEqual({ status, statusReason });
          counts.rested += 1;
          if (status !== found.now.status) counts.changed += 1;
        }
      }),
      { numRuns: 400 },
    );
    expect(counts.rested).toBeGreaterThan(300);
    expect(counts.refused).toBeGreaterThan(10);
    expect(counts.changed).toBeGreaterThan(5);
  });
});
