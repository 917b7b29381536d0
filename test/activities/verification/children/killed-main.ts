import { serve } from '../../../../activities/verification/child/serve.ts';

/** An engine that is killed by the system whatever it is asked. */
await serve<object, null, null>(
  async () => await Promise.resolve(null),
  async () => {
    process.kill(process.pid, 'SIGKILL');
    return await new Promise<null>(() => undefined);
  },
);
