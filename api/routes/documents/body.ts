import type { z } from '@hono/zod-openapi';
import type { StoredDocument } from '../../../store/documents/document.ts';
import type { DocumentBody } from '../../schemas/document.ts';
import { type Reader, reasonsBody } from '../customers/body.ts';

export function documentBody(
  document: StoredDocument,
  { reader, advice }: { reader: Reader; advice: z.output<typeof DocumentBody>['advice'] },
): z.output<typeof DocumentBody> {
  return {
    id: document.id,
    object: 'document',
    customer: document.customer,
    requirement: document.requirement,
    type: document.type,
    country: document.country,
    state: document.state,
    pages: document.files.map(({ side, mediaType, digest }) => ({
      side,
      media_type: mediaType,
      digest,
    })),
    advice,
    errors: reasonsBody(document.errors, reader),
    created_at: document.receivedAt,
  };
}
