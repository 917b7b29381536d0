import { describe, expect, it } from 'vitest';
import { cosine, faceVerdict } from '../../../domain/faces/faces.ts';
import {
  type Frame,
  judgeFrames,
  type Response,
  responseDoubt,
  stepsOf,
} from '../../../domain/faces/liveness.ts';

const STEPS = stepsOf(['left', 'right', 'right', 'left']);
const RESPONSE: Response = {
  steps: STEPS,
  shown: STEPS.map((_, n) => n),
  number: 1,
  firstByteAfterMs: 15_000,
  lastByteAfterMs: 20_000,
  isReused: false,
};
const YAW = { left: -0.4, right: 0.4, front: 0 } as const;
const frame = (yaw: number): Frame => ({ faces: 1, isClear: true, yaw, same: 0.9 });
const FRAMES = STEPS.map((step) => frame(YAW[step] + 0.1));
const at = (n: number, more: Partial<Frame>): Frame[] =>
  FRAMES.map((one, place) => (place === n ? { ...one, ...more } : one));

describe('the answer to a challenge', () => {
  it('of a first byte after two minutes, or a last after five, is late; reuse fails', () => {
    expect(responseDoubt(RESPONSE)).toBeNull();
    const said = (more: Partial<Response>) => {
      const shown = responseDoubt({ ...RESPONSE, ...more });
      return shown && [shown.outcome, shown.measures['detail']];
    };
    expect(said({ firstByteAfterMs: 120_000, lastByteAfterMs: 300_000 })).toBeNull();
    expect(said({ firstByteAfterMs: 120_001 })).toEqual(['inconclusive', 'late']);
    expect(said({ lastByteAfterMs: 300_001 })).toEqual(['inconclusive', 'late']);
    expect(said({ firstByteAfterMs: 1_999 })).toEqual(['inconclusive', 'too_fast']);
    expect(said({ isReused: true })).toEqual(['fail', 'challenge_reused']);
    expect(said({ shown: [0, 1, 2, 3, 4, 5, 6] })).toEqual(['inconclusive', 'number_of_frames']);
    expect(said({ shown: [0, 1, 2, 3, 4, 5, 6, 6] })).toEqual(['inconclusive', 'step_missing']);
    expect(said({ shown: [1, 0, 2, 3, 4, 5, 6, 7] })).toEqual(['inconclusive', 'order']);
  });
});

describe('the frames of a challenge', () => {
  it.each<[string, Frame[], string, string | undefined]>([
    ['every step, by one face', FRAMES, 'pass', undefined],
    ['a turn of 0.31 against the baseline', at(0, { yaw: 0.1 - 0.31 }), 'pass', undefined],
    ['a turn of 0.29', at(0, { yaw: 0.1 - 0.29 }), 'inconclusive', 'turn_not_shown'],
    ['a turn to the other side', at(0, { yaw: 0.5 }), 'inconclusive', 'turn_not_shown'],
    ['a look ahead that is none', at(1, { yaw: 0.5 }), 'inconclusive', 'turn_not_shown'],
    ['every turn inverted', FRAMES.map((one) => frame(-one.yaw)), 'inconclusive', 'mirrored'],
    ['two faces', at(3, { faces: 2 }), 'inconclusive', 'several_faces'],
    ['no face in a step', at(2, { faces: 0 }), 'inconclusive', 'step_2_not_seen'],
    ['a blurred step', at(2, { isClear: false }), 'inconclusive', 'step_2_not_seen'],
    ['another face ahead', at(3, { same: 0.71 }), 'fail', 'other_face'],
    ['a profile of the same face', at(2, { same: 0.56 }), 'pass', undefined],
    ['another face in profile', at(2, { same: 0.54 }), 'fail', 'other_face'],
  ])('%s', (_, frames, outcome, detail) => {
    const shown = judgeFrames(RESPONSE, frames);
    expect([shown.outcome, shown.measures['detail']]).toEqual([outcome, detail]);
    expect(shown.reasons.length > 0).toBe(outcome !== 'pass');
  });

  it('a poor frame beside a good one of its step does no harm', () => {
    const shown = [0, 0, 1, 2, 3, 4, 5, 6, 7];
    const frames = [{ ...frame(0), faces: 0 }, ...FRAMES];
    expect(judgeFrames({ ...RESPONSE, shown }, frames).outcome).toBe('pass');
  });
});

describe('a score', () => {
  it('is the plain cosine', () => {
    expect(cosine([1, 0], [1, 1])).toBeCloseTo(Math.SQRT1_2);
    expect(cosine([1, 2], [2, 4])).toBeCloseTo(1);
    expect(cosine([1, 0], [-1, 0])).toBe(-1);
    expect(cosine([0, 0], [1, 1])).toBe(0);
  });

  it('passes from the upper limit on, and contradicts below the lower one only if it was clear', () => {
    const limits = { pass: 0.72, fail: 0.55 };
    const said = (score: number, isClear = true) => faceVerdict(score, limits, isClear);
    expect([0.72, 0.71, 0.55, 0.54].map((one) => said(one))).toEqual([
      'same',
      'doubt',
      'doubt',
      'other',
    ]);
    expect(said(0.2, false)).toBe('doubt');
  });
});
