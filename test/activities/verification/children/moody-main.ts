import { existsSync, writeFileSync } from 'node:fs';
import { serve } from '../../../../activities/verification/child/serve.ts';

/** A child that does what it is told, for tests of the parent. */
export interface Mood {
  do: 'echo' | 'die' | 'die-once' | 'hang' | 'doze' | 'work' | 'eat' | 'grow' | 'fail' | 'env';
  /** `work`: milliseconds of CPU. */
  cpuMs?: number;
  /** `die-once`: dies unless this file is there, and makes it. */
  mark?: string;
  bytes?: Uint8Array;
}

export interface Said {
  pid: number;
  env: string[];
  bytes: Uint8Array | null;
}

const eaten: Buffer[] = [];

await serve<Mood, Said, null>(
  async () => await Promise.resolve(null),
  async (_, mood) => {
    if (mood.do === 'die') process.kill(process.pid, 'SIGKILL');
    if (mood.do === 'die-once' && mood.mark !== undefined && !existsSync(mood.mark)) {
      writeFileSync(mood.mark, '');
      process.kill(process.pid, 'SIGKILL');
    }
    if (mood.do === 'hang') for (;;);
    if (mood.do === 'doze') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    if (mood.do === 'work') burn(mood.cpuMs ?? 0);
    if (mood.do === 'eat') for (;;) eaten.push(Buffer.alloc(8_000_000, 1));
    if (mood.do === 'grow') eaten.push(Buffer.alloc(200_000_000, 1));
    if (mood.do === 'fail') throw new TypeError('the name of the holder');
    const env = Object.keys(process.env);
    return await Promise.resolve({ pid: process.pid, env, bytes: mood.bytes ?? null });
  },
);

function burn(cpuMs: number): void {
  const before = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(before);
    if ((user + system) / 1000 > cpuMs) return;
  }
}
