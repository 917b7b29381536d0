import { cleanFile } from './sanitiser/clean-file.ts';
import { serve } from './serve.ts';

// Decoders are loaded by the first job: a photo needs no PDF library, and root can be given up first.
await serve(
  async () => undefined,
  async (_, job: Parameters<typeof cleanFile>[0]) => await cleanFile(job),
);
