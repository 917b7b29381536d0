import { describe, expect, it } from 'vitest';
import { MANUAL_1, STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { shift } from '../../../domain/time.ts';
import { approved, BO, drive, ENGINE, policyWith, type Drive } from './drive.ts';
import { variant } from './worlds.ts';

const DOUBT = { address_recency: ['inconclusive', 'address_date_ambiguous'] } as const;

describe('a policy that moves', () => {
  it('from manual to automatic concludes what only waited for a person', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport', 'utility_bill');
    one.answer('identity');
    one.answer('address');
    one.send({ kind: 'policy_moved', policy: STANDARD_1 }, BO);
    expect(one.row()).toBe(11);
    expect(one.state().approval?.policyVersion).toBe(1);
    expect(one.applied().decisions).toMatchObject([{ policy: { name: 'standard' } }]);
  });

  it('and back leaves what is proven, and sends the next to a person', () => {
    const one = drive();
    one.submit('passport');
    one.answer('identity');
    one.submit('utility_bill');
    one.send({ kind: 'policy_moved', policy: MANUAL_1 }, BO);
    expect(one.record('identity').state).toBe('satisfied');
    one.answer('address');
    expect(one.row()).toBe(12);
    one.send({ kind: 'policy_moved', policy: STANDARD_1 }, BO);
    expect(one.row()).toBe(11);
  });

  it('does not decide a doubt', () => {
    const one = drive();
    one.submit('utility_bill');
    one.answer('address', DOUBT);
    const review = one.state().review?.id;
    one.send({ kind: 'policy_moved', policy: policyWith({}) }, BO);
    expect(one.state().review?.id).toBe(review);
  });

  it('runs at once a screening that it brings', () => {
    const one = approved();
    one.send({ kind: 'policy_moved', policy: variant(2, { screening: true }) }, BO);
    expect(one.running('details').map(({ kind }) => kind)).toEqual(['screening']);
    one.answer('details');
    expect(one.row()).toBe(11);
  });

  it('must be another one, and know the level', () => {
    const one = drive();
    expect(one.refusal({ kind: 'policy_moved', policy: STANDARD_1 })).toBe('nothing_changed');
    const { basic } = STANDARD_1.levels;
    const levels = { basic: basic ?? { requirements: [], fields: [] } };
    expect(one.refusal({ kind: 'policy_moved', policy: policyWith({ levels }) })).toBe(
      'level_unknown',
    );
  });
});

describe('a level that changes', () => {
  const level = (name: string) => ({ kind: 'level_changed', level: name }) as const;

  it('asks for what is new, with a deadline of its own', () => {
    const one = approved({ level: 'basic' });
    one.wait({ days: 100 });
    one.send(level('standard'));
    expect(one.row()).toBe(10);
    expect(one.record('address').deadline).toBe(shift(one.now(), { days: 14 }));
  });

  it('late in the onboarding leaves a full resubmission period', () => {
    const one = drive({ level: 'basic', policy: MANUAL_1 });
    one.submit('passport');
    one.answer('identity');
    one.wait({ days: 40 });
    one.send(level('standard'));
    expect(one.record('address').deadline).toBe(shift(one.now(), { days: 14 }));
    expect(one.row()).toBe(12);
  });

  it('down lets go of what nobody has proven, and up again asks afresh', () => {
    const one = approved({ level: 'basic' });
    one.send(level('standard'));
    one.submit('utility_bill');
    one.answer('address', DOUBT);
    expect(one.state().review?.requirements).toEqual(['address']);
    one.send(level('basic'));
    expect(one.row()).toBe(11);
    expect(one.state().review).toBeNull();
    one.wait({ days: 90 });
    one.send(level('standard'));
    expect(one.row()).toBe(10);
    expect(one.record('address')).toMatchObject({ state: 'currently_due', overdueSince: null });
  });

  it('can complete an application', () => {
    const one = drive();
    one.submit('passport');
    one.answer('identity');
    one.send(level('basic'));
    expect(one.row()).toBe(11);
  });

  it('must be another one that the policy knows', () => {
    expect(drive().refusal(level('platinum'))).toBe('level_unknown');
    expect(drive().refusal(level('standard'))).toBe('nothing_changed');
  });
});

describe('a vendor’s later word', () => {
  const word = (one: Drive) =>
    ({
      kind: 'vendor_answered',
      id: 'ven_1',
      document: one.document('identity')?.id ?? '',
      findings: [
        { id: 'v', kind: 'identity_reading', outcome: 'fail', reasons: ['document_inconsistent'] },
      ],
    }) as const;

  it('that an accepted document is no good is a doubt, and a person’s task', () => {
    const one = approved();
    one.send(word(one), ENGINE);
    expect(one.row()).toBe(9);
    expect(one.state().doubts).toEqual([{ cause: 'document_invalid', touched: ['identity'] }]);
    expect(one.document('identity')?.state).toBe('accepted');
    one.approve('identity');
    expect(one.row()).toBe(11);
  });

  it('on a document that is not accepted comes late', () => {
    const one = drive();
    one.submit('passport');
    expect(one.refusal(word(one), ENGINE)).toBe('late');
  });

  it('ends its doubt also when the level no longer asks for the document', () => {
    const one = approved();
    const about = { ...word(one), document: one.document('address')?.id ?? '' };
    one.send(about, ENGINE);
    expect(one.row()).toBe(9);
    one.send({ kind: 'level_changed', level: 'basic' });
    expect(one.row()).toBe(11);
    expect(one.state().doubts).toEqual([]);
  });
});

describe('a request for documents', () => {
  const ask = (requirements: ('identity' | 'selfie')[], more: object = {}) =>
    ({
      kind: 'documents_requested',
      requirements,
      reasons: [],
      note: null,
      message: null,
      evidence: null,
      ...more,
    }) as const;

  it('of an approved customer is active with a new round, and says why', () => {
    const one = approved();
    one.send(ask(['identity'], { reasons: ['document_expired'] }));
    expect(one.row()).toBe(10);
    expect(one.record('identity')).toMatchObject({ cause: 'requested', round: 2 });
    expect(one.applied().decisions).toMatchObject([{ outcome: 'request_documents' }]);
  });

  it.each([
    ['of nothing', [], {}, 'document_not_asked'],
    ['of what the level does not ask', ['selfie'], {}, 'document_not_asked'],
    [
      'for a final reason',
      ['identity'],
      { reasons: ['declined_by_reviewer'] },
      'reason_not_allowed',
    ],
    [
      'on old evidence',
      ['identity'],
      { evidence: { digests: [], checks: [], detailsVersion: 0 } },
      'evidence_changed',
    ],
  ] as const)('%s is refused', (_, requirements, more, code) => {
    expect(approved().refusal(ask([...requirements], more))).toBe(code);
  });
});
