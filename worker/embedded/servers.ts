import { isLoopback } from '../../platform/config/config.ts';
import type { StartConfig } from './config.ts';
import type { Port } from './processes/ports.ts';
import { type Postgres, startPostgres } from './postgres/postgres.ts';
import { SERVING_ROLE } from './postgres/postgres-urls.ts';
import type { Supervisor } from './processes/supervisor.ts';
import { startTemporal, type Temporal } from './temporal/temporal.ts';

/** The variables that tell the processes, and those that tell the migration, where the servers are. */
export type Servers = {
  env: NodeJS.ProcessEnv;
  migration: NodeJS.ProcessEnv;
  uiUrl: string | null;
};

/** Every port that `npm start` will listen on. */
export function neededPorts(config: StartConfig): Port[] {
  const { apiHost, opsHost } = config;
  const postgres = { port: config.postgresPort, setting: 'POSTGRES_PORT', use: 'Postgres' };
  const temporal = [
    { port: config.temporalPort, setting: 'TEMPORAL_PORT', use: 'Temporal' },
    { port: config.temporalUiPort, setting: 'TEMPORAL_UI_PORT', use: 'Temporal UI' },
  ];
  const ops = (port: number, setting: string, use: string) => ({
    port,
    host: opsHost,
    setting,
    use,
  });
  return [
    ...(config.databaseUrl ? [] : [postgres]),
    ...(config.temporalAddress ? [] : temporal),
    { port: config.apiPort, host: apiHost, setting: 'API_PORT', use: 'API' },
    ops(config.apiOpsPort, 'API_OPS_PORT', 'health of the API'),
    ops(config.workerOpsPort, 'WORKER_OPS_PORT', 'health of the worker'),
    ops(config.verificationOpsPort, 'VERIFICATION_OPS_PORT', 'health of the verification worker'),
    ops(config.senderOpsPort, 'SENDER_OPS_PORT', 'health of the sender'),
  ];
}

/** Starts the servers that the settings do not name, and keeps them running. */
export async function startServers(
  config: StartConfig,
  directory: string,
  supervisor: Supervisor,
): Promise<Servers> {
  const codecEndpoint = config.codecEndpoint ?? (isLoopback(config.apiHost) ? 'on' : 'off');
  const [database, temporal] = await Promise.all([
    keepPostgres(config, directory, supervisor),
    keepTemporal(config, directory, supervisor, codecEndpoint),
  ]);
  const uiUrl = temporal?.uiUrl ?? null;
  const uiOrigin = config.temporalUiOrigin ?? uiUrl;
  return {
    uiUrl,
    migration: database.migration,
    env: {
      ...database.env,
      CODEC_ENDPOINT: codecEndpoint,
      ...(temporal ? { TEMPORAL_ADDRESS: temporal.address } : {}),
      ...(uiOrigin ? { TEMPORAL_UI_ORIGIN: uiOrigin } : {}),
    },
  };
}

async function keepPostgres(config: StartConfig, directory: string, supervisor: Supervisor) {
  if (config.databaseUrl && config.keysDatabaseUrl) return { env: {}, migration: {} };
  let postgres: Postgres | undefined;
  await supervisor.keep({
    name: 'postgres',
    stage: 0,
    start: async () => (postgres = await startPostgres({ directory, port: config.postgresPort })),
  });
  const { serving } = postgres ?? {};
  return {
    env: { DATABASE_URL: serving?.databaseUrl, KEYS_DATABASE_URL: serving?.keysDatabaseUrl },
    migration: {
      DATABASE_URL: postgres?.databaseUrl,
      KEYS_DATABASE_URL: postgres?.keysDatabaseUrl,
      SERVING_ROLE,
    },
  };
}

async function keepTemporal(
  config: StartConfig,
  directory: string,
  supervisor: Supervisor,
  codecEndpoint: 'on' | 'off',
): Promise<Temporal | undefined> {
  if (config.temporalAddress) return undefined;
  const codecUrl = `http://${config.apiHost}:${config.apiPort}/temporal/codec`;
  let temporal: Temporal | undefined;
  await supervisor.keep({
    name: 'temporal',
    stage: 0,
    start: async () =>
      (temporal = await startTemporal({
        directory,
        port: config.temporalPort,
        uiPort: config.temporalUiPort,
        ...(codecEndpoint === 'on' ? { codecEndpoint: codecUrl } : {}),
      })),
  });
  return temporal;
}
