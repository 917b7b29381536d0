import { runChecks, type RunChecksDeps } from '../activities/verification/round/run-checks.ts';
import type { VerificationWork } from '../domain/work.ts';

/** The activities of `QUEUES.verification`. */
export function verificationWork(deps: RunChecksDeps) {
  return { runChecks: runChecks(deps) } satisfies VerificationWork;
}
