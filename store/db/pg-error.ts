import { DatabaseError } from 'pg';
import { Refusal } from '../../domain/refusal.ts';

/** True if the error is a violation of this constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof DatabaseError && error.constraint === constraint;
}

/** Codes for a deadlock, a serialization failure, and a statement that waited or ran for too long. */
const GIVEN_UP = ['40P01', '40001', '57014', '55P03'];

/** True if Postgres rolled a transaction back because of another one, so that the same may succeed now. */
export function isContended(error: unknown): boolean {
  return error instanceof DatabaseError && GIVEN_UP.includes(error.code ?? '');
}

/** Codes of the system for a connection that cannot be made or was lost. */
const LOST = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
/**
 * Codes of Postgres when it cannot work for now: 08 no connection, 25006 read-only, as a standby or with a
 * full disk, 25P0 a transaction that took too long, 53 out of disk, memory or connections, 57P0 shutting
 * down, 58 an error of its disk.
 */
const UNABLE = /^(08|25006|25P0[34]|53|57P0|58)[\dA-Z]*$/;
/** Texts of `pg` for errors that have no code. */
const LOST_TEXT = /connection terminated|timeout exceeded when trying to connect|not queryable/i;

/** True if Postgres or the bucket was or went away: not a bug, and it passes. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Refusal) return error.code === 'store_unavailable';
  const code = 'code' in error ? String(error.code) : '';
  return LOST.test(code) || UNABLE.test(code) || LOST_TEXT.test(error.message);
}
