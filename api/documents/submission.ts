import { z } from '@hono/zod-openapi';
import {
  DOCUMENT_TYPES,
  type DocumentType,
  type MediaType,
  type Side,
} from '../../domain/documents/documents.ts';
import type { Mode } from '../../domain/access/access.ts';
import { agrees, sniff } from '../../domain/documents/file-signatures.ts';
import { type RefusalCode, Refusal } from '../../domain/refusal.ts';
import { hasUnknownTestValue, testValuesIn } from '../../domain/test-mode.ts';
import { sha256Hex } from '../../store/sealing/digest.ts';
import { isUnstorable } from '../http/body/unstorable.ts';

export const REQUEST_BYTES_MAX = 60 * 1024 * 1024;
export const PAGE_BYTES_MAX = 10 * 1024 * 1024;
const PAGES_MAX = 4;
const SELFIE_PAGES_MAX = 24;
export const DOCUMENTS_MAX = 10;

/** Checks only the form of a challenge's id; the store knows whether it exists. */
export const challengeId = z.string().max(60);

/** One file as it was received, before any inspection. */
export interface RawPage {
  side: Side;
  bytes: Buffer;
  /** The media type that the sender declared; null if none. */
  declared: string | null;
  fileName: string | null;
  /** JSON pointer of its place in the request. */
  pointer: string;
}

export interface SubmittedPage {
  side: Side;
  bytes: Buffer;
  /** SHA-256 of the file in hex. It is computed only here. */
  sha256: string;
  mediaType: MediaType;
  /** The test values in the file's name; empty in live mode, where a name has no meaning. */
  magic: string[];
  /** The blob that holds the file, if it is stored already. */
  blob?: string;
}

/** Which challenge a selfie's frames answer, and for each frame which of its steps it shows, from 0. */
export interface AnsweredChallenge {
  id: string;
  shown: number[];
  /** When the frames came, if they were not sent with the submission itself. */
  came?: { firstByteAt: string; lastByteAt: string };
}

export interface Submission<P> {
  type: DocumentType;
  country: string | null;
  challenge: AnsweredChallenge | null;
  pages: P[];
  pointer: string;
  /** The document's id, if it was drawn before. */
  document?: string;
}

/**
 * The submissions with every file's real type; refuses what must not be stored (docs/protection.md#uploads).
 */
export function inspect(
  submissions: Submission<RawPage>[],
  mode: Mode,
): Submission<SubmittedPage>[] {
  return submissions.map((submission) => {
    const { type, pages, pointer } = submission;
    const most = type === 'selfie' ? SELFIE_PAGES_MAX : PAGES_MAX;
    if (pages.length > most)
      refuse('validation_failed', pointer, 'too_many', `At most ${most} pages.`);
    if (!pages.some(({ side }) => side === 'front' || type === 'selfie')) {
      refuse('validation_failed', `${pointer}/front`, 'required', 'This is required.');
    }
    if (submission.challenge && (type !== 'selfie' || pages.some(({ side }) => side !== 'frame'))) {
      const message = 'A challenge is answered by the frames of a selfie alone.';
      refuse('validation_failed', `${pointer}/challenge`, 'not_frames', message);
    }
    return { ...submission, pages: pages.map((page) => inspectPage(page, mode)) };
  });
}

/** Narrows a text to a document type, or refuses it with its pointer. */
export function typeOf(text: unknown, pointer: string): DocumentType {
  if (text === undefined || text === null) {
    return refuse('validation_failed', pointer, 'required', 'This is required.');
  }
  const found = DOCUMENT_TYPES.find((type) => type === text);
  const message = `One of: ${DOCUMENT_TYPES.join(', ')}.`;
  return found ?? refuse('validation_failed', pointer, 'not_in_list', message);
}

/** Throws a refusal that points to one place of the request. */
export function refuse(code: RefusalCode, pointer: string, error: string, message: string): never {
  throw new Refusal(code, code === 'validation_failed' ? '' : message, {
    errors: [{ pointer, code: error, message }],
  });
}

/** The file with its real type. Refuses what must not be stored, with the pointer of the file. */
export function inspectPage(page: RawPage, mode: Mode): SubmittedPage {
  const { side, bytes, declared, fileName, pointer } = page;
  if (bytes.byteLength === 0) refuse('file_empty', pointer, 'file_empty', 'The file has no bytes.');
  if (bytes.byteLength > PAGE_BYTES_MAX) {
    const message = `A page may have at most ${PAGE_BYTES_MAX} bytes.`;
    refuse('payload_too_large', pointer, 'file_too_large', message);
  }
  if (isUnstorable(fileName ?? '')) {
    const message = 'NUL and halves of surrogate pairs are not taken in a file’s name.';
    refuse('validation_failed', pointer, 'control_character', message);
  }
  const mediaType = sniff(bytes);
  if (mediaType === null) {
    const message = 'The file is no JPEG, PNG, WebP, HEIC or PDF.';
    return refuse('file_type_mismatch', pointer, 'file_type_not_accepted', message);
  }
  if (!agrees({ sniffed: mediaType, declared, fileName })) {
    const message = 'The declared type or the file name does not agree with the bytes.';
    refuse('file_type_mismatch', pointer, 'file_type_mismatch', message);
  }
  const magic = mode === 'test' ? testValuesOf(page) : [];
  return { side, bytes, sha256: sha256Hex(bytes), mediaType, magic };
}

/** Refuses a mistyped test value: it would pass for an ordinary name, and real engines would answer. */
function testValuesOf({ fileName, pointer }: RawPage): string[] {
  const name = fileName ?? '';
  if (hasUnknownTestValue(name)) {
    const message = 'No magic value of test mode: docs/test-mode.md lists them.';
    refuse('validation_failed', pointer, 'unknown_magic_value', message);
  }
  return testValuesIn(name);
}
