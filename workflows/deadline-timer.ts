import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import { LONGEST } from '../domain/time.ts';

/** One deadline timer. A timer that is merely early is left to fire: cancelling it costs two events. */
export interface DeadlineTimer {
  set: (instant: string | undefined) => void;
  /** True once after each time the timer fired. */
  takeFired: () => boolean;
  hasFired: () => boolean;
}

/** A hundred years: the server counts its timers in nanoseconds. One that rings too early is set again. */
const WAIT_MAX_MS = LONGEST.seconds * 1000;

export function createDeadlineTimer(): DeadlineTimer {
  let armedFor: string | undefined;
  let timer: CancellationScope | undefined;
  let fired = false;
  return {
    set(instant) {
      if (instant === undefined || (armedFor !== undefined && armedFor <= instant)) return;
      timer?.cancel();
      armedFor = instant;
      const scope = new CancellationScope();
      timer = scope;
      const waitMs = Math.min(Math.max(1, Date.parse(instant) - Date.now()), WAIT_MAX_MS);
      void scope
        .run(() => sleep(waitMs, { summary: 'deadline' }))
        .then(
          () => {
            fired = true;
          },
          (error: unknown) => {
            if (!isCancellation(error)) throw error;
          },
        );
    },
    takeFired() {
      if (!fired) return false;
      fired = false;
      armedFor = undefined;
      return true;
    },
    hasFired: () => fired,
  };
}
