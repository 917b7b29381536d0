import { serve } from '../../../../activities/verification/child/serve.ts';

// A machine at fault: the child dies of every file, the built-in specimen too.
await serve(
  async () => undefined,
  async () => process.kill(process.pid, 'SIGKILL'),
);
