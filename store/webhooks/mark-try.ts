import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import { SYSTEM } from '../../domain/access/access.ts';
import { shiftMs } from '../../domain/time.ts';
import type { DisabledReason, TryProblem } from '../../domain/webhooks/endpoint.ts';
import type { Pace, Verdict } from '../../domain/webhooks/pace.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { newId } from '../../platform/new-id.ts';
import type { Claimed } from './claim-due.ts';

/** The result of one attempt. */
export interface Try {
  at: string;
  code: number | null;
  problem: TryProblem | null;
  durationMs: number;
  /** The number of bytes that were read of the answer. */
  bytes: number;
}

/**
 * Records an attempt and its consequences. If the lease has expired in the meantime, the queue stays as it
 * is: another sender sends the message again, with the same id.
 */
export async function markTry(
  database: Kysely<Database>,
  claimed: Claimed,
  tried: Try,
  input: { verdict: Verdict; now: string; pace: Pace },
): Promise<void> {
  const { verdict, now, pace } = input;
  switch (verdict.kind) {
    case 'delivered':
      return markDelivered(database, claimed, tried, now);
    case 'again': {
      const dueAt = shiftMs(now, verdict.delayMs);
      const restUntil = verdict.restMs === null ? null : shiftMs(now, verdict.restMs);
      return markFailed(database, claimed, tried, { dueAt, restUntil });
    }
    case 'gone':
      return database.transaction().execute(async (trx) => {
        await markFailed(trx, claimed, tried, { dueAt: now, restUntil: null });
        await disable(trx, claimed, { reason: 'gone', now, quietSince: null });
      });
    case 'used_up':
      return database.transaction().execute(async (trx) => {
        await markFailed(trx, claimed, tried, { dueAt: now, restUntil: null });
        const quietSince = shiftMs(now, -pace.nothingMs);
        const how = { reason: 'took_nothing', now, quietSince } as const;
        if (!(await disable(trx, claimed, how))) await park(trx, claimed, now);
      });
  }
}

async function markDelivered(
  database: Kysely<Database>,
  claimed: Claimed,
  tried: Try,
  now: string,
): Promise<void> {
  const { endpoint, generation, customer, sequence } = claimed;
  await sql`WITH queue AS (
      UPDATE webhook_queue SET pending = pending - 1, tries = 0, due_at = ${now},
        lease_until = NULL WHERE ${held(claimed)} RETURNING endpoint_id, customer_id),
    message AS (
      UPDATE webhook_message m SET delivered_at = ${now} FROM queue
      WHERE m.endpoint_id = ${endpoint} AND m.customer_id = ${customer}
        AND m.sequence = ${sequence}),
    health AS (
      UPDATE webhook_health h SET failures = 0, last_delivered_at = ${now} FROM queue
      WHERE h.endpoint_id = queue.endpoint_id AND h.generation = ${generation} AND (h.failures > 0
        OR coalesce(h.last_delivered_at < ${now}::timestamptz - interval '1 second', true))),
    ${written(claimed, tried)} SELECT 1`.execute(database);
}

async function markFailed(
  database: Kysely<Database>,
  claimed: Claimed,
  tried: Try,
  next: { dueAt: string; restUntil: string | null },
): Promise<void> {
  await sql`WITH queue AS (
      UPDATE webhook_queue SET tries = tries + 1, due_at = ${next.dueAt}, lease_until = NULL
      WHERE ${held(claimed)} RETURNING endpoint_id),
    health AS (
      UPDATE webhook_health h SET failures = h.failures + 1,
        rest_until = coalesce(${next.restUntil}::timestamptz, h.rest_until)
      FROM queue WHERE h.endpoint_id = queue.endpoint_id
        AND h.generation = ${claimed.generation}),
    ${written(claimed, tried)} SELECT 1`.execute(database);
}

/** True if the endpoint was disabled; with `quietSince`, only if it accepted nothing since then. */
async function disable(
  trx: Transaction<Database>,
  { endpoint, generation }: Claimed,
  how: { reason: DisabledReason; now: string; quietSince: string | null },
): Promise<boolean> {
  const { reason, now, quietSince } = how;
  const { rows } = await sql`UPDATE webhook_health SET state = 'disabled', reason = ${reason},
      changed_at = ${now}
    WHERE endpoint_id = ${endpoint} AND generation = ${generation} AND state = 'active' AND (${quietSince}::timestamptz IS NULL
      OR greatest(last_delivered_at, changed_at) <= ${quietSince}) RETURNING 1`.execute(trx);
  if (rows.length === 0) return false;
  const action = 'webhook_endpoint.disabled';
  await appendAudit(trx, SYSTEM, { action, object: endpoint, at: now, reasons: [reason] });
  return true;
}

async function park(trx: Transaction<Database>, claimed: Claimed, now: string): Promise<void> {
  const { endpoint, generation, customer } = claimed;
  const { rows } = await sql`UPDATE webhook_queue SET parked_at = ${now}
    WHERE ${held(claimed)} AND EXISTS (SELECT 1 FROM webhook_endpoint
      WHERE id = ${endpoint} AND generation = ${generation}) RETURNING 1`.execute(trx);
  if (rows.length === 0) return;
  const data = { customer, sequence: claimed.sequence };
  const action = 'webhook_queue.parked';
  await appendAudit(trx, SYSTEM, { action, object: endpoint, at: now, data });
}

function held({ endpoint, customer, lease }: Claimed): RawBuilder<unknown> {
  return sql`endpoint_id = ${endpoint} AND customer_id = ${customer} AND lease = ${lease}`;
}

/** The part of a statement that writes the row of an attempt, whoever holds the lease by now. */
function written(claimed: Claimed, tried: Try): RawBuilder<unknown> {
  const { endpoint, customer, sequence, event, type, tries } = claimed;
  const outcome = tried.code !== null && tried.code >= 200 && tried.code < 300;
  return sql`try AS (
    INSERT INTO webhook_delivery (id, endpoint_id, customer_id, sequence, event_id, type, try, at,
      outcome, code, problem, duration_ms, bytes)
    VALUES (${newId('webhook_delivery')}, ${endpoint}, ${customer}, ${sequence}, ${event}, ${type},
      ${tries + 1}, ${tried.at}, ${outcome ? 'delivered' : 'failed'}, ${tried.code},
      ${tried.problem}, ${Math.round(tried.durationMs)}, ${tried.bytes}))`;
}
