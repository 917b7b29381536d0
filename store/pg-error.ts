import { DatabaseError } from 'pg';
import { Refusal } from '../domain/refusal.ts';

/** True for an error of this constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof DatabaseError && error.constraint === constraint;
}

/** True where Postgres undid a transaction for another's sake: the same again may succeed. */
export function isContended(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === '40P01' || error.code === '40001');
}

/** What the system and the server say when a connection cannot be made or has gone. */
const LOST = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|08|53300|57P0)/;
/** What `pg` says without a code. */
const LOST_TEXT = /connection terminated|timeout exceeded when trying to connect|not queryable/i;

/** True where Postgres or the bucket was not there or went away: no bug, and time heals it. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof Refusal) return error.code === 'store_unavailable';
  const code = 'code' in error ? String(error.code) : '';
  return LOST.test(code) || LOST_TEXT.test(error.message);
}
