import type { CheckKind } from '../checks/checks.ts';
import type { Automation, Policy, RequirementPolicy } from './policy.ts';

const IDENTITY: CheckKind[] = [
  'file_safety',
  'image_quality',
  'identity_reading',
  'identity_validity',
  'identity_match',
  'identity_unique',
];
const ADDRESS: CheckKind[] = ['file_safety', 'image_quality', 'address_match', 'address_recency'];

/** The shipped default. It names only checks whose engines ship (docs/policy.md). */
export const STANDARD_1 = builtIn('standard', 'automatic');

/** The same rules with a person behind every requirement that has evidence to look at. */
export const MANUAL_1 = builtIn('manual', 'manual');

/**
 * The rules of `standard@1` with a second for each day, so that an integrator sees a year in six minutes.
 * Days that stand on papers stay real: a bill's age, a passport's end.
 */
export const SANDBOX_1: Policy = {
  ...builtIn('sandbox', 'automatic'),
  deadlines: {
    onboarding: { seconds: 30 },
    resubmission: { seconds: 14 },
    grace: { seconds: 14 },
    review: { seconds: 2 },
  },
  reminders: [{ seconds: 7 }, { seconds: 1 }],
  expiryNotice: { seconds: 30 },
  refresh: { high: { seconds: 365 }, otherwise: { seconds: 5 * 365 } },
  retention: { seconds: 5 * 365 },
};

/** The shipped default since faces are measured and copies of documents are noticed. */
export const STANDARD_2 = second(STANDARD_1);
export const MANUAL_2 = second(MANUAL_1);
export const SANDBOX_2 = second(SANDBOX_1);

/** The shipped default since PDFs that open without a password are read, as many statements are. */
export const STANDARD_3 = third(STANDARD_2);
export const MANUAL_3 = third(MANUAL_2);
export const SANDBOX_3 = third(SANDBOX_2);

/**
 * `standard@2` with nobody behind it, to see a whole case of level `enhanced` end by rule: a passed
 * challenge is accepted though a still that software turns passes it too, and funds are as declared.
 */
export const UNATTENDED_1: Policy = {
  ...STANDARD_2,
  name: 'unattended',
  version: 1,
  levels: {
    ...STANDARD_2.levels,
    enhanced: {
      requirements: ['details', 'identity', 'address', 'selfie'],
      fields: STANDARD_2.levels['enhanced']?.fields ?? [],
    },
  },
  challengeAccepted: true,
};

/** The same with what `standard@3` brought. */
export const UNATTENDED_2: Policy = { ...third(UNATTENDED_1), version: 2 };

export const BUILT_IN_POLICIES: readonly Policy[] = [
  STANDARD_1,
  MANUAL_1,
  SANDBOX_1,
  STANDARD_2,
  MANUAL_2,
  SANDBOX_2,
  UNATTENDED_1,
  STANDARD_3,
  MANUAL_3,
  SANDBOX_3,
  UNATTENDED_2,
];

/** Policies that no live customer may be under: clocks of seconds, or nobody behind a challenge. */
export const TEST_MODE_POLICIES: readonly string[] = [SANDBOX_1.name, UNATTENDED_1.name];

/**
 * The next version: copies of documents are noticed, and engines look at the selfie. A person looks too, as
 * no challenge is accepted, and always without the consent to measure the face.
 */
function second(before: Policy): Policy {
  const { identity, address, selfie } = before.requirements;
  const first: CheckKind[] = ['file_safety', 'image_quality'];
  const also = (of: RequirementPolicy, ...more: CheckKind[]) => {
    const others = of.checks.filter((kind) => !first.includes(kind) && kind !== 'manual');
    return { ...of, checks: [...first, ...more, ...others] };
  };
  const requirements = {
    ...before.requirements,
    // before the readings: it needs no engine that may be away
    identity: also(identity, 'document_unique'),
    address: also(address, 'document_unique'),
    selfie: also(selfie, 'face_match', 'liveness'),
  };
  return { ...before, version: 2, requirements };
}

/** The third version, which says what engines may read of files and addresses. */
function third(before: Policy): Policy {
  return { ...before, version: 3, encryptedPdf: 'accepted', addressUnit: 'required' };
}

function builtIn(name: string, automation: Automation): Policy {
  const core = ['family_name', 'birth_date', 'nationality', 'address'] as const;
  return {
    name,
    version: 1,
    levels: {
      basic: { requirements: ['details', 'identity'], fields: [...core] },
      standard: { requirements: ['details', 'identity', 'address'], fields: [...core] },
      enhanced: {
        requirements: ['details', 'identity', 'address', 'selfie', 'funds'],
        fields: [...core, 'occupation', 'source_of_funds'],
      },
    },
    requirements: requirementRules(automation),
    countries: null,
    issuingCountries: null,
    minimumAge: 18,
    attempts: { perRound: 3, whenUsedUp: 'review' },
    retakesPerRound: 2,
    deadlines: {
      onboarding: { days: 30 },
      resubmission: { days: 14 },
      grace: { days: 14 },
      review: { business_days: 2 },
    },
    reminders: [{ days: 7 }, { days: 1 }],
    // Bank and utility: three months; a tax bill comes once a year.
    addressAge: {
      utility_bill: { months: 3 },
      bank_statement: { months: 3 },
      tax_bill: { months: 12 },
      government_letter: { months: 12 },
    },
    expiryNotice: { days: 30 },
    // EU AMLR (Regulation 2024/1624) article 26: at most one year at high risk, five otherwise.
    refresh: { high: { years: 1 }, otherwise: { years: 5 } },
    names: { pass: 0.9, fail: 0.6 },
    screening: { alertMin: 0.85, restrictFrom: 0.92 },
    faces: { pass: 0.72, fail: 0.55 },
    challengeAccepted: false,
    printedText: 'review',
    // FATF, high-risk jurisdictions subject to a call for action.
    highRisk: {
      countries: ['IR', 'KP', 'MM'],
      source: 'FATF call for action',
      asOf: '2026-10-24',
      level: 'enhanced',
    },
    mediumRiskLevels: [],
    fourEyes: ['approve_after_hit', 'approve_high_risk', 'final_rejection', 'waiver', 'erasure'],
    retention: { years: 5 },
  };
}

function requirementRules(automation: Automation): Policy['requirements'] {
  return {
    details: { checks: [], automation: 'automatic', accepts: [] },
    identity: {
      checks: IDENTITY,
      automation,
      accepts: ['passport', 'national_id', 'driving_licence', 'residence_permit'],
    },
    address: {
      checks: ADDRESS,
      automation,
      accepts: ['utility_bill', 'bank_statement', 'tax_bill', 'government_letter'],
    },
    selfie: {
      checks: ['file_safety', 'image_quality', 'manual'],
      automation,
      accepts: ['selfie'],
    },
    funds: {
      checks: ['file_safety', 'manual'],
      automation,
      accepts: ['funds_evidence', 'bank_statement', 'tax_bill', 'other'],
    },
  };
}
