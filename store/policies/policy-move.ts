import { type Kysely, sql } from 'kysely';
import type { Actor, Mode } from '../../domain/access/access.ts';
import type { CaseFilter, MoveProgress, MoveState } from '../../domain/policy/move.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import { type Cursor, type Listed, type Page, pageOf, type Scope } from '../db/scope.ts';

export interface PolicyMove extends MoveProgress {
  id: string;
  mode: Mode;
  policy: { name: string; version: number };
  filter: CaseFilter;
  state: MoveState;
  createdAt: string;
  createdBy: Actor;
  /** The request that asked for it. */
  request: string | null;
  cancelRequestedAt: string | null;
  startedAt: string | null;
  endedAt: string | null;
  /** The cases that are being asked now. */
  page: Cursor[];
  /** The last case of the previous page. */
  cursor: Cursor | null;
}

/** The moves that a caller may see. A move filtered by risk would disclose the risk of its customers. */
export interface MoveSight extends Scope {
  readsFindings: boolean;
}

/** A move that the caller may see. Refuses `not_found`. */
export async function getMove(
  db: Kysely<Database>,
  sight: MoveSight,
  id: string,
): Promise<PolicyMove> {
  const row = await moves(db, sight).where('id', '=', id).executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  return moveFromRow(row);
}

/** The moves that the caller may see, newest first. */
export async function listMoves(
  db: Kysely<Database>,
  sight: MoveSight,
  page: Page,
): Promise<Listed<PolicyMove>> {
  const { after } = page;
  const rows = await moves(db, sight)
    .$if(after !== undefined, (q) =>
      q.where(sql<boolean>`(created_at, id) < (${after?.at}::timestamptz, ${after?.id})`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, moveFromRow, ({ createdAt, id }) => ({ at: createdAt, id }));
}

/** Moves of both modes that have not ended; the start of each may have been lost. */
export async function listOpenMovesUnscoped(
  db: Kysely<Database>,
  input: { createdBefore: string },
): Promise<string[]> {
  const rows = await db
    .selectFrom('policy_move')
    .select('id')
    .where('ended_at', 'is', null)
    .where('created_at', '<', input.createdBefore)
    .orderBy('created_at')
    .execute();
  return rows.map(({ id }) => id);
}

function moves(db: Kysely<Database>, { mode, readsFindings }: MoveSight) {
  return db
    .selectFrom('policy_move')
    .selectAll()
    .where('mode', '=', mode)
    .$if(!readsFindings, (q) => q.where(sql<boolean>`filter->'risk' IS NULL`));
}

type Row = Awaited<ReturnType<ReturnType<typeof moves>['executeTakeFirstOrThrow']>>;

export function moveFromRow(row: Row): PolicyMove {
  const { cursor_at: at, cursor_id: last } = row;
  return {
    id: row.id,
    mode: row.mode,
    policy: { name: row.policy_name, version: row.policy_version },
    filter: row.filter,
    state: row.state,
    total: row.total,
    done: row.done,
    moved: row.moved,
    refused: row.refused,
    createdAt: row.created_at,
    createdBy: row.created_by,
    request: row.request,
    cancelRequestedAt: row.cancel_requested_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    page: row.page,
    cursor: at === null || last === null ? null : { at, id: last },
  };
}
