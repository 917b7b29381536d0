import { writeSync } from 'node:fs';
import process from 'node:process';
import { workerData } from 'node:worker_threads';
import type { LoopWatch } from './watch-loop.ts';

const watch = workerData as LoopWatch;
const clock = new Int32Array(new SharedArrayBuffer(4));
let last = Atomics.load(watch.beats, 0);
let still = 0;
while (still < watch.ticksMax) {
  pause(watch.tickMs);
  const beat = Atomics.load(watch.beats, 0);
  still = beat === last ? still + 1 : 0;
  last = beat;
}
const seconds = (watch.ticksMax * watch.tickMs) / 1000;
try {
  writeSync(2, `${watch.process}: the event loop stood still for ${seconds} s, the process ends\n`);
} catch {
  // Ignored: nobody reads standard error, and the process must end all the same.
}
// Ends a process whose event loop cannot handle a signal. SIGALRM leaves no core file, which would contain
// keys.
process.kill(process.pid, 'SIGALRM');
pause(1000);
process.kill(process.pid, 'SIGKILL');

function pause(ms: number): void {
  Atomics.wait(clock, 0, 0, ms);
}
