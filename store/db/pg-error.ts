import { DatabaseError } from 'pg';
import { Refusal } from '../../domain/refusal.ts';

/** True for an error of this constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof DatabaseError && error.constraint === constraint;
}

/** Deadlock, serialization, and a statement that waited or ran for too long. */
const GIVEN_UP = ['40P01', '40001', '57014', '55P03'];

/** True where Postgres undid a transaction for another's sake: the same again may succeed. */
export function isContended(error: unknown): boolean {
  return error instanceof DatabaseError && GIVEN_UP.includes(error.code ?? '');
}

/** What the system says when a connection cannot be made or has gone. */
const LOST = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
/**
 * What Postgres says that cannot work for now: 08 no connection, 25006 read-only, as a standby or one
 * whose disk is full, 25P0 a transaction that took too long, 53 no disk, memory or connection left,
 * 57P0 it ends, 58 its disk.
 */
const UNABLE = /^(08|25006|25P0[34]|53|57P0|58)[\dA-Z]*$/;
/** What `pg` says without a code. */
const LOST_TEXT = /connection terminated|timeout exceeded when trying to connect|not queryable/i;

/** True where Postgres or the bucket was not there or went away: no bug, and time heals it. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Refusal) return error.code === 'store_unavailable';
  const code = 'code' in error ? String(error.code) : '';
  return LOST.test(code) || UNABLE.test(code) || LOST_TEXT.test(error.message);
}
