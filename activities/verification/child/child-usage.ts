import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory in MB; 0 where the system does not tell (only Linux has `/proc`). */
export function residentMb(child: ChildProcess): number {
  try {
    const pages = Number(readFileSync(`/proc/${child.pid}/statm`, 'latin1').split(' ')[1]);
    return (pages * 4096) / 1_048_576;
  } catch {
    return 0;
  }
}

/** CPU times of a child's threads; empty if the system does not report them. */
export interface ThreadTimes {
  /** CPU time of them all. */
  cpuMs: number;
  /** One of them runs, or would if it had a core: a child that sleeps or hangs in a wait does not. */
  isRunnable: boolean;
}

/** From `/proc/…/task`: states of proc_pid_stat(5), times of the kernel's scheduler statistics. */
export function threadTimes(child: ChildProcess): ThreadTimes {
  const times = { cpuMs: 0, isRunnable: false };
  try {
    const tasks = `/proc/${child.pid}/task`;
    for (const task of readdirSync(tasks)) {
      const stat = readFileSync(`${tasks}/${task}/stat`, 'latin1');
      times.isRunnable ||= stat.slice(stat.lastIndexOf(')') + 2).startsWith('R');
      times.cpuMs +=
        Number(readFileSync(`${tasks}/${task}/schedstat`, 'latin1').split(' ')[0]) / 1e6;
    }
  } catch {
    // a thread that just ended, or a system without /proc
  }
  return times;
}
