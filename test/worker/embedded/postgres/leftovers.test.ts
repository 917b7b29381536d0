import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../../../worker/embedded/processes/ports.ts';
import { startPostgres } from '../../../../worker/embedded/postgres/postgres.ts';
import { processesBelow } from '../../../support/process-tree.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-leftovers-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('a process that outlived its killed server keeps no new one from starting', async () => {
  const options = { directory, port: await freePort(), temporary: true };
  const first = await startPostgres(options);
  const client = new Client({ connectionString: first.databaseUrl });
  client.on('error', () => undefined); // it is killed below
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const deaf = rows[0]?.pid ?? 0;
  process.kill(deaf, 'SIGSTOP'); // as one that waits for a lock which nobody gives back
  const others = (await processesBelow(first.pid)).filter(({ pid }) => pid !== deaf);
  for (const { pid } of [{ pid: first.pid }, ...others]) process.kill(pid, 'SIGKILL');
  await first.exited;
  const second = await startPostgres(options);
  try {
    expect(second.pid).not.toBe(first.pid);
  } finally {
    await client.end().catch(() => undefined);
    await second.stop();
  }
}, 60_000);
