import { type RawBuilder, sql } from 'kysely';
import { canonical } from '../sealing/canonical.ts';
import { sha256Hex } from '../sealing/digest.ts';

/**
 * The name under which an idempotency key is looked up. It includes the app, so that guessing another app's
 * key finds nothing.
 */
export interface IdempotencyName {
  principal: string;
  method: string;
  path: string;
  key: string;
}

/** A key that a run holds. `lease` distinguishes it from a run that took over. */
export type Held = IdempotencyName & { lease: number };

/** The row of a held key, while the run holds it: a condition on `idempotency`. */
export function isHeld({ principal, method, path, key, lease }: Held): RawBuilder<boolean> {
  return sql<boolean>`principal = ${principal} AND method = ${method} AND path = ${path}
    AND key = ${key} AND lease = ${lease} AND state = 'running'`;
}

/** How long rows are kept: a day (docs/record.md#idempotency). */
export const KEPT_MS = 24 * 3_600_000;

/** The row's id for sealing: a hash of its name. */
export function rowId({ principal, method, path, key }: IdempotencyName): string {
  return sha256Hex(canonical([principal, method, path, key]));
}
