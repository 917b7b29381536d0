import { serve } from '../../../../activities/verification/child/serve.ts';

/** A child that dies of every job it gets. */
await serve<unknown, null, null>(
  async () => await Promise.resolve(null),
  async () => {
    process.kill(process.pid, 'SIGKILL');
    return await Promise.resolve(null);
  },
);
