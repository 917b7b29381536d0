import { canonical } from '../canonical.ts';
import { sha256Hex } from '../digest.ts';

/** Where an idempotency key is looked up: a guessed key of another app finds nothing. */
export interface IdempotencyName {
  principal: string;
  method: string;
  path: string;
  key: string;
}

/** Kept for a day (protection.md 5). */
export const KEPT_MS = 24 * 3_600_000;

/** The row's id for sealing: its name hashed. */
export function rowId({ principal, method, path, key }: IdempotencyName): string {
  return sha256Hex(canonical([principal, method, path, key]));
}
