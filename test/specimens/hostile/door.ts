import { inspect } from '../../../api/documents/submission.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { HostileCase } from './case.ts';

/** What the API answers to the upload of a file before it is stored; null: it is taken. */
export function doorOf({ mediaType, fileName }: HostileCase, bytes: Buffer): string | null {
  const name = fileName ?? null;
  const page = { side: 'front', bytes, declared: mediaType, fileName: name, pointer: '' } as const;
  try {
    inspect(
      [{ type: 'passport', country: null, challenge: null, pages: [page], pointer: '' }],
      'live',
    );
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
