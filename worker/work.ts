import type { Kysely } from 'kysely';
import { type MoveCase, movePolicies } from '../activities/move-policies.ts';
import { recordEvents } from '../activities/record-events.ts';
import type { ErrandWork, Work } from '../domain/work.ts';
import type { Database } from '../store/database.ts';
import type { Log } from '../store/log.ts';
import type { Meters } from '../store/metrics/meters.ts';

export interface WorkDeps {
  database: Kysely<Database>;
  crash: (name: string) => void;
  moveCase: MoveCase;
  log: Pick<Log, 'error'>;
  meters?: Pick<Meters, 'count' | 'observe'>;
}

/** The activities of `QUEUES.cases`: a member of the contract that is missing here does not compile. */
export function work(deps: WorkDeps) {
  return {
    recordEvents: recordEvents(deps),
    movePolicies: movePolicies(deps),
  } satisfies Work & ErrandWork;
}
