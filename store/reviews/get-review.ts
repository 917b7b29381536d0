import type { Kysely } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import { type Review, reviewFromRow, reviewsInScope } from './review.ts';

/** One review, open or closed; refuses `not_found`. */
export async function getReview(
  db: Kysely<Database>,
  scope: Scope,
  input: { id: string; now: string },
): Promise<Review> {
  const row = await reviewsInScope(db, scope).where('r.id', '=', input.id).executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  return reviewFromRow(row, input.now);
}
