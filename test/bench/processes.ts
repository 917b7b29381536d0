import { readdir, readFile } from 'node:fs/promises';

/** USER_HZ: Linux shows times to programs in hundredths of a second on every platform. */
const TICKS = 100;

interface Process {
  pid: number;
  parent: number;
  command: string;
  ticks: number;
}

/**
 * CPU seconds of our own process with this in its command and of all below it, living and dead;
 * null where there is no /proc.
 */
export async function cpuSecondsOf(command: string): Promise<number | null> {
  const found = await ours(command);
  return found && found.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS;
}

/** MiB that our own process with this in its command and all below it hold; null where there is no /proc. */
export async function residentMibOf(command: string): Promise<number | null> {
  const found = await ours(command);
  if (found === null) return null;
  const held = await Promise.all(found.map(({ pid }) => memoryOf(pid)));
  return held.reduce((sum, one) => sum + (one?.rssMib ?? 0), 0);
}

export interface Memory {
  /** Resident, with pages that other processes have too. */
  rssMib: number;
  /** With its share alone of what is shared: these can be added. */
  pssMib: number;
  /** The most it was resident so far. */
  peakMib: number;
}

/** What a process holds now; null where there is no /proc, or no such process any more. */
export async function memoryOf(pid: number): Promise<Memory | null> {
  try {
    const [rollup, status] = await Promise.all([
      readFile(`/proc/${pid}/smaps_rollup`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ]);
    const mib = (text: string, name: string) =>
      Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) / 1024);
    return {
      rssMib: mib(rollup, 'Rss'),
      pssMib: mib(rollup, 'Pss'),
      peakMib: mib(status, 'VmHWM'),
    };
  } catch {
    return null;
  }
}

export function sumOf(all: readonly Memory[]): Memory {
  return all.reduce((sum, one) => ({
    rssMib: sum.rssMib + one.rssMib,
    pssMib: sum.pssMib + one.pssMib,
    peakMib: sum.peakMib + one.peakMib,
  }));
}

/** Ids of our own processes with this in their command, without those below them; null where there is no /proc. */
export async function pidsOf(command: string): Promise<number[] | null> {
  const found = await ours(command);
  if (found === null) return null;
  const ids = new Set(found.map(({ pid }) => pid));
  return found.filter(({ parent }) => !ids.has(parent)).map(({ pid }) => pid);
}

async function ours(command: string): Promise<Process[] | null> {
  const all = await list().catch(() => null);
  if (all === null) return null;
  const below = (pids: number[]): Process[] => {
    const children = all.filter(({ parent }) => pids.includes(parent));
    return children.length === 0 ? [] : [...children, ...below(children.map(({ pid }) => pid))];
  };
  const top = below([process.pid]).filter((one) => one.command.includes(command));
  const found = new Map([...top, ...below(top.map(({ pid }) => pid))].map((one) => [one.pid, one]));
  return [...found.values()];
}

async function list(): Promise<Process[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(names.map((name) => read(Number(name)).catch(() => null)));
  return found.filter((one) => one !== null);
}

async function read(pid: number): Promise<Process> {
  const [stat, command] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/cmdline`, 'utf8'),
  ]);
  // After the name in brackets: state, parent, … utime stime cutime cstime (fields 14 to 17).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { pid, parent: Number(fields[1]), command, ticks };
}
