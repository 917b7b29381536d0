import { serve } from '../../../../activities/verification/child/serve.ts';

/** A child that takes a job and never answers. */
await serve<unknown, null, null>(
  async () => await Promise.resolve(null),
  async () => await new Promise<null>(() => undefined),
);
