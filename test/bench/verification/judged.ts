import { isChildError } from '../../../activities/verification/child/child-error.ts';
import type { ReadIdentity } from '../../../activities/verification/identity/identity.ts';

/** Of wall time a picture may take on a busy machine: what is measured is CPU. */
export const PATIENCE_MS = 120_000;

/** What every reading is asked alike. */
export const AT = (): Omit<ReadIdentity, 'pages' | 'type'> => ({
  country: null,
  printedText: 'review',
  receivedAt: '2026-11-23T09:00:00.000Z',
  signal: AbortSignal.timeout(2 * PATIENCE_MS),
});

/** `114 of 120, 95.0 %` */
export function share(some: number, all: number): string {
  return `${some} of ${all}, ${((100 * some) / all).toFixed(1)} %`;
}

/** A child that does not start in time on a busy machine says nothing of a picture: asked again. */
export async function waitForServer<T>(task: () => Promise<T>): Promise<T> {
  for (let turn = 1; turn < 5; turn += 1) {
    try {
      return await task();
    } catch (error) {
      if (!isChildError(error, 'ChildNotStarted') && !isChildError(error, 'ChildTimedOut'))
        throw error;
    }
  }
  return await task();
}
