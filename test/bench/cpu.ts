import { cpuSecondsOf } from './processes.ts';

/** What a process is called in the table, and a part of its command. */
const PROCESSES = {
  Temporal: 'start-dev',
  worker: 'worker/main',
  API: 'api/main',
  Postgres: 'postgres',
  checks: 'checks-main',
  'bare worker': 'bare/worker-main',
} as const;
type Name = keyof typeof PROCESSES | 'load';

/** Seconds of CPU by process; a process that the system does not show has none. */
export type CpuSeconds = Partial<Record<Name, number>>;

/** Runs a task; the CPU that each process used meanwhile, this one as `load`. */
export async function cpuWhile<T>(task: () => Promise<T>): Promise<{ answer: T; cpu: CpuSeconds }> {
  const before = await now();
  const answer = await task();
  const after = await now();
  const used = Object.entries(after).map(([name, end]) => [name, end - (before[name] ?? 0)]);
  return { answer, cpu: Object.fromEntries(used) as CpuSeconds };
}

/** Milliseconds of CPU for one of `count` tasks, the dearest process first; under half a millisecond is left out. */
export function cpuEach(all: readonly CpuSeconds[], count: number): string {
  const sums = new Map<string, number>();
  for (const one of all) {
    for (const [name, seconds] of Object.entries(one)) {
      sums.set(name, (sums.get(name) ?? 0) + (seconds * 1000) / count);
    }
  }
  const parts = [...sums].filter(([, ms]) => ms >= 0.5).toSorted(([, a], [, b]) => b - a);
  const total = parts.reduce((sum, [, ms]) => sum + ms, 0);
  const words = parts.map(([name, ms]) => `${name} ${Math.round(ms)}`).join(', ');
  return `CPU ${Math.round(total)} ms each (${words})`;
}

async function now(): Promise<Record<string, number>> {
  const found = Object.entries(PROCESSES).map(
    async ([name, command]) => [name, (await cpuSecondsOf(command)) ?? 0] as const,
  );
  const { user, system } = process.cpuUsage();
  return { ...Object.fromEntries(await Promise.all(found)), load: (user + system) / 1e6 };
}
