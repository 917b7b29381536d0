import type { Transaction } from 'kysely';
import { SYSTEM } from '../../domain/access/access.ts';
import type { NotMoved } from '../../domain/policy/move.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { customersMatching } from '../customers/list-customers.ts';
import type { Database } from '../db/database.ts';
import type { Cursor } from '../db/scope.ts';
import { casesOf } from './matching-cases.ts';
import { moveFromRow, type PolicyMove } from './policy-move.ts';

/** Records that a move has begun, and how many cases it has. A second time changes nothing. */
export async function startMove(
  trx: Transaction<Database>,
  input: { id: string; at: string },
): Promise<PolicyMove> {
  const move = await locked(trx, input.id);
  if (move.state !== 'pending') return move;
  const { mode, filter } = move;
  const { total } = await customersMatching(trx, { mode }, filter)
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const started = { state: 'running' as const, total: Number(total), started_at: input.at };
  const row = await trx
    .updateTable('policy_move')
    .set(started)
    .where('id', '=', move.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await note(trx, move, { action: 'policy_move.started', at: input.at, total: started.total });
  return moveFromRow(row);
}

/**
 * The move with the page of cases to ask now: the page that an earlier run began, or the next. Empty at the
 * end, and when the move was asked to stop; a page that was begun is still asked, because some of its cases
 * may be moved already.
 */
export async function takePage(
  trx: Transaction<Database>,
  input: { id: string; limit: number },
): Promise<PolicyMove> {
  const move = await locked(trx, input.id);
  if (move.endedAt !== null || move.page.length > 0) return move;
  if (move.cancelRequestedAt !== null) return move;
  const page = await casesOf(trx, move, { after: move.cursor ?? undefined, limit: input.limit });
  await trx
    .updateTable('policy_move')
    .set({ page: JSON.stringify(page) })
    .where('id', '=', move.id)
    .execute();
  return { ...move, page };
}

/** The cases of a page, each with the reason why it was not moved, or null if it was. */
export interface Asked {
  page: readonly Cursor[];
  answers: readonly (NotMoved | null)[];
}

/** Counts a page and moves the cursor behind it, unless another run has done so already. */
export async function advanceMove(
  trx: Transaction<Database>,
  input: { id: string; asked: Asked },
): Promise<void> {
  const { id, asked } = input;
  const move = await locked(trx, id);
  const last = asked.page.at(-1);
  if (move.endedAt !== null || !last || move.page.at(-1)?.id !== last.id) return;
  const refused = { ...move.refused };
  const codes = asked.answers.filter((code) => code !== null);
  for (const code of codes) refused[code] = (refused[code] ?? 0) + 1;
  await trx
    .updateTable('policy_move')
    .set({
      done: move.done + asked.answers.length,
      moved: move.moved + asked.answers.length - codes.length,
      refused: JSON.stringify(refused),
      page: '[]',
      cursor_at: last.at,
      cursor_id: last.id,
    })
    .where('id', '=', id)
    .execute();
}

/** Ends a move; a second time changes nothing. */
export async function endMove(
  trx: Transaction<Database>,
  input: { id: string; state: 'done' | 'cancelled'; at: string },
): Promise<void> {
  const { id, state, at } = input;
  const move = await locked(trx, id);
  if (move.endedAt !== null) return;
  await trx.updateTable('policy_move').set({ state, ended_at: at }).where('id', '=', id).execute();
  const { done, moved } = move;
  await note(trx, move, { action: 'policy_move.ended', at, state, done, moved });
}

async function locked(trx: Transaction<Database>, id: string): Promise<PolicyMove> {
  const row = await trx
    .selectFrom('policy_move')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return moveFromRow(row);
}

async function note(
  trx: Transaction<Database>,
  { id: object, policy }: PolicyMove,
  { action, at, ...data }: { action: string; at: string } & Record<string, string | number>,
): Promise<void> {
  await appendAudit(trx, SYSTEM, { action, object, at, policy, data });
}
