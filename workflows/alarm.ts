import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** One deadline timer. A timer that is merely early is left to fire: cancelling it costs two events. */
export interface Alarm {
  set: (instant: string | undefined) => void;
  /** True once after each time the timer fired. */
  rang: () => boolean;
  ringing: () => boolean;
}

export function createAlarm(): Alarm {
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
      const waitMs = Math.max(1, Date.parse(instant) - Date.now());
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
    rang() {
      if (!fired) return false;
      fired = false;
      armedFor = undefined;
      return true;
    },
    ringing: () => fired,
  };
}
