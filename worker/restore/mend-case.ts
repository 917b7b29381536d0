import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { SYSTEM } from '../../domain/access/access.ts';
import { caseId } from '../../domain/ids.ts';
import { Refusal } from '../../domain/refusal.ts';
import { caseRestart } from '../../store/temporal/case-start.ts';
import { findLost } from '../../store/customers/find-lost.ts';
import { findStandingUnscoped, type StandingRow } from '../../store/customers/list-standings.ts';
import { noteRestart } from '../../store/customers/note-restart.ts';
import type { Store } from '../../store/open-store.ts';
import { createStandings, recordCase } from '../../store/record/record-case.ts';
import { listEventInstantsUnscoped } from '../../store/record/changes.ts';
import { compareCase, type Comparison } from './compare-case.ts';
import { ownEvents, type Retry, tryAnew } from './own-events.ts';
import type { Recordings } from './recordings.ts';
import { workflowStanding } from './workflow-standing.ts';

export interface MendDeps {
  store: Store;
  client: Client;
  recordings: Recordings;
  queues: { cases: string; checks: string };
  /** Only report what would be done. */
  dryRun: boolean;
  now: () => string;
}

/** The difference found for one customer, and the changes that no server has any more. */
export interface Mended {
  customer: string;
  found: Comparison | { kind: 'erased' };
  lost: string[];
}

const BUSY_TRIES = 20;
const BUSY_PAUSE_MS = 500;
/** The signal of `workflows/messages.ts`, by its name, because a worker knows workflows only by path. */
const CATCH_UP = 'catchUp';
const CATCH_UP_TRIES = 10;
const CATCH_UP_PAUSE_MS = 300;

/** Makes the row and the workflow of one customer agree. */
export async function mendCase(deps: MendDeps, listed: StandingRow): Promise<Mended> {
  const { customer, erased } = listed;
  const agree = { customer, found: { kind: 'agree' as const }, lost: [] };
  if (erased) return agree;
  if (await isDestroyed(deps.store, customer)) return { ...agree, found: { kind: 'erased' } };
  const { row, found } = await compareAtRest(deps, listed);
  const refused = deps.dryRun ? [] : await bringTogether(deps, row, found);
  const state = (await findStandingUnscoped(deps.store.database, customer))?.state;
  const lost = state ? await findLost(deps.store.database, state) : [];
  return { customer, found, lost: [...refused, ...lost] };
}

/**
 * Mends the difference. What the row has was visible, so it stays; what only the workflow has is applied
 * after it, as far as the case still accepts it. Returns the events that it does not accept, as `locked/7`.
 */
async function bringTogether(
  deps: MendDeps,
  row: StandingRow,
  found: Comparison,
): Promise<string[]> {
  const { customer, state } = row;
  if (found.kind === 'row_behind') await rebuildRow(deps, customer, found.row);
  if (found.kind === 'workflow_behind') {
    const { workflow } = found;
    if (workflow === null || !(await catchesUp(deps, row))) await goOnFromRow(deps, row, workflow);
  }
  if (found.kind !== 'diverged' || state === null) return [];
  const heard = (await deps.recordings({ customer, after: 0 })).flatMap(({ events }) => events);
  const rowAt = await listEventInstantsUnscoped(deps.store.database, customer);
  const { retry, refused } = tryAnew(state, ownEvents(heard, rowAt), deps.now());
  await goOnFromRow(deps, row, found.version, retry);
  return refused.map(({ event, version }) => `${event.kind}/${version}`);
}

/**
 * True if the customer's key is destroyed: the main database was restored to before the erasure, the keys
 * database was not.
 */
async function isDestroyed({ keys }: Store, customer: string): Promise<boolean> {
  try {
    await keys.open(customer);
    return false;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'key_destroyed') return true;
    throw error;
  }
}

/** A case at work is compared again later, because its changes in progress are not a difference. */
async function compareAtRest(deps: MendDeps, listed: StandingRow) {
  let row = listed;
  for (let tries = 1; ; tries += 1) {
    const found = compareCase(row, await workflowStanding(deps.client, row.customer));
    const isSure = found.kind === 'agree' || (found.kind !== 'busy' && tries > 1);
    if (isSure || tries === BUSY_TRIES) return { row, found };
    await pause(BUSY_PAUSE_MS);
    row = (await findStandingUnscoped(deps.store.database, row.customer)) ?? row;
  }
}

/**
 * Records the missing changes through the recorder, with the same ids, so that no webhook goes out under a
 * new id.
 */
async function rebuildRow(deps: MendDeps, customer: string, after: number): Promise<void> {
  for (const batch of await deps.recordings({ customer, after })) {
    const done = await recordCase(deps.store.database, batch, createStandings());
    if (done === 'unkept' || 'changes' in done) throw new Error('the row has other changes');
  }
}

/**
 * Asks the case to take over the changes that its row has. False if it does not, because they are no longer
 * stored.
 */
async function catchesUp({ client }: MendDeps, { customer, state }: StandingRow): Promise<boolean> {
  await client.workflow.getHandle(caseId(customer)).signal(CATCH_UP);
  for (let tries = 0; tries < CATCH_UP_TRIES; tries += 1) {
    await pause(CATCH_UP_PAUSE_MS);
    const standing = await workflowStanding(client, customer);
    if (standing.known && standing.state.version >= (state?.version ?? 0)) return true;
  }
  return false;
}

async function goOnFromRow(
  { store, client, queues, now }: MendDeps,
  { customer, state }: StandingRow,
  from: number | null,
  retry: readonly Retry[] = [],
): Promise<void> {
  if (state === null) return;
  await store.database
    .transaction()
    .execute((trx) => noteRestart(trx, SYSTEM, { customer, from, to: state.version, at: now() }));
  await client.withDeadline(Date.now() + 10_000, () =>
    client.workflow.start('kycCase', caseRestart(state, queues, retry)),
  );
}
