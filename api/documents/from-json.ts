import { z } from '@hono/zod-openapi';
import { CHALLENGE } from '../../domain/liveness.ts';
import { DOCUMENT_TYPES } from '../../domain/documents.ts';
import { country } from '../schemas/text.ts';
import { coded, parse } from '../validation.ts';
import { DOCUMENTS_MAX, type RawPage, refuse, type Submission } from './submission.ts';

const base64 = z
  .string()
  .refine(isBase64, coded('not_base64', 'Base64 as in RFC 4648, with padding.'))
  .openapi({ format: 'byte' });

const fileName = z.string().max(255).openapi({
  description: 'Of the first page; kept nowhere. Test mode looks for magic values in it.',
});

const stepNumber = z
  .int()
  .min(0)
  .max(CHALLENGE.turns * 2 - 1);

export const DocumentsIn = z
  .strictObject({
    documents: z
      .array(
        z.strictObject({
          type: z.enum(DOCUMENT_TYPES),
          country: country.nullable().optional(),
          file_name: fileName.nullable().optional(),
          front: base64.nullable().optional(),
          back: base64.nullable().optional(),
          frames: z.array(base64).max(24).nullable().optional(),
          challenge: z.string().max(60).nullable().optional().openapi({
            description: 'The liveness challenge that the frames answer.',
          }),
          step: z.array(stepNumber).max(24).nullable().optional().openapi({
            description: 'For each frame which step of the challenge it shows, from 0.',
          }),
        }),
      )
      .min(1)
      .max(DOCUMENTS_MAX),
  })
  .openapi('DocumentsIn');

/** Submissions of a JSON body with base64 pages. */
export function submissionsFromJson(body: unknown): Submission<RawPage>[] {
  return parse(DocumentsIn, body).documents.map((document, index) => {
    const pointer = `/documents/${index}`;
    const page = (side: RawPage['side'], text: string, at: string): RawPage => ({
      side,
      bytes: Buffer.from(text, 'base64'),
      declared: null,
      fileName: null,
      pointer: `${pointer}/${at}`,
    });
    const pages = [
      ...(document.front ? [page('front', document.front, 'front')] : []),
      ...(document.back ? [page('back', document.back, 'back')] : []),
      ...(document.frames ?? []).map((text, n) => page('frame', text, `frames/${n}`)),
    ];
    const named = pages.map((one, n) =>
      n === 0 ? { ...one, fileName: document.file_name ?? null } : one,
    );
    const shown = document.step ?? [];
    if ((document.challenge ? pages.length : 0) !== shown.length) {
      const message = 'With a challenge one for each frame, else none.';
      refuse('validation_failed', `${pointer}/step`, 'wrong_length', message);
    }
    return {
      type: document.type,
      country: document.country ?? null,
      challenge: document.challenge ? { id: document.challenge, shown } : null,
      pages: named,
      pointer,
    };
  });
}

/** No regular expression: one over ten million characters may overflow the engine's stack. */
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && Buffer.from(text, 'base64').toString('base64') === text;
}
