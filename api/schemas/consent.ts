import { z } from '@hono/zod-openapi';
import { CONSENT_PURPOSES } from '../../store/consents/consents.ts';
import { instant, line, locale } from './text.ts';

export const ConsentCreate = z
  .strictObject({
    purpose: z.enum(CONSENT_PURPOSES),
    given: z.boolean(),
    text_version: line(60),
    language: locale,
  })
  .openapi('ConsentCreate');

export const ConsentBody = z
  .strictObject({
    id: z.string(),
    object: z.literal('consent'),
    customer: z.string(),
    purpose: z.enum(CONSENT_PURPOSES),
    given: z.boolean(),
    text_version: z.string(),
    language: z.string(),
    created_at: instant,
  })
  .openapi('Consent');
