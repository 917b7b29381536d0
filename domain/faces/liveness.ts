import type { ReasonCode } from '../reasons/reasons.ts';

/** Left and right are the person's own, on pictures that are not mirrored. */
export const STEPS = ['left', 'right', 'front'] as const;
export type Step = (typeof STEPS)[number];

/**
 * A recording fits a drawn sequence of four turns once in sixteen. With five challenges a round it fits one
 * of them with 28 %, and by default a person decides even then. More challenges would make a recording more
 * likely to fit.
 */
export const CHALLENGE = {
  turns: 4,
  perRound: 5,
  /** By the server's clock, from the drawing to the first and the last byte of the upload. */
  firstByteMs: 120_000,
  lastByteMs: 300_000,
  /** Nobody turns their head eight times in less. */
  leastMs: 2_000,
  framesMin: 8,
  framesMax: 20,
} as const;

/** Start values; the engine's own limits, not a policy's: a turn is a turn. */
const TURN_MIN = 0.3;
const FRONT_MAX = 0.2;
const SAME_FRONT_MIN = 0.72;
const SAME_PROFILE_MIN = 0.55;

/** The steps of a challenge from as many sides as there are turns: each is followed by a look ahead. */
export function stepsOf(sides: readonly ('left' | 'right')[]): Step[] {
  return sides.flatMap((side): Step[] => [side, 'front']);
}

/** The challenge that was asked, and its answer. */
export interface Response {
  steps: Step[];
  /** For each frame, which step it shows, from 0. */
  shown: number[];
  /** Which challenge of the round it is, from 1. */
  number: number;
  /** Milliseconds from the drawing. */
  firstByteAfterMs: number;
  lastByteAfterMs: number;
  isReused: boolean;
}

/** One frame as the engine saw it. `same`: cosine to the first frontal frame. */
export interface Frame {
  faces: number;
  isClear: boolean;
  /** Radians, positive to the person's own right. */
  yaw: number;
  same: number;
}

export interface Shown {
  outcome: 'pass' | 'fail' | 'inconclusive';
  reasons: ReasonCode[];
  /** For reviewers: which rule spoke, and what was measured. */
  measures: Record<string, number | string>;
}

/** Whether the answer itself could be one: before any frame is looked at. Null: it could. */
export function responseDoubt({ steps, shown, ...times }: Response): Shown | null {
  if (times.isReused) return shownAs('fail', 'challenge_reused');
  const isLate =
    times.firstByteAfterMs > CHALLENGE.firstByteMs || times.lastByteAfterMs > CHALLENGE.lastByteMs;
  if (isLate) return shownAs('inconclusive', 'late');
  if (times.firstByteAfterMs < CHALLENGE.leastMs) return shownAs('inconclusive', 'too_fast');
  if (shown.length < CHALLENGE.framesMin || shown.length > CHALLENGE.framesMax) {
    return shownAs('inconclusive', 'number_of_frames');
  }
  if (steps.some((_, step) => !shown.includes(step)))
    return shownAs('inconclusive', 'step_missing');
  const isOrdered = shown.every((step, n) => n === 0 || step >= (shown[n - 1] ?? 0));
  return isOrdered ? null : shownAs('inconclusive', 'order');
}

/** Whether the frames show every step, in order, by one face. */
export function judgeFrames({ steps, shown }: Response, frames: readonly Frame[]): Shown {
  if (frames.some(({ faces }) => faces > 1)) {
    return shownAs('inconclusive', 'several_faces', 'several_faces');
  }
  const clear = frames.flatMap((frame, n) => {
    const step = shown[n] ?? 0;
    return frame.faces === 1 && frame.isClear ? [{ ...frame, step }] : [];
  });
  const unseen = steps.findIndex((_, step) => !clear.some((one) => one.step === step));
  if (unseen >= 0) {
    const isBlurred = frames.some(({ faces }, n) => faces === 1 && shown[n] === unseen);
    const reason = isBlurred ? 'image_blurred' : 'face_not_found';
    return shownAs('inconclusive', `step_${unseen}_not_seen`, reason);
  }
  const fronts = clear.filter(({ step }) => steps[step] === 'front');
  const baseline = median(fronts.map(({ yaw }) => yaw));
  const angles = steps.map((step, n) => {
    const mine = clear.filter((one) => one.step === n).map(({ yaw }) => yaw - baseline);
    if (step === 'front') return Math.min(...mine.map(Math.abs));
    const sign = step === 'right' ? 1 : -1;
    return mine.toSorted((a, b) => Math.abs(b) - Math.abs(a)).map((yaw) => yaw * sign)[0] ?? 0;
  });
  const turns = angles.filter((_, n) => steps[n] !== 'front');
  const sameFront = Math.min(...fronts.map(({ same }) => same));
  const sameProfile = Math.min(...clear.map(({ same }) => same));
  const measures = {
    turn_min: rounded(Math.min(...turns)),
    front_yaw: rounded(baseline),
    same_front_min: rounded(sameFront),
    same_min: rounded(sameProfile),
  };
  if (sameFront < SAME_FRONT_MIN || sameProfile < SAME_PROFILE_MIN) {
    return shownAs('fail', 'other_face', 'liveness_not_shown', measures);
  }
  if (turns.every((turn) => turn <= -TURN_MIN / 2)) {
    return shownAs('inconclusive', 'mirrored', 'liveness_not_shown', measures);
  }
  const isShown = angles.every((angle, n) =>
    steps[n] === 'front' ? angle <= FRONT_MAX : angle >= TURN_MIN,
  );
  if (!isShown) return shownAs('inconclusive', 'turn_not_shown', 'liveness_not_shown', measures);
  return { outcome: 'pass', reasons: [], measures };
}

/** A finding with the name of the rule that decided it. */
export function shownAs(
  outcome: 'fail' | 'inconclusive',
  detail: string,
  reason: ReasonCode = 'liveness_not_shown',
  measures: Record<string, number> = {},
): Shown {
  return { outcome, reasons: [reason], measures: { detail, ...measures } };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
