import { type Kysely, sql, type Transaction } from 'kysely';
import { SYSTEM } from '../../domain/access/access.ts';
import { shiftMs } from '../../domain/time.ts';
import type { DisabledReason } from '../../domain/webhooks/endpoint.ts';
import type { Pace } from '../../domain/webhooks/pace.ts';
import { appendAudit } from '../audit/append-audit.ts';
import type { Database } from '../db/database.ts';
import { becomeOnlyOne } from './only-one.ts';

const AT_ONCE = 8;

/** An address that must prove that it wants to be called. */
export interface ChallengeDue {
  endpoint: string;
  url: string;
  generation: number;
  /** The number of attempts, including this one. */
  tries: number;
}

/** Claims endpoints whose challenge is due. */
export async function claimChallenges(
  database: Kysely<Database>,
  input: { now: string; pace: Pace },
): Promise<ChallengeDue[]> {
  const { now, pace } = input;
  await sql`INSERT INTO webhook_health AS h
      (endpoint_id, generation, state, changed_at, tries, due_at, failures)
    SELECT id, generation, 'pending', ${now}, 0, ${now}, 0 FROM webhook_endpoint e
    WHERE enabled AND deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM webhook_health known
      WHERE known.endpoint_id = e.id AND known.generation >= e.generation)
    ON CONFLICT (endpoint_id) DO UPDATE SET generation = excluded.generation, state = 'pending',
      reason = NULL, changed_at = excluded.changed_at, tries = 0, due_at = excluded.due_at,
      lease_until = NULL, failures = 0, rest_until = NULL
    WHERE h.generation < excluded.generation`.execute(database);
  const { rows } = await sql<ChallengeDue>`UPDATE webhook_health h
    SET tries = h.tries + 1, lease_until = ${shiftMs(now, pace.leaseMs)}
    FROM (SELECT e.id, e.url FROM webhook_health w
      JOIN webhook_endpoint e ON e.id = w.endpoint_id AND e.generation = w.generation
      WHERE e.enabled AND e.deleted_at IS NULL AND w.state = 'pending' AND w.due_at <= ${now}
        AND coalesce(w.lease_until <= ${now}, true)
      ORDER BY w.due_at LIMIT ${AT_ONCE} FOR UPDATE OF w SKIP LOCKED) due
    WHERE h.endpoint_id = due.id
    RETURNING h.endpoint_id AS endpoint, due.url, h.generation, h.tries`.execute(database);
  return rows;
}

/**
 * Records the result of a challenge; null means that it was echoed. After a failure it is tried again, or the
 * endpoint is disabled.
 */
export async function markChallenge(
  database: Kysely<Database>,
  due: ChallengeDue,
  input: { failed: DisabledReason | null; now: string; pace: Pace },
): Promise<void> {
  const { failed, now, pace } = input;
  const pauseMs = pace.challengeDelaysMs[due.tries];
  if (failed !== null && pauseMs !== undefined) {
    await sql`UPDATE webhook_health SET lease_until = NULL, due_at = ${shiftMs(now, pauseMs)}
      WHERE ${ofGeneration(due)}`.execute(database);
    return;
  }
  await database.transaction().execute(async (trx) => {
    // Locks queues before their endpoint's health, in the same order as when an attempt is recorded.
    if (failed === null) await resume(trx, due.endpoint, now);
    const state = failed === null ? 'active' : 'disabled';
    const { rows } = await sql`UPDATE webhook_health SET state = ${state}, reason = ${failed},
      changed_at = ${now}, lease_until = NULL WHERE ${ofGeneration(due)} RETURNING 1`.execute(trx);
    if (rows.length === 0) return;
    const action = failed === null ? 'webhook_endpoint.verified' : 'webhook_endpoint.disabled';
    const reasons = failed === null ? [] : [failed];
    await appendAudit(trx, SYSTEM, { action, object: due.endpoint, at: now, reasons });
  });
}

/**
 * The queues continue with their first undelivered event, whatever comes of attempts to an earlier address.
 */
async function resume(trx: Transaction<Database>, endpoint: string, now: string): Promise<void> {
  await becomeOnlyOne(trx);
  await sql`UPDATE webhook_queue SET tries = 0, due_at = ${now}, parked_at = NULL,
      lease = lease + 1, lease_until = NULL
    WHERE endpoint_id = ${endpoint} AND pending > 0`.execute(trx);
}

function ofGeneration({ endpoint, generation }: ChallengeDue) {
  return sql`endpoint_id = ${endpoint} AND generation = ${generation} AND state = 'pending'`;
}
