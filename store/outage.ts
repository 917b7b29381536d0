import { DatabaseError } from 'pg';
import { Refusal, type RefusalCode } from '../domain/refusal.ts';
import { isStoreAway } from './pg-error.ts';

/** `not_found`: a row that another transaction is about to commit, or a volume that is not mounted. */
const OURS: readonly RefusalCode[] = ['store_unavailable', 'key_store_unavailable', 'not_found'];
/** What a file system says that is full, read-only, broken or gone. */
const DISK = /^(EIO|ENOSPC|EDQUOT|EROFS|EACCES|EPERM|ESTALE|EMFILE|ENFILE|ENODEV|ENXIO|ENOTCONN)$/;

/** True for a fault of Postgres, the keys or the blobs, which says nothing of what was looked at. */
export function isOutage(error: unknown): boolean {
  if (error instanceof Refusal) return OURS.includes(error.code);
  if (error instanceof DatabaseError || isStoreAway(error)) return true;
  return error instanceof Error && 'code' in error && DISK.test(String(error.code));
}
