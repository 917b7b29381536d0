import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { SYSTEM } from '../../domain/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { caseRestart } from '../../store/case-start.ts';
import { findLost } from '../../store/customers/find-lost.ts';
import { findStandingUnscoped, type StandingRow } from '../../store/customers/list-standings.ts';
import { noteRestart } from '../../store/customers/note-restart.ts';
import type { Store } from '../../store/open-store.ts';
import { createStandings, recordCase } from '../../store/record/record-case.ts';
import { compareCase, type Comparison } from './compare-case.ts';
import type { Recordings } from './recordings.ts';
import { workflowStanding } from './workflow-standing.ts';

export interface MendDeps {
  store: Store;
  client: Client;
  recordings: Recordings;
  queues: { cases: string; checks: string };
  /** Only tells what it would do. */
  dryRun: boolean;
  now: () => string;
}

/** What was found of one customer, and what of it no server holds any more. */
export interface Mended {
  customer: string;
  found: Comparison | { kind: 'erased' };
  lost: string[];
}

const BUSY_TRIES = 20;
const BUSY_PAUSE_MS = 500;

/** Brings the row and the workflow of one customer together, where that needs no guess. */
export async function mendCase(deps: MendDeps, listed: StandingRow): Promise<Mended> {
  const { customer, erased } = listed;
  const agree = { customer, found: { kind: 'agree' as const }, lost: [] };
  if (erased) return agree;
  if (await isDestroyed(deps.store, customer)) return { ...agree, found: { kind: 'erased' } };
  const { row, found } = await compareAtRest(deps, listed);
  if (found.kind === 'row_behind' && !deps.dryRun) await rebuildRow(deps, customer, found.row);
  if (found.kind === 'workflow_behind' && !deps.dryRun)
    await goOnFromRow(deps, row, found.workflow);
  const state = (await findStandingUnscoped(deps.store.database, customer))?.state;
  return { customer, found, lost: state ? await findLost(deps.store.database, state) : [] };
}

/** The main database came back from before the erasure; the keys did not. */
async function isDestroyed({ keys }: Store, customer: string): Promise<boolean> {
  try {
    await keys.open(customer);
    return false;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'key_destroyed') return true;
    throw error;
  }
}

/** A case at work is looked at again: what it does now is no difference. */
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

/** Through the recorder, as if it happened now: the same ids, so no webhook goes out under a new one. */
async function rebuildRow(deps: MendDeps, customer: string, after: number): Promise<void> {
  for (const batch of await deps.recordings({ customer, after })) {
    await recordCase(deps.store.database, batch, createStandings());
  }
}

async function goOnFromRow(
  { store, client, queues, now }: MendDeps,
  { customer, state }: StandingRow,
  from: number | null,
): Promise<void> {
  if (state === null) return;
  await store.database
    .transaction()
    .execute((trx) => noteRestart(trx, SYSTEM, { customer, from, to: state.version, at: now() }));
  await client.withDeadline(Date.now() + 10_000, () =>
    client.workflow.start('kycCase', caseRestart(state, queues)),
  );
}
