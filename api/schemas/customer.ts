import { z } from '@hono/zod-openapi';
import { MODES } from '../../domain/access/access.ts';
import { RISKS } from '../../domain/policy/policy.ts';
import { STATUS_REASONS, STATUSES } from '../../domain/case/status.ts';
import { coded } from '../http/body/validation.ts';
import { CheckBody } from './check.ts';
import { DecisionBody } from './decision.ts';
import { DetailsBody, DetailsChange, DetailsIn } from './details.ts';
import { DocumentBody } from './document.ts';
import { RequirementsBody } from './requirements.ts';
import { externalId, name } from './names.ts';
import { after, instant, instantIn, limit, line, locale, prose } from './text.ts';

/** Keys begin with a letter, so that none is a property that every JavaScript object has. */
const Metadata = z
  .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_.-]{0,39}$/), line(500))
  .refine((all) => Object.keys(all).length <= 20, coded('too_many', 'At most 20 keys.'))
  .openapi('Metadata', { example: { plan: 'gold' } });

export const CustomerCreate = z
  .strictObject({
    external_id: externalId.nullable().optional(),
    level: name,
    policy: name.default('standard'),
    locale: locale.optional(),
    details: DetailsIn,
    metadata: Metadata.default({}),
  })
  .openapi('CustomerCreate');

export const CustomerChange = z
  .strictObject({
    details: DetailsChange.optional(),
    level: name.optional(),
    metadata: Metadata.optional(),
    locale: locale.optional(),
    confirmed: z.literal(true).optional(),
  })
  .check((ctx) => {
    const asked = (['details', 'level', 'confirmed'] as const).filter((key) => ctx.value[key]);
    const isEmpty = Object.values(ctx.value).every((value) => value === undefined);
    if (isEmpty) report([], 'nothing_asked', 'Name at least one thing to change.');
    for (const key of asked.slice(1)) {
      report([key], 'one_at_a_time', `Send this apart from ${asked[0]}: each may be refused.`);
    }
    function report(path: string[], code: string, message: string): void {
      ctx.issues.push({ code: 'custom', input: undefined, path, ...coded(code, message) });
    }
  })
  .openapi('CustomerChange');

export const ReasonGiven = z
  .strictObject({ reason: prose(1000).nullable().optional() })
  .openapi('ReasonGiven');

export const CustomerClose = z
  .strictObject({
    /** True if the customer withdrew before approval. */
    withdrawn: z.boolean().default(false),
    reason: prose(1000).nullable().optional(),
  })
  .openapi('CustomerClose');

/** What a list shows of a customer: no sealed details, so that reading a list opens nothing. */
const SUMMARY = {
  id: z.string().openapi({ example: 'cus_4TfYq0ZbN3' }),
  object: z.literal('customer'),
  external_id: z.string().nullable(),
  status: z.enum(STATUSES),
  status_reason: z.enum(STATUS_REASONS),
  level: z.string(),
  /** With `findings:read` only, because the risk could disclose a hit. */
  risk: z.enum(RISKS).optional(),
  policy: z.strictObject({ name: z.string(), version: z.int() }),
  locale: z.string(),
  version: z.int(),
  mode: z.enum(MODES),
  screening: z.enum(['not_run', 'run']),
  created_at: instant,
  updated_at: instant,
  verified_at: instant.nullable(),
  closed_at: instant.nullable(),
};

export const CustomerSummary = z.strictObject(SUMMARY).openapi('CustomerSummary');

export const CustomerBody = z
  .strictObject({
    ...SUMMARY,
    requirements: RequirementsBody,
    details: DetailsBody,
    metadata: z.record(z.string(), z.string()),
    documents: z.array(DocumentBody).optional(),
    checks: z.array(CheckBody).optional(),
    decisions: z.array(DecisionBody).optional(),
  })
  .openapi('Customer');

export const CustomerList = z
  .strictObject({ data: z.array(CustomerSummary), next: z.string().nullable() })
  .openapi('CustomerList');

export const CustomerFilters = z.strictObject({
  status: z.enum(STATUSES).optional(),
  status_reason: z.enum(STATUS_REASONS).optional(),
  external_id: externalId.optional(),
  level: name.optional(),
  risk: z.enum(RISKS).optional(),
  created_after: instantIn.optional(),
  created_before: instantIn.optional(),
  updated_after: instantIn.optional(),
  limit,
  after: after.optional(),
});

const EXPANSIONS = ['documents', 'checks', 'decisions'] as const;

export const CustomerExpand = z.strictObject({
  expand: z
    .string()
    .max(60)
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(EXPANSIONS)))
    .optional()
    .openapi({ type: 'string', example: 'documents,checks' }),
});
