import { z } from '@hono/zod-openapi';
import { CHECKS, OUTCOMES } from '../../domain/checks/checks.ts';
import { COMPARED_FIELDS, COUNTERPARTS } from '../../domain/checks/compared.ts';
import { READING_FIELDS } from '../../domain/checks/findings.ts';
import { LIKENESSES } from '../../domain/names/likeness.ts';
import { REQUIREMENTS } from '../../domain/case/requirements.ts';
import { ReasonBody } from './requirements.ts';
import { instant } from './text.ts';

/** Only with `findings:read`: what an engine read, how well it agreed, and what it does not prove. */
const Finding = z
  .strictObject({
    engine: z.string(),
    /** Which field was compared with which counterpart. The values themselves are readings. */
    compared: z.array(
      z.strictObject({ field: z.enum(COMPARED_FIELDS), with: z.enum(COUNTERPARTS) }),
    ),
    readings: z.array(
      z.strictObject({
        field: z.enum(READING_FIELDS),
        value: z.string(),
        page: z.int(),
        box: z.array(z.number()).nullable(),
      }),
    ),
    pieces: z.array(
      z.strictObject({
        name: z.string(),
        how: z.enum(LIKENESSES).optional(),
        score: z.number(),
        weight: z.number(),
      }),
    ),
    measures: z.record(z.string(), z.union([z.number(), z.string()])),
    /** What `measures.detail` means, in a sentence for a reviewer; null if there is no detail. */
    cause: z.string().nullable(),
    not_proven: z.array(z.string()),
    /** The finding came after the case had moved on, and changed nothing. */
    late: z.boolean(),
    started_at: instant,
    ended_at: instant,
  })
  .openapi('Finding');

export const CheckBody = z
  .strictObject({
    id: z.string(),
    object: z.literal('check'),
    kind: z.enum(CHECKS),
    requirement: z.enum(REQUIREMENTS),
    document: z.string().nullable(),
    details_version: z.int(),
    outcome: z.enum(OUTCOMES).nullable().openapi({
      description:
        'Null while it runs; without `findings:read` always null for checks that could tip someone off.',
    }),
    reasons: z.array(ReasonBody),
    finding: Finding.nullable().optional(),
  })
  .openapi('Check');

export const CheckList = z
  .strictObject({
    data: z.array(CheckBody),
    /** The hash of the evidence that a decision made now would rest on. The decision must name it again. */
    evidence: z.string().openapi({ example: 'sha256:9f2c…' }),
    next: z.string().nullable(),
  })
  .openapi('CheckList');
