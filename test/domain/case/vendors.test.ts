import { describe, expect, it } from 'vitest';
import { openRounds } from '../../../domain/case/rounds.ts';
import type { Applied } from '../../../domain/case/step.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { policyProblems } from '../../../domain/policy/problems.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { foretell } from '../../../domain/policy/simulate/predict.ts';
import { BO, drive, ENGINE, policyWith } from './drive.ts';

const READ = ['identity_reading', 'identity_validity', 'identity_match'] as const;
const vendors: NonNullable<Policy['vendors']> = Object.fromEntries(
  READ.map((kind) => [kind, 'onfido']),
);
const OUTSIDE = policyWith({ vendors });

const asked = ({ effects }: Applied) =>
  effects.flatMap((effect) => (effect.kind === 'run_checks' ? [effect.round] : []));
const kinds = (rounds: ReturnType<typeof asked>) =>
  rounds.map(({ vendor, checks }) => [vendor ?? 'house', checks.map(({ kind }) => kind)]);

describe('a check that a vendor answers', () => {
  it('is asked in a round of its own, and after a restore in the same one', () => {
    const one = drive({ policy: OUTSIDE });
    const rounds = asked(one.submit('passport'));
    expect(kinds(rounds)).toEqual([
      ['house', ['file_safety', 'image_quality', 'identity_unique']],
      ['onfido', [...READ]],
    ]);
    expect(openRounds(one.state())).toEqual(rounds);
    expect(asked(drive().submit('passport')).map(({ vendor }) => vendor)).toEqual([undefined]);
  });

  it('that nobody could answer goes to a person: no attempt, no rejection', () => {
    const one = drive({ policy: OUTSIDE });
    one.submit('passport');
    const away = ['unavailable', 'check_unavailable'] as const;
    one.answer('identity', Object.fromEntries(READ.map((kind) => [kind, away])));
    expect(one.record('identity')).toMatchObject({ state: 'in_review', attempts: 0, retakes: 0 });
    expect(one.document('identity')?.state).toBe('in_review');
    expect(one.state().review?.reasons).toEqual(['check_unavailable']);
  });

  it('is asked again where another policy has another engine, and nothing else is', () => {
    const one = drive();
    one.submit('passport');
    one.answer('identity', { identity_match: ['inconclusive', 'name_mismatch'] });
    const policy = { ...OUTSIDE, version: 9 };
    const again = asked(one.send({ kind: 'policy_moved', policy }, BO));
    expect(kinds(again)).toEqual([['onfido', [...READ]]]);
    const check = one.state().checks.find(({ kind }) => kind === 'identity_unique');
    expect(check?.outcome).toBe('pass');
  });

  it('has an answer that nobody can foretell', () => {
    const one = drive();
    one.submit('passport');
    one.answer('identity');
    const before = one.state();
    const after = { ...before, policy: OUTSIDE };
    const told = before.checks.map((check) => [
      check.kind,
      foretell(check, { before, after, measures: {} }) === null,
    ]);
    expect(told.filter(([, isOpen]) => isOpen).map(([kind]) => kind)).toEqual([...READ]);
  });
});

describe('a vendor that answers late', () => {
  const said = (one: ReturnType<typeof drive>, outcome: 'pass' | 'fail', reason?: string) => {
    const document = one.document('identity')?.id ?? '';
    const found = one.state().checks.find(({ kind }) => kind === 'identity_reading');
    const reasons = reason === undefined ? [] : [reason];
    const finding = { id: found?.id ?? '', kind: 'identity_reading', outcome, reasons };
    return { kind: 'vendor_answered', id: 'event', document, findings: [finding] } as never;
  };

  it('is heard where its check still runs', () => {
    const one = drive({ policy: OUTSIDE });
    one.submit('passport');
    one.send(said(one, 'pass'), ENGINE);
    expect(one.running('identity').map(({ kind }) => kind)).not.toContain('identity_reading');
  });

  it('changes nothing after a person has the case, and brings doubt on what was accepted', () => {
    const one = drive({ policy: OUTSIDE, level: 'basic' });
    one.submit('passport');
    one.answer('identity', { identity_reading: ['unavailable', 'check_unavailable'] });
    expect(one.refusal(said(one, 'pass'), ENGINE)).toBe('late');
    const two = drive({ policy: OUTSIDE, level: 'basic' });
    two.submit('passport');
    two.answer('identity');
    expect(two.row()).toBe(11);
    two.send(said(two, 'fail', 'document_inconsistent'), ENGINE);
    expect(two.row()).toBe(9);
    expect(two.state().doubts).toMatchObject([{ cause: 'document_invalid' }]);
  });
});

describe('a policy is not published', () => {
  const pointers = (more: Record<string, string>, base = STANDARD_1) =>
    policyProblems({ ...base, vendors: more as never }).map(({ pointer }) => pointer);

  it.each([
    ['with a vendor nobody knows', { identity_reading: 'acme' }],
    ['with a check the vendor does not answer', { address_match: 'onfido' }],
    ['with a check that it asks nowhere', { face_match: 'onfido' }],
    ['with a vendor for no check at all', { dna: 'onfido' }],
  ])('%s', (_, more) => {
    const [kind] = Object.keys(more);
    expect(new Set(pointers(more))).toEqual(new Set([`/vendors/${kind}`]));
  });

  it('with a vendor for files that nobody looked at before', () => {
    const identity = { ...STANDARD_1.requirements.identity, checks: [...READ] };
    const requirements = { ...STANDARD_1.requirements, identity };
    expect(pointers({ identity_match: 'onfido' }, { ...STANDARD_1, requirements })).toEqual([
      '/vendors/identity_match',
    ]);
    expect(pointers({ identity_match: 'onfido' })).toEqual([]);
  });
});
