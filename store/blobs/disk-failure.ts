import { Refusal } from '../../domain/refusal.ts';
import { storageFull } from './storage-watch.ts';

/** Errors of a file system that is full, or whose user has used up a quota. */
const FULL = /^(ENOSPC|EDQUOT)$/;
/** Errors of a file system that is read-only, broken or gone, or that denies us access. */
const AWAY =
  /^(EIO|EROFS|EACCES|EPERM|ESTALE|EMFILE|ENFILE|ENODEV|ENXIO|ENOTCONN|EHOSTDOWN|ETIMEDOUT)$/;

/**
 * The refusal for an error of the disk: `storage_full` or `store_unavailable`. A bug is returned as it is.
 */
export function diskRefusal(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (FULL.test(code)) return storageFull(error);
  if (!AWAY.test(code)) return error;
  return new Refusal('store_unavailable', 'Send this again later.', { cause: error });
}

/** True for an error of the disk itself, which is full or away. */
export function isDiskFault(error: unknown): boolean {
  return diskRefusal(error) !== error;
}
