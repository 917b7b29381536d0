import type { Kysely } from 'kysely';
import { type MoveCase, movePolicies } from '../activities/policies/move-policies.ts';
import { recordEvents } from '../activities/record/record-events.ts';
import type { BackgroundWork, Work } from '../domain/work.ts';
import type { Database } from '../store/db/database.ts';
import type { Log } from '../platform/log.ts';
import type { Meters } from '../platform/metrics/meters.ts';

export interface WorkDeps {
  database: Kysely<Database>;
  crash: (name: string) => void;
  moveCase: MoveCase;
  log: Pick<Log, 'error'>;
  meters?: Pick<Meters, 'count' | 'observe'>;
  /** Called with a case whose row no recording can follow. */
  onDiverged?: (customer: string) => void;
}

/** The activities of `QUEUES.cases`. If a member of the contract is missing here, this does not compile. */
export function work(deps: WorkDeps) {
  return {
    recordEvents: recordEvents(deps),
    movePolicies: movePolicies(deps),
  } satisfies Work & BackgroundWork;
}
