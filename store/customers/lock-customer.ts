import { sql, type Transaction } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';

/**
 * The revision for `If-Match`. It changes with each write of metadata or locale, which do not change the
 * version, and while a conditional change of the case is in progress.
 */
export const revisionOf = (customer: string) =>
  sql<string>`left(md5(${sql.ref(`${customer}.metadata`)} || convert_to(
    ${sql.ref(`${customer}.locale`)} || ${sql.ref(`${customer}.revision`)}, 'UTF8')), 12)`;

/**
 * Locks a customer's row and returns its revision. To be taken before any audit entry of the customer is
 * appended: two changes that locked row and chain in different orders would wait for each other. Refuses
 * `not_found`.
 */
export async function lockCustomer(
  trx: Transaction<Database>,
  scope: Scope,
  id: string,
): Promise<{ revision: string; mark: number }> {
  const row = await trx
    .selectFrom('customer')
    .select([revisionOf('customer').as('revision'), 'customer.revision as mark'])
    .forNoKeyUpdate()
    .where('id', '=', id)
    .where(ofMode('mode', scope))
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  return row;
}
