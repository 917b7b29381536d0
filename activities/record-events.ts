import { activityInfo } from '@temporalio/activity';
import type { Kysely } from 'kysely';
import type { Work } from '../domain/work.ts';
import type { Database } from '../store/database.ts';
import type { Log } from '../store/log.ts';
import type { Meters } from '../store/metrics/meters.ts';
import { createStandings, recordCase } from '../store/record/record-case.ts';
import { countRecorded } from './count-recorded.ts';
import { asFailure } from './failure.ts';

/** Writes what happened to a case: rows, events, outbox and audit in one transaction (record.md section 3). */
export function recordEvents(deps: {
  database: Kysely<Database>;
  crash: (name: string) => void;
  log: Pick<Log, 'error'>;
  meters?: Pick<Meters, 'count' | 'observe'>;
}): Work['recordEvents'] {
  const standings = createStandings();
  return async (input) => {
    // The workflow asks once locally; what comes by the queue fell back.
    const path = activityInfo().isLocal ? 'local' : 'fallback';
    deps.crash('worker.before_record');
    try {
      const { state } = input;
      const fresh = await recordCase(deps.database, input, standings);
      deps.meters?.count('vouch_recordings_total', { path, result: 'recorded' });
      const now = new Date().toISOString();
      if (deps.meters) countRecorded(deps.meters, { state, fresh, now });
    } catch (error) {
      deps.meters?.count('vouch_recordings_total', { path, result: 'failed' });
      deps.log.error('recording.failed', error, { customer: input.state.customer });
      throw asFailure(error);
    }
    deps.crash('worker.after_record');
  };
}
