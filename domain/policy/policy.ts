import type { CheckKind } from '../checks/checks.ts';
import type { DocumentType } from '../documents/documents.ts';
import type { ReasonCode } from '../reasons/reasons.ts';
import type { DetailField, Requirement } from '../case/requirements.ts';
import type { Duration } from '../time.ts';
import type { VendorsByCheck } from './vendors.ts';

export const AUTOMATION = [
  'automatic',
  'manual',
  'automatic_reject_only',
  'automatic_approve_only',
] as const;
export type Automation = (typeof AUTOMATION)[number];

export const RISKS = ['low', 'medium', 'high'] as const;
export type Risk = (typeof RISKS)[number];

/** Decisions of people that need a second person. */
export const FOUR_EYES = [
  'approve_after_hit',
  'approve_high_risk',
  'final_rejection',
  'waiver',
  'erasure',
] as const;
export type FourEyes = (typeof FOUR_EYES)[number];

/** What the engines need of a policy: the numbers that judge a person, with nothing else. */
export interface Thresholds {
  minimumAge: number;
  /** Issuing countries, ISO 3166-1 alpha-2; null: all. */
  issuingCountries: string[] | null;
  /** Accepted types for this requirement. */
  accepts: DocumentType[];
  /** Greatest age of a proof of address, by type, counted at receipt. */
  addressAge: Partial<Record<DocumentType, Duration>>;
  /** Least name similarity, 0 to 1, that passes; below `nameFail` it fails, between a person looks. */
  namePass: number;
  nameFail: number;
  /** Whether letters that neither a check digit nor a barcode confirms may pass; absent: `review`. */
  printedText?: 'review' | 'accepted';
  /** `required`: only files that a malware scanner called clean pass; absent: `optional`. */
  malwareScan?: MalwareScan;
  /** Least cosine of two faces that passes; below `faceFail` they are two people's. Of selfies alone. */
  facePass?: number;
  faceFail?: number;
  /** `accepted`: PDFs that open without a password pass though they are encrypted; absent: `refused`. */
  encryptedPdf?: EncryptedPdf;
  /** Of proofs of address alone; absent: `required`. */
  addressUnit?: AddressUnit;
}

/** Whether a stated flat or floor must be printed on a proof of address; one that differs never passes. */
export const ADDRESS_UNITS = ['required', 'optional'] as const;
export type AddressUnit = (typeof ADDRESS_UNITS)[number];

/** Bank statements often bar copying or printing, and open for everybody. */
export const ENCRYPTED_PDFS = ['refused', 'accepted'] as const;
export type EncryptedPdf = (typeof ENCRYPTED_PDFS)[number];

/** Whether files must have been scanned for malware; infected ones are refused either way. */
export const MALWARE_SCANS = ['optional', 'required'] as const;
export type MalwareScan = (typeof MALWARE_SCANS)[number];

export interface Level {
  requirements: Requirement[];
  /** Details that must be there before the requirement `details` is complete. */
  fields: DetailField[];
}

export interface RequirementPolicy {
  checks: CheckKind[];
  automation: Automation;
  accepts: DocumentType[];
  /** A country's own list, by ISO 3166-1 alpha-2 code of residence. */
  acceptsByCountry?: Record<string, DocumentType[]>;
}

/** A named, versioned set of rules, immutable once published (docs/policy.md#versions). */
export interface Policy {
  name: string;
  version: number;
  levels: Record<string, Level>;
  requirements: Record<Requirement, RequirementPolicy>;
  /** Countries of residence served, ISO 3166-1 alpha-2; null: all. */
  countries: string[] | null;
  issuingCountries: string[] | null;
  minimumAge: number;
  attempts: { perRound: number; whenUsedUp: 'review' | 'reject' };
  retakesPerRound: number;
  deadlines: { onboarding: Duration; resubmission: Duration; grace: Duration; review: Duration };
  reminders: Duration[];
  addressAge: Partial<Record<DocumentType, Duration>>;
  /** How long before its end an identity document counts as due again soon. */
  expiryNotice: Duration;
  refresh: { high: Duration; otherwise: Duration };
  names: { pass: number; fail: number };
  screening: { alertMin: number; restrictFrom: number };
  faces: { pass: number; fail: number };
  challengeAccepted: boolean;
  printedText: 'review' | 'accepted';
  /** Absent in versions from before it: `optional`. */
  malwareScan?: MalwareScan;
  /** Absent in versions from before it: `refused`. */
  encryptedPdf?: EncryptedPdf;
  /** Absent in versions from before it: `required`. */
  addressUnit?: AddressUnit;
  highRisk: { countries: string[]; source: string; asOf: string; level: string };
  /** Levels that by themselves mean medium risk. */
  mediumRiskLevels: string[];
  fourEyes: FourEyes[];
  retention: Duration;
  /** Who answers a check in place of an engine of the house. */
  vendors?: VendorsByCheck;
}

/** Final reasons that a rule may give by itself (docs/policy.md#final-reasons); all others need a person. */
export const FINAL_BY_RULE: readonly ReasonCode[] = [
  'under_minimum_age',
  'country_not_served',
  'attempts_exhausted',
];
