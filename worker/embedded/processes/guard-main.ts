import { rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GuardOrder } from './guard.ts';
import { commandOf } from './process-list.ts';

const GRACE_MS = 10_000;
const STEP_MS = 50;

type Watched = Extract<GuardOrder, { do: 'watch' }>;

const watched = new Map<number, Watched>();
const paths = new Set<string>();

for await (const line of createInterface({ input: process.stdin })) {
  obey(JSON.parse(line) as GuardOrder);
}
// The input ended, so the process that started this one has ended, orderly or not.
const stages = new Set([...watched.values()].map(({ stage }) => stage));
for (const stage of [...stages].toSorted((a, b) => b - a)) {
  await endAll([...watched.values()].filter((one) => one.stage === stage));
}
for (const path of paths) rmSync(path, { recursive: true, force: true });

function obey(order: GuardOrder): void {
  switch (order.do) {
    case 'watch':
      watched.set(order.pid, order);
      return;
    case 'forget':
      watched.delete(order.pid);
      return;
    case 'remove':
      paths.add(order.path);
      return;
  }
}

async function endAll(group: readonly Watched[]): Promise<void> {
  for (const { pid, signal } of group) send(pid, signal);
  for (let waited = 0; waited < GRACE_MS; waited += STEP_MS) {
    // A process that ended but was not reaped has no command.
    const commands = await Promise.all(group.map(({ pid }) => commandOf(pid)));
    if (!commands.some(Boolean)) break;
    await sleep(STEP_MS);
  }
  for (const { pid } of group) send(-pid, 'SIGKILL');
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // The process or its group has ended already.
  }
}
