import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../../domain/search.ts';
import { openLog } from '../processes/log-file.ts';
import { type Running, startProgram } from '../processes/program.ts';
import { freePort } from '../processes/ports.ts';
import { findTemporal } from './temporal-binary.ts';
import { startUiFront } from './ui-front.ts';

const HOST = '127.0.0.1';
const READY_TIMEOUT_MS = 60_000;
const ATTRIBUTE_TYPES = { KEYWORD: 'Keyword', DATETIME: 'Datetime', BOOL: 'Bool' } as const;

export type TemporalOptions = {
  /** Directory of the log, of the database file and of a cache for the program. */
  directory: string;
  port: number;
  /** Port of the UI; null leaves the UI out. */
  uiPort: number | null;
  /** The URL at which the UI has payloads decoded. */
  codecEndpoint?: string;
  /** For tests: everything is kept in memory. */
  temporary?: boolean;
  dynamicConfig?: Readonly<Record<string, string | number | boolean>>;
};

export type Temporal = Running & { address: string; uiUrl: string | null };

/**
 * Starts a local Temporal server on the loopback address, with our search attributes. Resolves when it serves
 * the namespace `default`; `exited` resolves whenever it ends, wanted or not.
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const command = await findTemporal({ directory: options.directory });
  const log = openLog(join(options.directory, 'temporal.log'));
  const lines: string[] = [];
  const ui = options.uiPort === null ? null : { host: hiddenHost(), port: await freePort() };
  const running = await startProgram({
    command,
    args: argumentsOf(options, ui),
    stopSignal: 'SIGTERM',
    graceMs: 15_000,
    stage: 0,
    onLine: (line) => {
      log.write(line);
      lines.splice(0, lines.length - 9, line);
    },
  });
  const address = `${HOST}:${options.port}`;
  const waiting = new AbortController();
  const end = await Promise.race([running.exited, untilReady(address, waiting.signal)]);
  waiting.abort();
  if (end !== undefined) {
    await running.stop();
    throw new Error([`the Temporal server did not start, it ${end}`, ...lines].join('\n'));
  }
  if (!ui || options.uiPort === null) return { ...running, address, uiUrl: null };
  const front = await startUiFront({ port: options.uiPort, ui }).catch(async (error: unknown) => {
    await running.stop();
    throw error;
  });
  const exited = running.exited.then(async (end) => {
    await front.close();
    return end;
  });
  return { ...running, exited, address, uiUrl: front.url };
}

/**
 * A random loopback address for the UI, so that only its proxy knows where it is. Linux has all of
 * 127.0.0.0/8 on its loopback device.
 */
function hiddenHost(): string {
  const part = () => randomInt(1, 255);
  return process.platform === 'linux' ? `127.${part()}.${part()}.${part()}` : HOST;
}

function argumentsOf(
  options: TemporalOptions,
  ui: { host: string; port: number } | null,
): string[] {
  const dynamic = {
    // The HTTP API cannot be switched off, and would take commands from any web page. No request has this
    // host name.
    'frontend.httpAllowedHosts': ['nobody.invalid'],
    // One partition: on a small machine, more of them only make tasks wait for the right poller.
    'matching.numTaskqueueReadPartitions': 1,
    'matching.numTaskqueueWritePartitions': 1,
    // Lets a stopping worker finish its polls; if they were cut off, the task just given to them could be
    // lost.
    'frontend.enableCancelWorkerPollsOnShutdown': true,
    // After ten lost attempts of a task Temporal would wait up to ten minutes before the next, and the case
    // would stand still.
    'history.workflowTaskRetryMaxInterval': '5s',
    ...options.dynamicConfig,
  };
  const flags: Record<string, string | readonly string[]> = {
    ip: HOST,
    port: String(options.port),
    'log-level': 'warn',
    'search-attribute': SEARCH_ATTRIBUTES.map(
      ({ name, type }) => `${name}=${ATTRIBUTE_TYPES[type]}`,
    ),
    'dynamic-config-value': Object.entries(dynamic).map(
      ([n, value]) => `${n}=${JSON.stringify(value)}`,
    ),
    ...(options.temporary
      ? {}
      : {
          'db-filename': join(options.directory, 'temporal.db'),
          'sqlite-pragma': ['journal_mode=WAL', 'synchronous=NORMAL'],
        }),
    ...(ui ? { 'ui-ip': ui.host, 'ui-port': String(ui.port) } : {}),
    ...(options.codecEndpoint ? { 'ui-codec-endpoint': options.codecEndpoint } : {}),
  };
  const given = Object.entries(flags).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [`--${name}`, value]),
  );
  const how = ui ? '--ui-disable-news-fetch' : '--headless';
  return ['server', 'start-dev', how, ...given];
}

/** Resolves with undefined once the server answers, else with what is wrong. */
async function untilReady(address: string, signal: AbortSignal): Promise<string | undefined> {
  const until = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < until && !signal.aborted) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: '1 s' });
      try {
        await connection.workflowService.getSystemInfo({});
        await connection.workflowService.describeNamespace({ namespace: 'default' });
        return undefined;
      } finally {
        await connection.close();
      }
    } catch {
      await sleep(100);
    }
  }
  return `did not answer within ${READY_TIMEOUT_MS / 1_000} s`;
}
