import { type Kysely, sql } from 'kysely';
import type { Mode } from '../../domain/access/access.ts';
import type { CaseState } from '../../domain/case/state.ts';
import type { CheckKind } from '../../domain/checks/checks.ts';
import type { CaseFilter } from '../../domain/policy/move.ts';
import type { Measures } from '../../domain/policy/simulate/predict.ts';
import { customersMatching } from '../customers/list-customers.ts';
import type { Database } from '../db/database.ts';
import type { Cursor, Listed } from '../db/scope.ts';

interface Wish {
  mode: Mode;
  filter: CaseFilter;
}

interface KeysetPage {
  after: Cursor | undefined;
  limit: number;
}

/** The positions of cases that match a filter, newest first, without anything else about them. */
export async function casesOf(
  db: Kysely<Database>,
  wish: Wish,
  page: KeysetPage,
): Promise<Cursor[]> {
  return cases(db, wish, page).select(['c.created_at as at', 'c.customer_id as id']).execute();
}

/** The states of recorded cases that match a filter, newest first. */
export async function listCaseStates(
  db: Kysely<Database>,
  wish: Wish,
  page: KeysetPage,
): Promise<Listed<CaseState>> {
  const rows = await cases(db, wish, page)
    .select(['c.created_at as at', 'c.customer_id as id', 'c.state'])
    .execute();
  const last = rows.at(-1);
  const next = last && rows.length === page.limit ? { at: last.at, id: last.id } : null;
  return { items: rows.map(({ state }) => state), next };
}

/** The engines' measures in the current checks of these kinds. No reading is opened. */
export async function measuresOf(
  db: Kysely<Database>,
  states: readonly CaseState[],
  kinds: readonly CheckKind[],
): Promise<Measures> {
  const checks = states.flatMap((state) =>
    state.checks.flatMap(({ id, kind }) => (kinds.includes(kind) ? [id] : [])),
  );
  if (checks.length === 0) return {};
  const rows = await db
    .selectFrom('finding')
    .select(['check_id', 'measures'])
    .where('check_id', 'in', checks)
    .execute();
  return Object.fromEntries(rows.map((row) => [row.check_id, row.measures]));
}

function cases(db: Kysely<Database>, { mode, filter }: Wish, { after, limit }: KeysetPage) {
  return customersMatching(db, { mode }, filter)
    .clearSelect()
    .$if(after !== undefined, (q) =>
      q.where(
        sql<boolean>`(c.created_at, c.customer_id) < (${after?.at}::timestamptz, ${after?.id})`,
      ),
    )
    .orderBy('c.created_at', 'desc')
    .orderBy('c.customer_id', 'desc')
    .limit(limit);
}
