import { url as inspectorUrl } from 'node:inspector';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/** The data of the watching thread. */
export interface LoopWatch {
  process: string;
  /** One number, which the watched thread increments. */
  beats: Int32Array;
  tickMs: number;
  ticksMax: number;
}

/**
 * Not a setting: none of our code blocks an event loop for a second, and an operator's probes wait longer. A
 * larger value would let one request stop the process for everybody for longer.
 */
const STILL_MS = 30_000;
const TICK_MS = 500;

/**
 * Ends this process when its event loop was blocked for 30 s. A thread of its own counts its own ticks, so
 * nothing is counted while the whole process or machine is suspended. Does nothing under a debugger.
 */
export function watchLoop(process: string, { stillMs = STILL_MS, tickMs = TICK_MS } = {}): void {
  if (inspectorUrl() !== undefined) return; // a breakpoint stops the loop, too
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const main = new URL(`./watch-loop-main${extname(import.meta.url)}`, import.meta.url);
  const ticksMax = Math.ceil(stillMs / tickMs);
  const workerData: LoopWatch = { process, beats, tickMs, ticksMax };
  const thread = new Worker(main, { workerData, execArgv: [], stdin: false });
  thread.on('error', (error) => {
    throw new Error('the watch on the event loop has ended', { cause: error });
  });
  thread.unref();
  setInterval(() => Atomics.add(beats, 0, 1), tickMs).unref();
}
