import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { sql } from 'kysely';
import { dataConverter } from '../../store/temporal/data-converter.ts';
import type { Store } from '../../store/open-store.ts';
import type { Acknowledged } from './callers.ts';

export interface Verdict {
  cases: number;
  /** Cases whose row and workflow differ once all is quiet. */
  divergences: string[];
  /** Acknowledged writes that no event tells of at their version. */
  denied: string[];
  /** Cases with a version that the audit trail does not have exactly once. */
  unaudited: string[];
  /** Seconds until rows and workflows agreed. */
  quietAfter: number;
}

const EVENT_OF = {
  create: 'customer.created',
  change: 'customer.details_changed',
  lock: 'customer.locked',
  unlock: 'customer.unlocked',
} as const;
/** With a backlog of many crashes on a busy machine; what it took is told beside the lists. */
const PATIENCE_MS = 180_000;
const AT_ONCE = 8;

/**
 * Checks from outside what must hold after any number of kills: the callers' log against the rows, the
 * rows against the workflows, each version against the trail. It uses none of the product's own checks.
 */
export async function check(
  store: Store,
  temporalAddress: string,
  acknowledged: readonly Acknowledged[],
): Promise<Verdict> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const client = new Client({ connection, dataConverter: dataConverter(store.keys) });
    const since = Date.now();
    let divergences = await differing(store, client, await allCases(store));
    while (divergences.length > 0 && Date.now() - since < PATIENCE_MS) {
      await sleep(2_000);
      divergences = await differing(store, client, divergences);
    }
    return {
      cases: (await allCases(store)).length,
      divergences: await Promise.all(divergences.map((id) => standing(store, client, id))),
      denied: await denied(store, acknowledged),
      unaudited: await unaudited(store),
      quietAfter: Math.round((Date.now() - since) / 1_000),
    };
  } finally {
    await connection.close();
  }
}

async function allCases({ database }: Store): Promise<string[]> {
  const rows = await database.selectFrom('case').select('customer_id').execute();
  return rows.map((row) => row.customer_id);
}

async function differing(
  { database }: Store,
  client: Client,
  customers: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  const left = customers.values();
  const lane = async () => {
    for (const id of left) {
      const row = await database
        .selectFrom('case')
        .select('state')
        .where('customer_id', '=', id)
        .executeTakeFirstOrThrow();
      const handle = client.workflow.getHandle(`case/${id}`);
      const state = await client
        .withDeadline(Date.now() + 20_000, () => handle.query('caseState'))
        .catch((error: unknown) => String(error));
      if (!isDeepStrictEqual(state, row.state)) found.push(id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return found;
}

/** What a case that stays behind waits for: its versions, and the task that is open. */
async function standing({ database }: Store, client: Client, id: string): Promise<string> {
  const handle = client.workflow.getHandle(`case/${id}`);
  const row = await database
    .selectFrom('case')
    .select('version')
    .where('customer_id', '=', id)
    .executeTakeFirst();
  const described = await handle.describe().catch(() => null);
  const state = await handle.query<{ version: number }>('caseState').catch(() => null);
  const { attempt, startedTime, originalScheduledTime } = described?.raw.pendingWorkflowTask ?? {};
  const task = described?.raw.pendingWorkflowTask
    ? `task open, attempt ${attempt}, started ${ago(startedTime)}, first ${ago(originalScheduledTime)}`
    : 'no task open';
  return `${id} row ${row?.version} workflow ${state?.version}, ${task}`;
}

function ago(at: { seconds?: unknown } | null | undefined): string {
  return at?.seconds ? `${Math.round(Date.now() / 1_000 - Number(at.seconds))} s ago` : 'not yet';
}

async function denied(
  { database }: Store,
  acknowledged: readonly Acknowledged[],
): Promise<string[]> {
  const { rows } = await sql<{ customer: string; version: number; type: string }>`
    SELECT customer_id AS customer, version, type FROM event WHERE version IS NOT NULL`.execute(
    database,
  );
  const told = new Set(rows.map(({ customer, version, type }) => `${customer} ${version} ${type}`));
  return acknowledged
    .filter(({ customer, version, kind }) => !told.has(`${customer} ${version} ${EVENT_OF[kind]}`))
    .map(({ customer, version, kind }) => `${customer} ${kind} ${version}`);
}

/** Every version of every case has one entry, and the chain of each case links without a gap. */
async function unaudited({ database }: Store): Promise<string[]> {
  const { rows } = await sql<{ customer: string }>`WITH entry AS (
      SELECT chain, prev, (body::jsonb #>> '{data,version}')::int AS version,
        body::jsonb ->> 'action' IN ('case.opened', 'details.changed', 'case.locked',
          'case.unlocked') AS changes,
        lag(hash) OVER (PARTITION BY chain ORDER BY n) AS before
      FROM audit_entry WHERE chain LIKE 'cus\\_%'),
    kept AS (
      SELECT chain, count(*) AS entries, count(*) FILTER (WHERE changes) AS changes,
        count(DISTINCT version) FILTER (WHERE changes) AS versions,
        bool_or(before IS NOT NULL AND prev IS DISTINCT FROM before) AS broken
      FROM entry GROUP BY chain)
    SELECT c.customer_id AS customer FROM "case" c
    LEFT JOIN kept k ON k.chain = c.customer_id LEFT JOIN audit_chain a ON a.id = c.customer_id
    WHERE k.versions IS DISTINCT FROM c.version OR k.changes IS DISTINCT FROM c.version
      OR k.broken OR a.count IS DISTINCT FROM k.entries`.execute(database);
  return rows.map(({ customer }) => customer);
}
