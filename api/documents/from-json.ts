import { z } from '@hono/zod-openapi';
import { CHALLENGE } from '../../domain/faces/liveness.ts';
import { DOCUMENT_TYPES } from '../../domain/documents/documents.ts';
import { country } from '../schemas/text.ts';
import type { Room } from '../http/body/body-budget.ts';
import { parseJson } from '../http/body/request-json.ts';
import { parse } from '../http/body/validation.ts';
import { type Lifted, liftTexts } from './lift-texts.ts';
import { challengeId, DOCUMENTS_MAX, type RawPage, refuse, type Submission } from './submission.ts';

const page = z.string().openapi({ format: 'byte' });

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
          front: page.nullable().optional(),
          back: page.nullable().optional(),
          frames: z.array(page).max(24).nullable().optional(),
          challenge: challengeId.nullable().optional().openapi({
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

/**
 * The submissions in a JSON body with base64 pages. Each page is a view of `json`, which is overwritten.
 * `room` counts the memory that the rest of the JSON takes.
 */
export function submissionsFromJson(json: Buffer, room: Room): Submission<RawPage>[] {
  const { rest, ...lifted } = liftTexts(json);
  return parse(DocumentsIn, parseJson(rest, room)).documents.map((document, index) => {
    const pointer = `/documents/${index}`;
    const named = pagesOf(document, { pointer, lifted });
    const shown = document.step ?? [];
    if ((document.challenge ? named.length : 0) !== shown.length) {
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

const DATA_URL = 'A data URL is not taken: send what stands behind its comma.';

type DocumentIn = z.output<typeof DocumentsIn>['documents'][number];

function pagesOf(
  { front, back, frames, file_name: fileName }: DocumentIn,
  { pointer, lifted }: { pointer: string; lifted: Omit<Lifted, 'rest'> },
): RawPage[] {
  const one = (side: RawPage['side'], text: string, at: string): RawPage => {
    const place = `${pointer}/${at}`;
    if (lifted.isDataUrl(text)) return refuse('validation_failed', place, 'data_url', DATA_URL);
    const bytes =
      lifted.bytesOf(text) ??
      refuse('validation_failed', place, 'not_base64', 'Base64 as in RFC 4648, with padding.');
    return { side, bytes, declared: null, fileName: null, pointer: place };
  };
  const pages = [
    ...(front ? [one('front', front, 'front')] : []),
    ...(back ? [one('back', back, 'back')] : []),
    ...(frames ?? []).map((text, n) => one('frame', text, `frames/${n}`)),
  ];
  return pages.map((all, n) => (n === 0 ? { ...all, fileName: fileName ?? null } : all));
}
