import { Client, Connection } from '@temporalio/client';
import { QUEUES } from '../../domain/work.ts';
import { blobPlace } from '../../store/blobs/blob-config.ts';
import { dataConverter } from '../../store/temporal/data-converter.ts';
import type { Env } from '../../platform/config/config.ts';
import { createLog } from '../../platform/log.ts';
import { openStore } from '../../store/open-store.ts';
import { readWorkerConfig } from '../config.ts';
import { installRuntime } from '../temporal/runtime.ts';
import { openRecordings } from './recordings.ts';
import { type Line, reconcileAll } from './reconcile-all.ts';

/** Differences that are mended automatically; any other reported difference needs a person. */
const MENDED = ['row_behind', 'workflow_behind', 'diverged'];

/**
 * `vouch reconcile`: run after a restore, with the worker's settings and a running worker. Prints a line for
 * each difference. Returns true if nothing is left for a person.
 */
export async function reconcileCommand(
  env: Env,
  options: { dryRun: boolean; print: (line: string) => void },
): Promise<boolean> {
  const config = readWorkerConfig(env);
  const log = createLog({ process: 'reconcile', level: config.logLevel });
  installRuntime(log);
  const { connectionOptions, namespace } = config.temporal;
  const store = await openStore({
    databaseUrl: config.databaseUrl.reveal(),
    keysDatabaseUrl: config.keysDatabaseUrl.reveal(),
    kekFile: config.kekFile,
    ...blobPlace(config),
  });
  const connection = Connection.lazy(connectionOptions);
  try {
    const converter = dataConverter(store.keys, { withholds: true });
    const client = new Client({ connection, namespace, dataConverter: converter });
    const counts = new Map<string, number>();
    const tell = (line: Line) => {
      counts.set(line.found.kind, (counts.get(line.found.kind) ?? 0) + 1);
      if (line.lost.length > 0) counts.set('lost', (counts.get('lost') ?? 0) + 1);
      options.print(textOf(line));
    };
    const deps = {
      store,
      client,
      recordings: await openRecordings({ client, dataConverter: converter }),
      queues: { cases: QUEUES.cases, checks: QUEUES.verification },
      dryRun: options.dryRun,
      now: () => new Date().toISOString(),
      onError: (error: unknown, customer: string) =>
        log.error('reconcile.failed', error, { customer }),
    };
    const { agreed } = await reconcileAll(deps, tell);
    const inOrder = [...counts].toSorted(([a], [b]) => a.localeCompare(b));
    const told = inOrder.map(([kind, count]) => `, ${kind} ${count}`).join('');
    options.print(`agree ${agreed}${told}`);
    return [...counts.keys()].every((kind) => !options.dryRun && MENDED.includes(kind));
  } finally {
    await connection.close();
    await store.close();
  }
}

function textOf({ customer, found, lost }: Line): string {
  const { kind, ...versions } = found;
  const said = Object.entries(versions).map(([name, version]) => `${name} ${version ?? 'none'}`);
  const missing = lost.length > 0 ? [`lost ${lost.join(' ')}`] : [];
  return [customer, kind, ...said, ...missing].join(' ');
}
