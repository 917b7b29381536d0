import { describe, expect, it } from 'vitest';
import { AUTOMATION, type Automation } from '../../../domain/policy/policy.ts';
import { MANUAL_1, STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { approved, BLURRED, BO, drive, ENGINE, policyWith, TOO_OLD } from './drive.ts';
import type { Drive, Verdicts } from './drive.ts';
import { variant } from './worlds.ts';

const moved = (automation: Automation) =>
  ({
    kind: 'policy_moved',
    policy: variant(1 + AUTOMATION.indexOf(automation), { automation }),
  }) as const;

const SAID: [string, Verdicts][] = [
  ['good papers', {}],
  ['papers that failed', TOO_OLD],
  ['a blurred picture', BLURRED],
  ['a doubt', { address_recency: ['inconclusive', 'address_date_ambiguous'] }],
  ['a fault of ours', { address_match: ['unavailable', 'check_unavailable'] }],
];

function answered(automation: Automation, verdicts: Verdicts): Drive {
  const one = drive({ policy: moved(automation).policy });
  one.submit('passport', 'utility_bill');
  one.answer('identity');
  one.answer('address', verdicts);
  return one;
}

const shown = (one: Drive) => ({
  row: one.row(),
  requirements: (['identity', 'address'] as const).map((name) => ({
    state: one.record(name).state,
    cause: one.record(name).cause,
    errors: one.record(name).errors,
    attempts: one.record(name).attempts,
    document: one.document(name)?.state,
  })),
  review: one.state().review?.requirements,
});

describe.each(SAID)('open cases follow the automation: %s', (_, verdicts) => {
  for (const from of AUTOMATION) {
    for (const to of AUTOMATION.filter((mode) => mode !== from)) {
      it(`from ${from} to ${to}`, () => {
        const one = answered(from, verdicts);
        const before = (['identity', 'address'] as const).map((name) => one.record(name).state);
        one.send(moved(to), BO);
        const fresh = answered(to, verdicts);
        const names = ['identity', 'address'] as const;
        for (const [n, name] of names.entries()) {
          const waited = before[n] === 'in_review';
          const state = waited ? fresh.record(name).state : before[n];
          expect(one.record(name).state, name).toBe(state);
          if (waited) expect(one.document(name)?.state).toBe(fresh.document(name)?.state);
        }
        if (before.every((state) => state === 'in_review'))
          expect(shown(one)).toEqual(shown(fresh));
        if (names.every((name) => one.record(name).state === 'in_review')) {
          one.send(moved(from), BO); // nobody decided anything: back is where it was
          expect(shown(one)).toEqual(shown(answered(from, verdicts)));
        }
      });
    }
  }
});

describe('limits that a new policy changes', () => {
  const older = { kind: 'policy_moved', policy: policyWith({ minimumAge: 21 }) } as const;

  it('are held against what waits for a person, by the checks that read them', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport');
    one.answer('identity');
    expect(one.record('identity').state).toBe('in_review');
    one.send(older, BO);
    expect(one.running('identity').map(({ kind }) => kind)).toEqual(['identity_validity']);
    expect([one.row(), one.document('identity')?.state]).toEqual([13, 'verifying']);
    expect(one.state().review).toBeNull();
    one.answer('identity');
    expect(one.record('identity').state).toBe('satisfied');
  });

  it('begin a check again that runs under the old ones, whose answer then comes late', () => {
    const one = drive();
    one.submit('passport');
    const old = one.answers('identity');
    one.send(older, BO);
    one.send(old, ENGINE);
    expect(one.running('identity').map(({ kind }) => kind)).toEqual(['identity_validity']);
    one.answer('identity', { identity_validity: ['fail', 'under_minimum_age'] });
    expect(one.row()).toBe(3);
  });

  it('leave alone what is proven', () => {
    const one = approved();
    one.send(older, BO);
    expect([one.row(), one.running('identity')]).toEqual([11, []]);
  });

  it('leave alone what a person asked for', () => {
    const one = drive({ policy: MANUAL_1 });
    one.submit('passport');
    one.answer('identity');
    const asked = { reasons: [], note: null, message: null, evidence: null };
    one.send({ kind: 'documents_requested', requirements: ['identity'], ...asked });
    one.submit('passport');
    one.answer('identity');
    one.send(older, BO);
    expect([one.record('identity').state, one.running('identity')]).toEqual(['in_review', []]);
  });

  it('that nobody asks for any more let their doubts go', () => {
    const { address } = STANDARD_1.requirements;
    const checks = address.checks.filter((kind) => kind !== 'address_recency');
    const requirements = { ...STANDARD_1.requirements, address: { ...address, checks } };
    const one = drive();
    one.submit('passport', 'utility_bill');
    one.answer('identity');
    one.answer('address', { address_recency: ['inconclusive', 'address_date_ambiguous'] });
    expect(one.row()).toBe(12);
    one.send({ kind: 'policy_moved', policy: policyWith({ requirements }) }, BO);
    expect(one.row()).toBe(11);
    expect(one.state().checks.map(({ kind }) => kind)).not.toContain('address_recency');
  });
});

