import { z } from '@hono/zod-openapi';
import { MODES } from '../../domain/access/access.ts';
import { CHECKS } from '../../domain/checks/checks.ts';
import { DOCUMENT_TYPES } from '../../domain/documents/documents.ts';
import { POLICY_BOUNDS } from '../../domain/policy/bounds.ts';
import {
  AUTOMATION,
  ADDRESS_UNITS,
  ENCRYPTED_PDFS,
  FOUR_EYES,
  MALWARE_SCANS,
} from '../../domain/policy/policy.ts';
import { DETAIL_FIELDS, REQUIREMENTS } from '../../domain/case/requirements.ts';
import { LONGEST } from '../../domain/time.ts';
import { VENDORS } from '../../domain/policy/vendors.ts';
import { coded } from '../http/body/validation.ts';
import { name } from './names.ts';
import { instant, line, matching } from './text.ts';

/** The rules of publishing have the same bounds, and check more than these. */
const upTo = (max: number) => z.int().min(1).max(max);
/** A duration of exactly one unit, as the rules of publishing require. */
const duration = z
  .strictObject({
    days: upTo(LONGEST.days).optional(),
    months: upTo(LONGEST.months).optional(),
    years: upTo(LONGEST.years).optional(),
    business_days: upTo(LONGEST.business_days).optional(),
    seconds: z.number().min(POLICY_BOUNDS.secondsMin).max(LONGEST.seconds).optional(),
  })
  .openapi('Duration', {
    description: 'One unit alone, of at most a hundred years; fractions of seconds are taken.',
  });

const documentTypes = listOf(DOCUMENT_TYPES).openapi('DocumentTypes');
const countryCode = matching(/^[A-Z]{2}$/, 'not_a_country', 'A code of ISO 3166-1, in capitals.');
const countries = z.array(countryCode).max(POLICY_BOUNDS.countries);
const share = z.number().min(0).max(1);
const band = z.strictObject({ pass: share, fail: share }).openapi('Band');

/** A list of words without repetitions. */
function listOf<const Words extends readonly string[]>(words: Words) {
  return z.array(z.enum(words)).max(words.length);
}

function within({ min, max }: { min: number; max: number }) {
  return z.int().min(min).max(max);
}

const requirement = z
  .strictObject({
    checks: listOf(CHECKS),
    automation: z.enum(AUTOMATION),
    accepts: documentTypes,
    accepts_by_country: z.record(z.string().regex(/^[A-Z]{2}$/), documentTypes).optional(),
  })
  .openapi('PolicyRequirement');

const level = z
  .strictObject({
    requirements: listOf(REQUIREMENTS),
    fields: listOf(DETAIL_FIELDS),
  })
  .openapi('Level');

/** A policy's rules in the API's form: one field for each field in docs/policy.md. */
const RULES = {
  levels: z
    .record(name, level)
    .refine(
      (all) => Object.keys(all).length <= POLICY_BOUNDS.levels,
      coded('too_many', `At most ${POLICY_BOUNDS.levels} levels.`),
    ),
  requirements: z.record(z.enum(REQUIREMENTS), requirement),
  countries: countries.nullable(),
  issuing_countries: countries.nullable(),
  minimum_age: within(POLICY_BOUNDS.minimumAge),
  attempts: z.strictObject({
    per_round: within(POLICY_BOUNDS.perRound),
    when_used_up: z.enum(['review', 'reject']),
  }),
  retakes_per_round: within(POLICY_BOUNDS.retakesPerRound),
  deadlines: z.strictObject({
    onboarding: duration,
    resubmission: duration,
    grace: duration,
    review: duration,
  }),
  reminders: z.array(duration).max(POLICY_BOUNDS.reminders),
  address_age: z.partialRecord(z.enum(DOCUMENT_TYPES), duration),
  expiry_notice: duration,
  refresh: z.strictObject({ high: duration, otherwise: duration }),
  names: band,
  screening: z.strictObject({ alert_min: share, restrict_from: share }),
  faces: band,
  challenge_accepted: z.boolean(),
  printed_text: z.enum(['review', 'accepted']),
  malware_scan: z.enum(MALWARE_SCANS).optional(),
  encrypted_pdf: z.enum(ENCRYPTED_PDFS).optional(),
  address_unit: z.enum(ADDRESS_UNITS).optional(),
  high_risk: z.strictObject({
    countries,
    source: line(POLICY_BOUNDS.source),
    as_of: z.string().max(10),
    level: name,
  }),
  medium_risk_levels: z.array(name).max(POLICY_BOUNDS.levels),
  four_eyes: listOf(FOUR_EYES),
  retention: duration,
  /** Which vendor answers a check in place of one of our own engines: docs/vendors.md. */
  vendors: z.partialRecord(z.enum(CHECKS), z.enum(VENDORS)).optional(),
};

export const PolicyCreate = z.strictObject({ name, ...RULES }).openapi('PolicyCreate');

/** The rules without a name, as a simulation takes them. */
export const PolicyRules = z.strictObject(RULES).openapi('PolicyRules');

const PUBLISHED = {
  object: z.literal('policy'),
  name: z.string(),
  version: z.number(),
  ...RULES,
  /** Whose customers the policy serves; `live` policies serve those of both modes. */
  mode: z.enum(MODES),
  created_at: instant,
};

export const PolicyBody = z.strictObject(PUBLISHED).openapi('Policy');

/** What publishing accepts but the caller should know: a pointer into the rules, and a sentence. */
const warnings = z.array(z.strictObject({ pointer: z.string(), message: z.string() }));

/** The answer to publishing. */
export const PublishedPolicy = z
  .strictObject({ ...PUBLISHED, warnings })
  .openapi('PublishedPolicy');

/** What publishing would do: the answer to a dry run. */
export const PolicyVerdict = z
  .strictObject({
    object: z.literal('policy_verdict'),
    name: z.string(),
    version: z.number(),
    warnings,
  })
  .openapi('PolicyVerdict');

export const PolicyList = z
  .strictObject({
    data: z.array(
      z.strictObject({
        name: z.string(),
        version: z.number(),
        mode: z.enum(MODES),
        created_at: instant,
      }),
    ),
    next: z.null(),
  })
  .openapi('PolicyList');

export const PolicyQuery = z.strictObject({ dry_run: z.enum(['true', 'false']).optional() });

export const DifferenceQuery = z.strictObject({
  from: z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/)
    .transform(Number),
});

export const PolicyDifference = z
  .strictObject({
    name: z.string(),
    from: z.number(),
    to: z.number(),
    /** In the order of the rules. A value is null if that version has no such field. */
    changes: z.array(z.strictObject({ pointer: z.string(), from: z.unknown(), to: z.unknown() })),
  })
  .openapi('PolicyDifference');
