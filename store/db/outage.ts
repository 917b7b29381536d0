import { DatabaseError } from 'pg';
import { Refusal, type RefusalCode } from '../../domain/refusal.ts';
import { isDiskFault } from '../blobs/disk-failure.ts';
import { isStoreAway } from './pg-error.ts';

/**
 * Refusals that an outage may cause. `not_found` is one of them: the row may not be committed yet, or the
 * volume not mounted.
 */
const OURS: readonly RefusalCode[] = [
  'store_unavailable',
  'storage_full',
  'key_store_unavailable',
  'not_found',
];

/**
 * True for a failure of Postgres, the keys or the blobs, which says nothing about the data that was asked
 * for.
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof Refusal) return OURS.includes(error.code);
  if (error instanceof DatabaseError || isStoreAway(error)) return true;
  return isDiskFault(error);
}
