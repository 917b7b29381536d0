import type { ReasonCode } from './reasons.ts';

/** Why a check gave a reason, or doubts without one. */
export interface Cause {
  /** The reasons that it may stand beside. */
  reasons: readonly ReasonCode[];
  /** It may stand without a reason too. */
  isAlone: boolean;
  /** For reviewers. */
  said: string;
}

/** A cause of these reasons alone. */
export function of(reasons: readonly ReasonCode[], said: string): Cause {
  return { reasons, isAlone: false, said };
}

/** One that a check may doubt for without a reason; beside these reasons it says more of the same look. */
export function alone(said: string, reasons: readonly ReasonCode[] = []): Cause {
  return { reasons, isAlone: true, said };
}
