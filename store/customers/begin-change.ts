import { randomInt } from 'node:crypto';
import type { Transaction } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { lockCustomer } from './lock-customer.ts';

/** A conditional change in progress: the customer's revision before it, and the revision after it. */
export interface Change {
  before: number;
  mark: number;
}

const MARKS = 2 ** 31;

/**
 * Reserves a new revision for one change of the case, so that of two changes on the same ETag the second is
 * refused before any of it is done. Refuses `version_mismatch`, `not_found`.
 */
export async function beginChange(
  trx: Transaction<Database>,
  scope: Scope,
  input: { id: string; revision: string },
): Promise<Change> {
  const { id, revision } = input;
  const locked = await lockCustomer(trx, scope, id);
  if (locked.revision !== revision) throw new Refusal('version_mismatch');
  const mark = randomInt(MARKS);
  await trx
    .updateTable('customer')
    .set({ revision: mark })
    .where('id', '=', id)
    .where(ofMode('mode', scope))
    .execute();
  return { before: locked.mark, mark };
}

/**
 * Restores the revision after a change that was refused, so that the ETag that the caller saw is valid again.
 */
export async function undoChange(
  trx: Transaction<Database>,
  scope: Scope,
  input: Change & { id: string },
): Promise<void> {
  await trx
    .updateTable('customer')
    .set({ revision: input.before })
    .where('id', '=', input.id)
    .where('revision', '=', input.mark)
    .where(ofMode('mode', scope))
    .execute();
}
