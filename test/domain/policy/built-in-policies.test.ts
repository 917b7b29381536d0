import { describe, expect, it } from 'vitest';
import { policyProblems } from '../../../domain/policy/problems.ts';
import type { Policy } from '../../../domain/policy/policy.ts';
import { policyWarnings } from '../../../domain/policy/warnings.ts';
import {
  TEST_MODE_POLICIES,
  MANUAL_1,
  MANUAL_2,
  MANUAL_3,
  SANDBOX_2,
  SANDBOX_3,
  BUILT_IN_POLICIES,
  STANDARD_1,
  STANDARD_2,
  STANDARD_3,
  UNATTENDED_1,
  UNATTENDED_2,
} from '../../../domain/policy/built-in-policies.ts';

describe('shipped policies', () => {
  it.each(BUILT_IN_POLICIES.map((policy) => [policy.name, policy] as const))(
    '%s has no problem',
    (_, policy) => {
      expect(policyProblems(policy)).toEqual([]);
    },
  );

  it('name only checks whose engines ship: no screening, a face and copies from version 2 on', () => {
    const named = BUILT_IN_POLICIES.flatMap(({ requirements }) =>
      Object.values(requirements).flatMap(({ checks }) => checks),
    );
    expect(named).not.toContain('screening');
    const measured = BUILT_IN_POLICIES.filter(
      ({ requirements: { identity, address, selfie } }) =>
        selfie.checks.includes('face_match') &&
        selfie.checks.includes('liveness') &&
        [identity, address].every(({ checks }) => checks.includes('document_unique')),
    );
    expect(measured.map(({ name, version }) => `${name}@${version}`)).toEqual([
      'standard@2',
      'manual@2',
      'sandbox@2',
      'unattended@1',
      'standard@3',
      'manual@3',
      'sandbox@3',
      'unattended@2',
    ]);
  });

  it('have the figures of docs/policy.md', () => {
    expect(STANDARD_1).toMatchObject({
      minimumAge: 18,
      countries: null,
      attempts: { perRound: 3, whenUsedUp: 'review' },
      retakesPerRound: 2,
      deadlines: {
        onboarding: { days: 30 },
        resubmission: { days: 14 },
        grace: { days: 14 },
        review: { business_days: 2 },
      },
      addressAge: {
        utility_bill: { months: 3 },
        bank_statement: { months: 3 },
        tax_bill: { months: 12 },
      },
      expiryNotice: { days: 30 },
      refresh: { high: { years: 1 }, otherwise: { years: 5 } },
      faces: { pass: 0.72, fail: 0.55 },
      screening: { alertMin: 0.85, restrictFrom: 0.92 },
      challengeAccepted: false,
      printedText: 'review',
      retention: { years: 5 },
    });
  });

  it('change from version to version in what version 2 brought alone', () => {
    const { version: _, requirements, ...rest } = STANDARD_2;
    expect(STANDARD_1).toMatchObject(rest);
    const { details, identity, address, selfie, funds } = requirements;
    const before = STANDARD_1.requirements;
    expect({ details, funds }).toEqual({ details: before.details, funds: before.funds });
    for (const [now, then] of [
      [identity, before.identity],
      [address, before.address],
    ] as const) {
      const [safety, quality, ...others] = then.checks;
      expect(now).toEqual({ ...then, checks: [safety, quality, 'document_unique', ...others] });
    }
    const checks = ['file_safety', 'image_quality', 'face_match', 'liveness'];
    expect(selfie).toEqual({ ...before.selfie, checks });
  });

  it('say from version 3 on what is read of files and addresses, and change nothing else', () => {
    const said = { encryptedPdf: 'accepted', addressUnit: 'required' };
    for (const [before, now] of [
      [STANDARD_2, STANDARD_3],
      [MANUAL_2, MANUAL_3],
      [SANDBOX_2, SANDBOX_3],
      [UNATTENDED_1, UNATTENDED_2],
    ] as const) {
      expect(now).toEqual({ ...before, ...said, version: before.version + 1 });
    }
  });

  it('warn of a challenge that is accepted, which only one for tests does', () => {
    const warned = BUILT_IN_POLICIES.filter((policy) => policyWarnings(policy).length > 0);
    expect(warned).toEqual([UNATTENDED_1, UNATTENDED_2]);
    expect(TEST_MODE_POLICIES).toContain(UNATTENDED_1.name);
    expect(policyWarnings(UNATTENDED_1)[0]).toMatchObject({ pointer: '/challengeAccepted' });
  });

  it('differ in nothing but what a person must look at', () => {
    const alike = ({ requirements, name: _, ...rest }: Policy) => [
      rest,
      Object.values(requirements).map(({ automation: __, ...rules }) => rules),
    ];
    expect(alike(MANUAL_1)).toEqual(alike(STANDARD_1));
    const { details, ...others } = MANUAL_1.requirements;
    expect(details.automation).toBe('automatic');
    expect(Object.values(others).every(({ automation }) => automation === 'manual')).toBe(true);
  });
});
