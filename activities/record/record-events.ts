import { activityInfo } from '@temporalio/activity';
import type { Kysely } from 'kysely';
import type { RecordAnswer, RecordEvents, Work } from '../../domain/work.ts';
import type { Database } from '../../store/db/database.ts';
import type { Log } from '../../platform/log.ts';
import type { Meters } from '../../platform/metrics/meters.ts';
import { createStandings, recordCase, type Standings } from '../../store/record/record-case.ts';
import { countRecorded } from './count-recorded.ts';
import { asFailure } from '../failure.ts';

export interface RecordDeps {
  database: Kysely<Database>;
  crash: (name: string) => void;
  log: Pick<Log, 'error'>;
  meters?: Pick<Meters, 'count' | 'observe'>;
  /** Hears of a case whose row no recording can follow: the reconciler's matter. */
  onDiverged?: (customer: string) => void;
}

/** Writes what happened to a case: rows, events, outbox and audit in one transaction (docs/record.md#how-a-change-is-recorded). */
export function recordEvents(deps: RecordDeps): Work['recordEvents'] {
  const standings = createStandings();
  return async (input) => {
    // The workflow asks once locally; what comes by the queue fell back.
    const path = activityInfo().isLocal ? 'local' : 'fallback';
    deps.crash('worker.before_record');
    const recorded = await recording(deps, input, path, standings);
    deps.crash('worker.after_record');
    return recorded;
  };
}

async function recording(
  deps: RecordDeps,
  input: RecordEvents,
  path: 'local' | 'fallback',
  standings: Standings,
): Promise<RecordAnswer | undefined> {
  const { state } = input;
  const { customer } = state;
  try {
    const done = await recordCase(deps.database, input, standings);
    if (done === 'unkept') {
      deps.onDiverged?.(customer);
      throw new Error('the row has changes that nobody kept');
    }
    if ('changes' in done) {
      deps.meters?.count('vouch_recordings_total', { path, result: 'ahead' });
      return done;
    }
    deps.meters?.count('vouch_recordings_total', { path, result: 'recorded' });
    const now = new Date().toISOString();
    if (deps.meters) countRecorded(deps.meters, { state, fresh: done.fresh, now });
    return path === 'local' ? undefined : { recorded: state.version };
  } catch (error) {
    deps.meters?.count('vouch_recordings_total', { path, result: 'failed' });
    deps.log.error('recording.failed', error, { customer });
    throw asFailure(error);
  }
}
