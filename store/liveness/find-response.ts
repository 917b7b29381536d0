import type { Kysely } from 'kysely';
import type { Response } from '../../domain/faces/liveness.ts';
import { msBetween } from '../../domain/time.ts';
import type { Database } from '../db/database.ts';

/** Which challenge a customer's document answers, and how; null for a plain selfie. */
export async function findResponse(
  db: Kysely<Database>,
  input: { customer: string; document: string },
): Promise<Response | null> {
  const row = await db
    .selectFrom('liveness_response as r')
    .innerJoin('liveness_challenge as l', 'l.id', 'r.challenge_id')
    .where('r.document_id', '=', input.document)
    .where('r.customer_id', '=', input.customer)
    .select(['l.steps', 'l.number', 'l.drawn_at', 'r.shown', 'r.is_reused'])
    .select(['r.first_byte_at', 'r.last_byte_at'])
    .executeTakeFirst();
  if (!row) return null;
  return {
    steps: row.steps,
    shown: row.shown,
    number: row.number,
    firstByteAfterMs: msBetween(row.drawn_at, row.first_byte_at),
    lastByteAfterMs: msBetween(row.drawn_at, row.last_byte_at),
    isReused: row.is_reused,
  };
}

/** Whether the recorded case has the customer's consent to face biometrics. */
export async function hasFaceConsent(db: Kysely<Database>, customer: string): Promise<boolean> {
  const row = await db
    .selectFrom('case')
    .select('state')
    .where('customer_id', '=', customer)
    .executeTakeFirst();
  return row?.state.faceConsent === 'given';
}
