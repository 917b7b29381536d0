import type { Kysely } from 'kysely';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';
import { type Customer, customerFromRow, customersInScope } from './customer.ts';

/** The customer with its case. Refuses `not_found` if there is none in this mode. */
export async function getCustomerInScope(
  db: Kysely<Database>,
  scope: Scope,
  id: string,
): Promise<Customer> {
  const customer = await findCustomerInScope(db, scope, id);
  if (!customer) throw new Refusal('not_found');
  return customer;
}

/** The same; undefined while no case of this mode is recorded. */
export async function findCustomerInScope(
  db: Kysely<Database>,
  scope: Scope,
  id: string,
): Promise<Customer | undefined> {
  const row = await customersInScope(db, scope).where('u.id', '=', id).executeTakeFirst();
  return row && customerFromRow(row);
}
