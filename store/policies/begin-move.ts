import type { Transaction } from 'kysely';
import type { Actor, Mode } from '../../domain/access/access.ts';
import type { CaseFilter } from '../../domain/policy/move.ts';
import { Refusal } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import type { Scope } from '../db/scope.ts';

export interface NewMove {
  id: string;
  mode: Mode;
  policy: { name: string; version: number };
  filter: CaseFilter;
  at: string;
  request?: string | undefined;
}

/** Requests a move of cases, which a workflow carries out. The same id twice is one move. */
export async function beginMove(
  trx: Transaction<Database>,
  actor: Actor,
  input: NewMove,
): Promise<void> {
  const { id, mode, policy, filter, at, request } = input;
  const made = await trx
    .insertInto('policy_move')
    .values({
      id,
      mode,
      policy_name: policy.name,
      policy_version: policy.version,
      filter: JSON.stringify(filter),
      created_at: at,
      created_by: JSON.stringify(actor),
      request: request ?? null,
      state: 'pending',
      done: 0,
      moved: 0,
      refused: '{}',
      page: '[]',
    })
    .onConflict((held) => held.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!made) return;
  const data = { mode, filter: JSON.stringify(filter) };
  await appendAudit(trx, actor, {
    action: 'policy_move.begun',
    object: id,
    at,
    request,
    policy,
    data,
  });
}

/**
 * Asks a move to stop after the cases that it is asking now. Refuses `not_found`, and `nothing_changed` if it
 * has ended.
 */
export async function cancelMove(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: { id: string; at: string; request?: string | undefined },
): Promise<void> {
  const { id, at, request } = input;
  const row = await trx
    .selectFrom('policy_move')
    .select(['ended_at', 'cancel_requested_at'])
    .where('id', '=', id)
    .where('mode', '=', scope.mode)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  if (row.ended_at !== null) throw new Refusal('nothing_changed', 'The move has ended.');
  if (row.cancel_requested_at !== null) return;
  await trx
    .updateTable('policy_move')
    .set({ cancel_requested_at: at })
    .where('id', '=', id)
    .execute();
  await appendAudit(trx, actor, { action: 'policy_move.cancelled', object: id, at, request });
}
