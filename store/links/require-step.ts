import type { Transaction } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';

/**
 * Refuses a page that does not fit the challenge of its document: each frame must name one of its steps, and
 * only frames may answer a challenge. Without a challenge, no step may be named.
 */
export async function requireStep(
  trx: Transaction<Database>,
  { document, place, step }: { document: string; place: string; step: number | null },
): Promise<void> {
  const draft = await trx
    .selectFrom('link_draft as d')
    .innerJoin('liveness_challenge as l', 'l.id', 'd.challenge_id')
    .where('d.document_id', '=', document)
    .select('l.steps')
    .executeTakeFirst();
  if (draft && !place.startsWith('frame-')) {
    throw wrong(
      '/file',
      'not_frames',
      'The selfie answers a challenge: frames alone belong to it.',
    );
  }
  const isStep = step !== null && step < (draft?.steps.length ?? 0);
  if (draft ? isStep : step === null) return;
  throw wrong('/step', 'not_a_step', 'A place in the list of the challenge’s steps, from 0.');
}

function wrong(pointer: string, code: string, message: string): Refusal {
  return new Refusal('validation_failed', '', { errors: [{ pointer, code, message }] });
}
