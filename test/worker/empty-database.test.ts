import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { runMain } from '../../worker/embedded/processes/children.ts';
import { freePort } from '../../worker/embedded/processes/ports.ts';
import { newKek } from '../store/kit/make.ts';
import { emptyDatabases } from '../support/postgres.ts';

const MAIN = fileURLToPath(new URL('../../worker/main.ts', import.meta.url));

let databases: Awaited<ReturnType<typeof emptyDatabases>>;
let directory: string;
beforeEach(async () => {
  databases = await emptyDatabases();
  directory = await mkdtemp(join(tmpdir(), 'vouch-empty-'));
});
afterEach(async () => {
  await databases.drop();
  await rm(directory, { recursive: true, force: true });
});

async function settings(): Promise<Record<string, string>> {
  const { databaseUrl, keysDatabaseUrl } = databases;
  return {
    DATABASE_URL: databaseUrl,
    KEYS_DATABASE_URL: keysDatabaseUrl,
    KEK_FILE: await newKek(directory),
    BLOB_DIR: join(directory, 'blobs'),
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    WORKFLOW_BUNDLE: inject('bundlePath'),
  };
}

test.each(['with a witness', 'without', 'without, live accepted'] as const)(
  'a worker on an empty database waits for its migration and then serves: %s',
  async (how) => {
    const more = {
      'with a witness': { WITNESS_DIR: join(directory, 'witness') },
      without: { LIVE_OUTSIDE_PRODUCTION: 'refused' },
      'without, live accepted': { LIVE_OUTSIDE_PRODUCTION: 'accepted' },
    }[how];
    const port = String(await freePort());
    const env = { ...process.env, ...(await settings()), ...more, WORKER_OPS_PORT: port };
    const worker = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    worker.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => worker.once('exit', resolve));
    const readiness = () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ status }) => status,
        () => 0,
      );
    try {
      await expect.poll(() => text, { timeout: 20_000 }).toContain('not_migrated');
      expect(await readiness()).toBe(503);
      await runMain('worker/migrate', [], env);
      await expect.poll(readiness, { timeout: 20_000 }).toBe(200);
      expect(worker.exitCode).toBeNull();
    } finally {
      worker.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  },
  60_000,
);
