import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { commandOf } from '../../worker/embedded/processes/process-list.ts';

export interface Listed {
  pid: number;
  parent: number;
  command: string;
}

/** All descendants of a process, parents before their children. */
export async function processesBelow(pid: number): Promise<Listed[]> {
  const all = process.platform === 'linux' ? await fromProc() : await fromPs();
  const below = (of: number): Listed[] =>
    all.filter(({ parent }) => parent === of).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

async function fromProc(): Promise<Listed[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = pids.map(async (pid): Promise<Listed[]> => {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const parent = Number(/.*\) \S (\d+) /.exec(stat)?.[1]);
    const command = await commandOf(pid);
    return command ? [{ pid, parent, command }] : [];
  });
  return (await Promise.all(found)).flat();
}

async function fromPs(): Promise<Listed[]> {
  const { stdout } = await promisify(execFile)('ps', ['-e', '-o', 'pid=,ppid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command ? [{ pid: Number(pid), parent: Number(parent), command }] : [];
  });
}
