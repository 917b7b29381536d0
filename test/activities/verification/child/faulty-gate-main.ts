import { cleanFile } from '../../../../activities/verification/child/sanitiser/clean-file.ts';
import type { SanitiserJob } from '../../../../activities/verification/child/sanitiser/facts.ts';
import { serve } from '../../../../activities/verification/child/serve.ts';

/** Stands at the end of a real file; the real gate never sees these words. */
const FAULTS: Record<string, () => void> = {
  'FAULT:die': () => process.kill(process.pid, 'SIGKILL'),
  'FAULT:hang': () => {
    for (;;) Math.imul(1, 1);
  },
  'FAULT:hog': () => {
    const kept: Buffer[] = [];
    const grow = () => {
      kept.push(Buffer.alloc(32 * 1024 * 1024, kept.length));
      setTimeout(grow, 20);
    };
    grow();
  },
};

// The real gate's child, but for files that ask for a fault of the process itself.
await serve(
  async () => undefined,
  async (_, job: SanitiserJob) => {
    const tail = job.bytes.subarray(-16).toString('latin1');
    const fault = Object.keys(FAULTS).find((word) => tail.endsWith(word));
    if (fault) {
      FAULTS[fault]?.();
      await new Promise(() => undefined);
    }
    return await cleanFile(job);
  },
);
