import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chown, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.ts';

export type ClusterOptions = {
  data: string;
  user?: { uid: number; gid: number };
  binaries: PostgresBinaries;
  superuser: string;
  password: string;
  sync: boolean;
};

/**
 * Makes the data directory with both databases, unless it exists. It is renamed into place at the end, so
 * that an interrupted first start leaves nothing half-made.
 */
export async function createCluster(options: ClusterOptions): Promise<void> {
  const { data, user, binaries, superuser } = options;
  if (await exists(data)) return;
  const unfinished = `${data}.unfinished`;
  const passwordFile = `${data}.initdb`;
  await rm(unfinished, { recursive: true, force: true });
  try {
    await writeFile(passwordFile, options.password, { mode: 0o600 });
    if (user) await chown(passwordFile, user.uid, user.gid);
    const initdb = [
      `--pgdata=${unfinished}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
      ...(options.sync ? [] : ['--no-sync']),
    ];
    await run(options, binaries.initdb, initdb, '');
    const single = ['--single', '-D', unfinished, '-c', 'exit_on_error=on', 'postgres'];
    const sql = 'CREATE DATABASE vouch;\nCREATE DATABASE vouch_keys;\n';
    await run(options, binaries.postgres, single, sql);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, data);
}

async function run(
  options: ClusterOptions,
  command: string,
  args: readonly string[],
  input: string,
): Promise<void> {
  const child = spawn(command, args, {
    ...options.user,
    cwd: dirname(options.data),
    env: { LC_ALL: 'C', PATH: process.env['PATH'] },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  child.stdin.on('error', () => undefined); // it ended early: the exit code says why
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} failed:\n${output.slice(-2_000)}`);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
