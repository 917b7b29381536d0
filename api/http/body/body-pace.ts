import { Refusal } from '../../../domain/refusal.ts';

/** How fast a body must come: a number of bytes in each window, and the whole body within a time limit. */
export interface Pace {
  windowMs: number;
  windowBytes: number;
  wholeMs: number;
}

/**
 * 4 KiB a second, counted over half a minute, so that a phone may be in a tunnel for as long. That is a tenth
 * of a bad 3G uplink (384 kbit/s), and ten times what Apache (500 B/s) and Kestrel (240 B/s) ask. The limit
 * for the whole body ends before Node's own five minutes, after which Node would close the connection without
 * an answer of ours.
 */
export const PACE: Pace = { windowMs: 30_000, windowBytes: 120 * 1024, wholeMs: 280_000 };

/** Watches one body. Must be stopped in every case. */
export interface Watch {
  /** Gives the result of `task`; throws `too_slow` if the body falls behind in the meantime. */
  within: <T>(task: Promise<T>) => Promise<T>;
  came: (bytes: number) => void;
  stop: () => void;
}

/** Starts to watch a body whose bytes come from now on. */
export function watchPace({ windowMs, windowBytes, wholeMs }: Pace): Watch {
  let inWindow = 0;
  let fail: (error: Refusal) => void;
  const late = new Promise<never>((_, reject) => {
    fail = reject;
  });
  late.catch(() => undefined); // nobody awaits it once the body is complete
  const end = () => {
    const detail = `A body must bring ${windowBytes} bytes in each ${windowMs / 1000} s, and all in ${wholeMs / 1000} s.`;
    fail(new Refusal('too_slow', detail, { retryAfterSeconds: 1 }));
  };
  const window = setInterval(() => {
    if (inWindow < windowBytes) end();
    inWindow = 0;
  }, windowMs);
  const whole = setTimeout(end, wholeMs);
  return {
    within: (task) => Promise.race([task, late]),
    came: (bytes) => {
      inWindow += bytes;
    },
    stop: () => {
      clearInterval(window);
      clearTimeout(whole);
    },
  };
}
