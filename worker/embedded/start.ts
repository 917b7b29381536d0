import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { printAddresses } from './addresses.ts';
import { childServices, runMain } from './processes/children.ts';
import { readStartConfig, type StartConfig } from './config.ts';
import { makeKek } from './kek.ts';
import { takeLock } from './processes/lock.ts';
import { requireFreePorts } from './processes/ports.ts';
import { createSupervisor, type Supervisor } from './processes/supervisor.ts';
import { neededPorts, startServers } from './servers.ts';

const KILLED_PATIENCE_MS = 30_000;
const watch = process.argv.includes('--watch');
const print = (line: string) => process.stdout.write(`${line}\n`);

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  process.exitCode = await main(readStartConfig(process.env));
} catch (error) {
  print(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
process.exit();

/** Starts all of Vouch and keeps it running until a signal, or until a part dies too often. */
async function main(config: StartConfig): Promise<number> {
  const directory = resolve(config.vouchDir);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const lock = await takeLock(directory);
  const supervisor = createSupervisor({ log: (line) => print(`start        | ${line}`) });
  const signalled = untilSignal();
  try {
    await requireFreePorts(neededPorts(config), lock.wasKilled ? KILLED_PATIENCE_MS : 0);
    const started = start(config, directory, supervisor);
    const end = await Promise.race([signalled, started.then(() => supervisor.givenUp)]);
    started.catch(() => undefined); // a signal interrupted it
    print(`stopping${end === undefined ? '' : `: ${end}`}`);
    return end === undefined ? 0 : 1;
  } finally {
    await supervisor.stop();
    await lock.release();
  }
}

async function start(config: StartConfig, directory: string, supervisor: Supervisor) {
  const kekFile = config.kekFile ?? resolve(directory, 'kek');
  const bundle = config.workflowBundle ?? resolve(directory, 'workflow-bundle.js');
  const isBundled = watch || config.workflowBundle !== undefined;
  await makeKek(kekFile);
  const [servers] = await Promise.all([
    startServers(config, directory, supervisor),
    isBundled ? undefined : runMain('worker/bundle', [bundle], process.env),
  ]);
  const env = {
    ...process.env,
    ...servers.env,
    KEK_FILE: kekFile,
    ...(config.s3Bucket ? {} : { BLOB_DIR: config.blobDir ?? resolve(directory, 'blobs') }),
    ...(watch ? {} : { WORKFLOW_BUNDLE: bundle }),
  };
  const migration = { ...env, ...servers.migration };
  await runMain('worker/migrate', [], migration, (line) => print(`migrate      | ${line}`));
  const services = childServices({ config, env, watch, print });
  await Promise.all(services.map((service) => supervisor.keep(service)));
  await runMain('worker/embedded/first-key', [], env, print);
  printAddresses(config, servers.uiUrl, print);
}

function untilSignal(): Promise<undefined> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => done(undefined));
    }
  });
}
