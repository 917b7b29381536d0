import { isGrpcDeadlineError } from '@temporalio/client';

export interface Probe {
  isAway: () => boolean;
  /**
   * Resolves when a probe finds that the server is away. Never rejects, and stays pending once `signal`
   * aborts.
   */
  untilAway: (signal: AbortSignal) => Promise<void>;
  stop: () => void;
}

const EVERY_MS = 500;
const DEADLINE_MS = 400;
/** If our own process was busy for longer than this, a missed deadline says nothing about the server. */
const LATE_MS = 150;
/** A refused connection is proof at once; a missing answer must repeat itself. */
const SILENCES_MAX = 2;

/**
 * Asks twice a second whether the Temporal service is there, so that a write can be refused within a second
 * of an outage.
 */
export function createProbe(ask: (deadlineMs: number) => Promise<void>): Probe {
  const listeners = new Set<() => void>();
  let away = false;
  let silences = 0;
  let busy = false;
  const tick = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    const startedAt = performance.now();
    try {
      await ask(DEADLINE_MS);
      away = false;
      silences = 0;
    } catch (error) {
      const isSilence = isGrpcDeadlineError(error);
      const ourFault = performance.now() - startedAt > DEADLINE_MS + LATE_MS;
      silences = isSilence && ourFault ? 0 : silences + 1;
      if (!isSilence || silences >= SILENCES_MAX) away = true;
    } finally {
      busy = false;
    }
    if (away) for (const listener of listeners) listener();
  };
  const timer = setInterval(() => void tick(), EVERY_MS);
  timer.unref();
  void tick();
  return {
    isAway: () => away,
    untilAway: (signal) =>
      new Promise((settle) => {
        listeners.add(settle);
        signal.addEventListener('abort', () => listeners.delete(settle), { once: true });
      }),
    stop: () => clearInterval(timer),
  };
}
