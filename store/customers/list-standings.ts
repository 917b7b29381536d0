import { type Kysely, sql } from 'kysely';
import type { CaseState } from '../../domain/case/state.ts';
import type { Database } from '../db/database.ts';

/** A customer as stored in the database, without a state if their case was never recorded. */
export interface StandingRow {
  customer: string;
  state: CaseState | null;
  erased: boolean;
}

/** All customers of both modes, ordered by id, for the comparison after a restore. */
export async function listStandingsUnscoped(
  db: Kysely<Database>,
  input: { after: string; limit: number },
): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`SELECT u.id AS customer, c.state,
      u.erased_at IS NOT NULL AS erased
    FROM customer u LEFT JOIN "case" c ON c.customer_id = u.id
    WHERE u.id > ${input.after} ORDER BY u.id LIMIT ${input.limit}`.execute(db);
  return rows;
}

/** The same for one customer; undefined if the database does not have them. */
export async function findStandingUnscoped(
  db: Kysely<Database>,
  customer: string,
): Promise<StandingRow | undefined> {
  const { rows } = await sql<StandingRow>`SELECT u.id AS customer, c.state,
      u.erased_at IS NOT NULL AS erased
    FROM customer u LEFT JOIN "case" c ON c.customer_id = u.id
    WHERE u.id = ${customer}`.execute(db);
  return rows[0];
}
