import type { Kysely } from 'kysely';
import type { Work } from '../domain/work.ts';
import type { Database } from '../store/database.ts';
import type { Log } from '../store/log.ts';
import { createStandings, recordCase } from '../store/record/record-case.ts';
import { asFailure } from './failure.ts';

/** Writes what happened to a case: rows, events, outbox and audit in one transaction (record.md section 3). */
export function recordEvents(deps: {
  database: Kysely<Database>;
  crash: (name: string) => void;
  log: Pick<Log, 'error'>;
}): Work['recordEvents'] {
  const standings = createStandings();
  return async (input) => {
    deps.crash('worker.before_record');
    try {
      await recordCase(deps.database, input, standings);
    } catch (error) {
      deps.log.error('recording.failed', error, { customer: input.state.customer });
      throw asFailure(error);
    }
    deps.crash('worker.after_record');
  };
}
