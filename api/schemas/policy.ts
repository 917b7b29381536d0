import { z } from '@hono/zod-openapi';
import { MODES } from '../../domain/access.ts';
import { CHECKS } from '../../domain/checks.ts';
import { DOCUMENT_TYPES } from '../../domain/documents.ts';
import { AUTOMATION, ENCRYPTED_PDFS, FOUR_EYES, MALWARE_SCANS } from '../../domain/policy.ts';
import { DETAIL_FIELDS, REQUIREMENTS } from '../../domain/requirements.ts';
import { VENDORS } from '../../domain/vendors.ts';
import { name } from './names.ts';
import { instant, line } from './text.ts';

const count = z.number().min(0);
/** Exactly one unit, which the rules of publishing hold. */
const duration = z
  .strictObject({
    days: count.optional(),
    months: count.optional(),
    years: count.optional(),
    business_days: count.optional(),
    seconds: count.optional(),
  })
  .openapi('Duration', { description: 'One unit alone; fractions of seconds are taken.' });

const documentTypes = z.array(z.enum(DOCUMENT_TYPES)).openapi('DocumentTypes');
const countries = z.array(z.string());
const share = z.number().min(0).max(1);
const band = z.strictObject({ pass: share, fail: share }).openapi('Band');

const requirement = z
  .strictObject({
    checks: z.array(z.enum(CHECKS)),
    automation: z.enum(AUTOMATION),
    accepts: documentTypes,
    accepts_by_country: z.record(z.string(), documentTypes).optional(),
  })
  .openapi('PolicyRequirement');

const level = z
  .strictObject({
    requirements: z.array(z.enum(REQUIREMENTS)),
    fields: z.array(z.enum(DETAIL_FIELDS)),
  })
  .openapi('Level');

/** A policy's rules on the wire, one field for each of case.md section 6. */
const RULES = {
  levels: z.record(name, level),
  requirements: z.record(z.enum(REQUIREMENTS), requirement),
  countries: countries.nullable(),
  issuing_countries: countries.nullable(),
  minimum_age: z.number(),
  attempts: z.strictObject({ per_round: z.number(), when_used_up: z.enum(['review', 'reject']) }),
  retakes_per_round: z.number(),
  deadlines: z.strictObject({
    onboarding: duration,
    resubmission: duration,
    grace: duration,
    review: duration,
  }),
  reminders: z.array(duration),
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
  high_risk: z.strictObject({
    countries,
    source: line(200),
    as_of: z.string(),
    level: z.string(),
  }),
  medium_risk_levels: z.array(z.string()),
  four_eyes: z.array(z.enum(FOUR_EYES)),
  retention: duration,
  /** Who answers a check in place of an engine of the house: docs/vendors.md. */
  vendors: z.partialRecord(z.enum(CHECKS), z.enum(VENDORS)).optional(),
};

export const PolicyCreate = z.strictObject({ name, ...RULES }).openapi('PolicyCreate');

/** The rules alone, as a simulation takes them. */
export const PolicyRules = z.strictObject(RULES).openapi('PolicyRules');

const PUBLISHED = {
  object: z.literal('policy'),
  name: z.string(),
  version: z.number(),
  ...RULES,
  /** Whose customers it serves: `live` those of both modes. */
  mode: z.enum(MODES),
  created_at: instant,
};

export const PolicyBody = z.strictObject(PUBLISHED).openapi('Policy');

/** What may be published and should be known: a pointer into the rules, and a sentence. */
const warnings = z.array(z.strictObject({ pointer: z.string(), message: z.string() }));

/** The answer to publishing. */
export const PublishedPolicy = z
  .strictObject({ ...PUBLISHED, warnings })
  .openapi('PublishedPolicy');

/** What publishing would do: a dry run's answer. */
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
    /** In the order of the rules; null where one of the two has no such field. */
    changes: z.array(z.strictObject({ pointer: z.string(), from: z.unknown(), to: z.unknown() })),
  })
  .openapi('PolicyDifference');
