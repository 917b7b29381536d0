import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

/** The guard's orders, one JSON line each. Groups of a lower stage are ended later. */
export type GuardOrder =
  | { do: 'watch'; pid: number; signal: NodeJS.Signals; stage: number }
  | { do: 'forget'; pid: number }
  | { do: 'remove'; path: string };

let orders: Writable | undefined;

/**
 * Gives an order to the guard: a small process that outlives a `kill -9` of this one. When this
 * process is gone, it ends the process groups it watches and removes the paths it was given.
 */
export function tellGuard(order: GuardOrder): void {
  orders ??= startGuard();
  orders.write(`${JSON.stringify(order)}\n`);
}

function startGuard(): Writable {
  const main = new URL(`./guard-main${extname(import.meta.url)}`, import.meta.url);
  const guard = spawn(process.execPath, [fileURLToPath(main)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Errors are ignored: without the guard everything works as long as this process is stopped in an orderly
  // way.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return guard.stdin;
}
