import { heartbeat } from '@temporalio/activity';
import type { Kysely } from 'kysely';
import type { EventOf } from '../../domain/case/event.ts';
import type { NotMoved } from '../../domain/policy/move.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import type { BackgroundWork } from '../../domain/work.ts';
import type { Database } from '../../store/db/database.ts';
import type { Log } from '../../platform/log.ts';
import { advanceMove, endMove, startMove, takePage } from '../../store/policies/advance-move.ts';
import { getPolicy } from '../../store/policies/get-policy.ts';
import type { PolicyMove } from '../../store/policies/policy-move.ts';
import { asFailure } from '../failure.ts';

/** Asks one case to move; answers why it was not. The same id again gets the same answer. */
export type MoveCase = (ask: {
  customer: string;
  event: EventOf<'policy_moved'>;
  id: string;
}) => Promise<NotMoved | null>;

export interface MoveDeps {
  database: Kysely<Database>;
  moveCase: MoveCase;
  crash: (name: string) => void;
  log: Pick<Log, 'error'>;
}

const SLICE_MS = 5_000;
const HEARTBEAT_MS = 2_000;
const PAGE = 40;
/** Updates in flight: a move goes on beside the customers, not before them. */
const AT_ONCE = 8;

/**
 * Asks the cases of a move, page by page from where its row says, for some seconds. A page is written
 * down before it is asked and counted once; one that was cut short is asked again under the same ids.
 */
export function movePolicies(deps: MoveDeps): BackgroundWork['movePolicies'] {
  const { database } = deps;
  return async ({ move: id }) => {
    const beat = setInterval(() => heartbeat(id), HEARTBEAT_MS); // a case may take long to answer
    try {
      const move = await database
        .transaction()
        .execute((trx) => startMove(trx, { id, at: new Date().toISOString() }));
      return { finished: await goOn(deps, move) };
    } catch (error) {
      deps.log.error('move.failed', error);
      throw asFailure(error);
    } finally {
      clearInterval(beat);
    }
  };
}

/** True once the move has ended. */
async function goOn(deps: MoveDeps, from: PolicyMove): Promise<boolean> {
  const { database } = deps;
  const until = Date.now() + SLICE_MS;
  const policy = await getPolicy(database, from.policy);
  const { id } = from;
  for (;;) {
    const at = new Date().toISOString();
    const move = await database.transaction().execute((trx) => takePage(trx, { id, limit: PAGE }));
    const { page, endedAt, cancelRequestedAt } = move;
    if (endedAt !== null) return true;
    if (page.length === 0) {
      const state = cancelRequestedAt === null ? 'done' : 'cancelled';
      await database.transaction().execute((trx) => endMove(trx, { id, state, at }));
      return true;
    }
    const answers = await askAll(deps, move, policy);
    const asked = { page, answers };
    await database.transaction().execute((trx) => advanceMove(trx, { id, asked }));
    deps.crash('worker.move_advanced');
    if (Date.now() > until) return false;
  }
}

async function askAll(
  deps: MoveDeps,
  move: PolicyMove,
  policy: Policy,
): Promise<(NotMoved | null)[]> {
  const { createdBy: actor, request } = move;
  const event = { kind: 'policy_moved', actor, ...(request ? { request } : {}), policy } as const;
  const answers: (NotMoved | null)[] = [];
  const left = move.page.map(({ id: customer }, index) => ({ customer, index }));
  const ask = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { customer, index } = next;
      const id = `${move.id}/${customer}`;
      answers[index] = await deps.moveCase({ customer, event, id });
      deps.crash('worker.case_moved');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return answers;
}