describe('a case that is verified again takes the newest version', () => {
  const { basic, standard } = STANDARD_1.levels;
  if (!basic || !standard) throw new Error('levels that ship');
  const newest = policyWith({ minimumAge: 21 }, 7);
  const versionOf = (one: Drive) => one.state().policy.version;
  const words = (one: Drive) => one.recorded().wire.map(({ type }) => type);

  it('when its details are confirmed at a refresh, and says so', () => {
    const one = approved();
    one.ring();
    one.send({ kind: 'details_confirmed', detailsVersion: 1, newest });
    expect(versionOf(one)).toBe(7);
    expect(words(one)).toContain('policy.moved');
    expect(one.row()).toBe(11);
  });

  it('when a name changes, and is checked by it; a phone number changes nothing', () => {
    const one = approved();
    const { detailsVersion: from, present, country } = one.state();
    const change = {
      kind: 'details_changed',
      from,
      to: from + 1,
      present,
      country,
      newest,
    } as const;
    const other = approved();
    other.send({ ...change, changed: ['phone'] });
    expect(versionOf(other)).toBe(1);
    expect(words(other)).not.toContain('policy.moved');
    const applied = one.send({ ...change, changed: ['family_name'] });
    expect(versionOf(one)).toBe(7);
    const rounds = applied.effects.flatMap((effect) =>
      effect.kind === 'run_checks' ? [effect.round.policy.version] : [],
    );
    expect(rounds).toEqual([7]);
  });

  it('when it is opened again, and asks for what that wants', () => {
    const one = approved({ level: 'basic' });
    one.send({ kind: 'closed', withdrawn: false, reason: null });
    const wider = policyWith({ levels: { basic: standard, standard } }, 3);
    one.send({ kind: 'reopened', reason: null, newest: wider }, BO);
    expect(versionOf(one)).toBe(3);
    expect(one.record('address')).toMatchObject({ state: 'currently_due', cause: 'reopened' });
  });

  it('when a document is renewed, unless it would no longer be taken', () => {
    const renewed = (policy: typeof newest) => {
      const one = approved({}, '2027-03-01T00:00:00.000Z');
      one.ring();
      expect(one.record('identity').dueSoon).toBe(true);
      const said = one.submission(['passport']);
      one.send({ ...said, newest: policy } as typeof said);
      return one;
    };
    expect(versionOf(renewed(newest))).toBe(7);
    const rules = STANDARD_1.requirements;
    const identity = { ...rules.identity, accepts: ['national_id' as const] };
    const strict = policyWith({ requirements: { ...rules, identity } }, 8);
    const one = renewed(strict);
    expect(versionOf(one)).toBe(1);
    expect(one.record('identity').state).toBe('pending');
  });

  it('but not for a first application, nor for a second try', () => {
    const one = drive();
    const said = one.submission(['passport']);
    one.send({ ...said, newest } as typeof said);
    expect(versionOf(one)).toBe(1);
    const asked = { reasons: [], note: null, message: null, evidence: null };
    const two = approved();
    two.send({ kind: 'documents_requested', requirements: ['identity'], ...asked });
    const again = two.submission(['passport']);
    two.send({ ...again, newest } as typeof again);
    expect(versionOf(two)).toBe(1);
  });

  it.each([
    ['an older one', policyWith({}, 1)],
    ['one of another name', { ...newest, name: 'other' }],
    ['one without the level', policyWith({ levels: { basic } }, 9)],
  ])('and never %s', (_, policy) => {
    const one = approved();
    one.send({ kind: 'closed', withdrawn: false, reason: null });
    one.send({ kind: 'reopened', reason: null, newest: policy }, BO);
    expect([one.state().policy.name, versionOf(one)]).toEqual(['standard', 1]);
  });
});

it('what print alone said of a card is asked again where the policy takes print for certain', () => {
  const takes = { kind: 'policy_moved', policy: policyWith({ printedText: 'accepted' }) } as const;
  const asked = (type: 'driving_licence' | 'passport') => {
    const one = drive({ level: 'basic' });
    one.submit(type);
    one.answer('identity', { identity_reading: ['inconclusive', 'document_unreadable'] });
    one.submit(type);
    one.answer('identity', { identity_reading: ['inconclusive', 'document_unreadable'] });
    one.submit(type);
    one.answer('identity', { identity_reading: ['inconclusive', 'document_unreadable'] });
    expect(one.record('identity').state).toBe('in_review');
    one.send(takes, BO);
    return one.running('identity').map(({ kind }) => kind);
  };
  expect(asked('driving_licence')).toEqual(['identity_reading', 'identity_unique']);
  expect(asked('passport')).toEqual([]);
});
