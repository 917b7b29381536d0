import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { tellGuard } from './guard.ts';

export type Program = {
  command: string;
  args: readonly string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** The user who runs it; only root may name another. */
  user?: { uid: number; gid: number } | undefined;
  /** The signal that asks the program to end, and how long it may take before SIGKILL. */
  stopSignal: NodeJS.Signals;
  graceMs: number;
  /** If the supervisor itself was killed, higher stages are ended first. */
  stage: number;
  onLine: (line: string) => void;
};

/**
 * A running program: `exited` says how it ended, `signal` by which signal, if any; `stop` ends it and waits
 * for the end, `kill` ends it if it does not react to signals.
 */
export type Running = {
  pid: number;
  exited: Promise<string>;
  signal: () => NodeJS.Signals | null;
  stop: () => Promise<void>;
  kill: () => void;
};

/** Starts a program in a process group of its own; rejects when it cannot be started at all. */
export async function startProgram(program: Program): Promise<Running> {
  const child = spawn(program.command, program.args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(program.env ? { env: program.env } : {}),
    ...(program.cwd ? { cwd: program.cwd } : {}),
    ...program.user,
  });
  await once(child, 'spawn');
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${program.command} did not start`);
  tellGuard({ do: 'watch', pid, signal: program.stopSignal, stage: program.stage });
  passLines(child.stdout, program.onLine);
  passLines(child.stderr, program.onLine);
  const exited = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      signalGroup(pid, 'SIGKILL'); // ends the processes that it left behind
      tellGuard({ do: 'forget', pid });
      resolve(signal ? `was ended by ${signal}` : `exited with code ${code}`);
    });
  });
  const stop = async () => {
    const timer = setTimeout(() => signalGroup(pid, 'SIGKILL'), program.graceMs);
    child.kill(program.stopSignal);
    await exited;
    clearTimeout(timer);
  };
  const kill = () => signalGroup(pid, 'SIGKILL');
  return { pid, exited, signal: () => child.signalCode, stop, kill };
}

/** Runs a program to its end; rejects, naming it, unless it exits with code 0. */
export async function runProgram(name: string, program: Program): Promise<void> {
  const lines: string[] = [];
  const onLine = (line: string) => {
    lines.push(line);
    program.onLine(line);
  };
  const { exited } = await startProgram({ ...program, onLine });
  const end = await exited;
  if (end !== 'exited with code 0') {
    throw new Error([`${name} ${end}`, ...lines.slice(-20)].join('\n'));
  }
}

function passLines(input: Readable, onLine: (line: string) => void): void {
  createInterface({ input }).on('line', onLine);
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The process group is empty.
  }
}
