import { DatabaseError } from 'pg';
import { Refusal } from '../../domain/refusal.ts';
import { KEK_MISMATCH, KEY_DAMAGED } from '../keys/kek.ts';
import { isStoreAway } from './pg-error.ts';

/**
 * Codes of Postgres for a missing connection, resources or disk, while it starts or stops, and as a standby.
 */
const SERVER_AWAY = /^(08|53|57P|58|25006)/;
/**
 * Codes of Postgres for a table that no migration has made or granted yet, and for a query that waited too
 * long.
 */
const NOT_YET = /^(42P01|42501|57014)$/;
/**
 * Codes of a file system that is full, broken or gone. Wrong rights are not among them: they are a wrong
 * setting.
 */
const DISK_AWAY = /^(EIO|ENOSPC|EDQUOT|EROFS|ESTALE|EBUSY|EMFILE|ENFILE|ENODEV|ENXIO|ENOTCONN)$/;

/**
 * True while a server is away, or while the keys database belongs to another key-encryption key. False for
 * errors that only another setting or another program cures.
 */
export function isAway(error: unknown): boolean {
  return someOf(error, ({ error: one, code }) => {
    if (one instanceof DatabaseError) return SERVER_AWAY.test(code);
    if (code === KEK_MISMATCH || code === KEY_DAMAGED || DISK_AWAY.test(code)) return true;
    return isStoreAway(one);
  });
}

/** The same for the start of a process, which waits for migrations too. */
export function mayStartLater(error: unknown): boolean {
  return isAway(error) || someOf(error, ({ code }) => NOT_YET.test(code));
}

function someOf(error: unknown, is: (one: { error: Error; code: string }) => boolean): boolean {
  if (!(error instanceof Error)) return false;
  return is({ error, code: codeOf(error) }) || someOf(error.cause, is);
}

/** Why something is away: a code of the system or a server, never a text with values. */
export function awayReason(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  if (error instanceof Refusal && error.code === 'storage_full') return error.code;
  if (error instanceof Refusal && error.cause !== undefined) return awayReason(error.cause);
  const code = codeOf(error);
  if (code === '42P01') return 'not_migrated';
  if (code === '42501') return 'not_granted';
  if (code === '57P03') return 'starting';
  if (/^[\w.-]{1,60}$/.test(code)) return code;
  if (/timeout/i.test(error.message)) return 'timeout';
  if (/connection terminated/i.test(error.message)) return 'connection_lost';
  return error.cause === undefined ? error.name : awayReason(error.cause);
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
