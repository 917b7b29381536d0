import type { Kysely } from 'kysely';
import type { CaseState } from '../../domain/case/state.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';

/** The recorded state with the hash of its evidence, with which a decision is compared. */
export async function getCaseState(
  db: Kysely<Database>,
  scope: Scope,
  customer: string,
): Promise<{ state: CaseState; evidence: string }> {
  const row = await db
    .selectFrom('case')
    .select(['state', 'evidence'])
    .where('customer_id', '=', customer)
    .where(ofMode('mode', scope))
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  return row;
}
