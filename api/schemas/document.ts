import { z } from '@hono/zod-openapi';
import {
  DOCUMENT_STATES,
  DOCUMENT_TYPES,
  MEDIA_TYPES,
  SIDES,
} from '../../domain/documents/documents.ts';
import { REASON_CODES } from '../../domain/reasons/reasons.ts';
import { REQUIREMENTS } from '../../domain/case/requirements.ts';
import { ReasonBody } from './requirements.ts';
import { instant } from './text.ts';
import { CustomerNow } from './customer-now.ts';

const DOCUMENT = {
  id: z.string().openapi({ example: 'doc_4TfYq0ZbN3' }),
  object: z.literal('document'),
  customer: z.string(),
  requirement: z.enum(REQUIREMENTS),
  type: z.enum(DOCUMENT_TYPES),
  country: z.string().nullable(),
  state: z.enum(DOCUMENT_STATES),
};

/** How to take better pictures, in sentences that a customer may read. */
const advice = z
  .array(z.strictObject({ code: z.enum(REASON_CODES), message: z.string() }))
  .openapi('Advice', {
    description:
      'What would make the pictures better; empty as long as nobody has looked, and where all is well',
  });

/** `digest` is salted. The plain SHA-256 of a file is only in the answer to its own upload. */
export const DocumentBody = z
  .strictObject({
    ...DOCUMENT,
    pages: z.array(
      z.strictObject({ side: z.enum(SIDES), media_type: z.enum(MEDIA_TYPES), digest: z.string() }),
    ),
    advice,
    errors: z.array(ReasonBody),
    created_at: instant,
  })
  .openapi('Document');

const SubmittedBody = z
  .strictObject({
    ...DOCUMENT,
    pages: z.array(
      z.strictObject({
        side: z.enum(SIDES),
        media_type: z.enum(MEDIA_TYPES),
        bytes: z.int(),
        sha256: z.string(),
      }),
    ),
    advice,
    errors: z.array(ReasonBody),
    created_at: instant,
  })
  .openapi('SubmittedDocument');

export const DocumentList = z
  .strictObject({ data: z.array(DocumentBody), next: z.string().nullable() })
  .openapi('DocumentList');

export const Submitted = z
  .strictObject({ data: z.array(SubmittedBody), customer: CustomerNow })
  .openapi('Submitted');

/** Only for the OpenAPI document: the form is read part by part, and each wrong field is refused by name. */
export const DocumentForm = {
  type: 'object',
  description:
    'One document by these fields, or several as `documents[0][type]`, `documents[0][front]` …',
  required: ['type', 'front'],
  properties: {
    type: { type: 'string', enum: [...DOCUMENT_TYPES] },
    country: { type: 'string', description: 'ISO 3166-1 alpha-2 of the issuing country' },
    front: {
      type: 'string',
      contentMediaType: 'image/jpeg',
      description: 'In test mode its file name may hold magic values; no name is kept',
    },
    back: { type: 'string', contentMediaType: 'image/jpeg' },
    'frames[]': { type: 'array', items: { type: 'string', contentMediaType: 'image/jpeg' } },
    challenge: {
      type: 'string',
      description:
        'The liveness challenge that the frames answer: send them as `frames[n]`, each with `step[n]`',
    },
    'step[n]': {
      type: 'string',
      pattern: '^[0-7]$',
      description: 'Which step of the challenge the frame `frames[n]` shows, from 0',
    },
  },
} as const;
