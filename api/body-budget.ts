import { Refusal } from '../domain/refusal.ts';

/** What one request holds of the budget, until it is answered. */
export interface Room {
  /** Counts bytes in; throws `rate_limited` where the process has no room for them. */
  take: (bytes: number) => void;
  /** Gives back all that was taken. */
  close: () => void;
}

export interface BodyBudget {
  open: () => Room;
}

/** One bound, in bytes, over the bodies of all requests that this process answers at once. */
export function createBodyBudget(bytesMax: number): BodyBudget {
  let used = 0;
  return {
    open: () => {
      let held = 0;
      return {
        take: (bytes) => {
          if (used + bytes > bytesMax) {
            const detail = 'Too much is being uploaded for the moment; send this again.';
            throw new Refusal('rate_limited', detail, { retryAfterSeconds: 1 });
          }
          used += bytes;
          held += bytes;
        },
        close: () => {
          used -= held;
          held = 0;
        },
      };
    },
  };
}
