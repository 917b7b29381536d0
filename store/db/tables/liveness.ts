import type { Actor } from '../../../domain/access/access.ts';
import type { Step } from '../../../domain/faces/liveness.ts';
import type { Instant, Json } from './columns.ts';

export interface LivenessChallengeTable {
  id: string;
  customer_id: string;
  /** The round of the requirement `selfie`, and the number of this challenge within the round, from 1. */
  round: number;
  number: number;
  steps: Json<Step[]>;
  drawn_at: Instant;
  drawn_by: Json<Actor>;
}

export interface LivenessResponseTable {
  document_id: string;
  customer_id: string;
  challenge_id: string;
  /** For each frame, which step it shows, from 0. */
  shown: Json<number[]>;
  /** True if another document answered the challenge before. */
  is_reused: boolean;
  first_byte_at: Instant;
  last_byte_at: Instant;
}
