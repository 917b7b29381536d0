import { DatabaseError } from 'pg';
import { Refusal, type RefusalCode } from '../../domain/refusal.ts';
import { isDiskFault } from '../blobs/disk-failure.ts';
import { isStoreAway } from './pg-error.ts';

/**
 * `not_found` may also mean a row that another transaction has yet to commit, or a volume that is not
 * mounted.
 */
const OURS: readonly RefusalCode[] = [
  'store_unavailable',
  'storage_full',
  'key_store_unavailable',
  'not_found',
];

/** True for a fault of Postgres, the keys or the blobs, which says nothing of what was looked at. */
export function isOutage(error: unknown): boolean {
  if (error instanceof Refusal) return OURS.includes(error.code);
  if (error instanceof DatabaseError || isStoreAway(error)) return true;
  return isDiskFault(error);
}
