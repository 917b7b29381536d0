import { z } from '@hono/zod-openapi';
import { MODES } from '../../domain/access/access.ts';
import { DOCUMENT_STATES, DOCUMENT_TYPES, MEDIA_TYPES } from '../../domain/documents/documents.ts';
import { PLACE_PATTERN } from '../../domain/links.ts';
import { NEUTRAL_CODE, REASON_CODES } from '../../domain/reasons/reasons.ts';
import { REQUIREMENT_STATES, REQUIREMENTS } from '../../domain/case/requirements.ts';
import { CONSENT_PURPOSES } from '../../store/consents/consents.ts';
import { country, instant } from './text.ts';

export const HostedLink = z
  .strictObject({ object: z.literal('hosted_link'), expires_at: instant })
  .openapi('HostedLink');

const CSRF = z.string().openapi({ description: 'What every write carries in X-CSRF-Token' });

export const HostedStarted = z
  .strictObject({
    object: z.literal('hosted_session'),
    url: z.string().openapi({ description: 'Where to go on, without the token' }),
    csrf_token: CSRF,
    expires_at: instant,
  })
  .openapi('HostedStarted');

const place = z.string().openapi({ pattern: PLACE_PATTERN, example: 'front' });

const told = z.array(
  z.strictObject({
    code: z.enum([...REASON_CODES, NEUTRAL_CODE]),
    message: z.string().openapi({ description: 'In the customer’s language where we have it' }),
  }),
);

const HostedRequirement = z
  .strictObject({
    requirement: z.enum(REQUIREMENTS),
    state: z.enum(REQUIREMENT_STATES),
    accepts: z.array(
      z.strictObject({ type: z.enum(DOCUMENT_TYPES), needs: z.array(place) }).openapi({
        description: 'A type of document, and the pages that it needs',
      }),
    ),
    deadline: instant.nullable(),
    attempts_left: z.int(),
    errors: told,
  })
  .openapi('HostedRequirement');

export const StagedPageBody = z
  .strictObject({
    place,
    media_type: z.enum(MEDIA_TYPES),
    bytes: z.int(),
    step: z.int().nullable().openapi({ description: 'Which step of the challenge a frame shows' }),
    stored_at: instant,
  })
  .openapi('StagedPage');

export const StagedDocument = z
  .strictObject({
    type: z.enum(DOCUMENT_TYPES),
    country: z.string().nullable(),
    challenge: z
      .string()
      .nullable()
      .openapi({ description: 'The challenge that the frames of a selfie answer' }),
    pages: z.array(StagedPageBody),
    missing: z.array(place),
  })
  .openapi('StagedDocument');

export const HostedSession = z
  .strictObject({
    object: z.literal('hosted_session'),
    csrf_token: CSRF,
    expires_at: instant.openapi({ description: 'When the link ends' }),
    mode: z.enum(MODES),
    locale: z.string(),
    state: z.enum(['open', 'submitting']),
    requirements: z.array(HostedRequirement),
    consents: z.array(
      z.strictObject({
        purpose: z.enum(CONSENT_PURPOSES),
        given: z.boolean(),
        text_version: z.string(),
        created_at: instant,
      }),
    ),
    documents: z.array(StagedDocument),
  })
  .openapi('HostedSession');

export const HostedConsent = z
  .strictObject({
    object: z.literal('consent'),
    purpose: z.enum(CONSENT_PURPOSES),
    given: z.boolean(),
    text_version: z.string(),
    language: z.string(),
    created_at: instant,
  })
  .openapi('HostedConsent');

export const CountryNamed = z.strictObject({ country: country.nullable() }).openapi('CountryNamed');

export const HostedSubmission = z
  .strictObject({
    object: z.literal('submission'),
    documents: z.array(
      z.strictObject({
        type: z.enum(DOCUMENT_TYPES),
        requirement: z.enum(REQUIREMENTS),
        state: z.enum(DOCUMENT_STATES),
        pages: z.int(),
        errors: told,
      }),
    ),
    requirements: z.array(HostedRequirement),
  })
  .openapi('HostedSubmission');

/** Only for the OpenAPI document: the form is read part by part. */
export const PageForm = {
  type: 'object',
  required: ['file'],
  properties: {
    file: {
      type: 'string',
      contentMediaType: 'image/jpeg',
      description: 'In test mode its file name may hold magic values; no name is kept',
    },
    step: {
      type: 'integer',
      minimum: 0,
      description: 'Of a frame that answers a challenge: which of its steps it shows',
    },
  },
} as const;
