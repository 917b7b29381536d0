import type { Actor } from '../../../domain/access/access.ts';
import type { Instant, Json } from './columns.ts';

/** A claim: one person holds a review while they look at it. */
export interface ReviewClaimTable {
  review_id: string;
  customer_id: string;
  /** The person: a user's id, or the holder of a key. */
  holder: string;
  actor: Json<Actor>;
  claimed_at: Instant;
  expires_at: Instant;
}
