import { type Response, stepsOf } from '../../../../domain/faces/liveness.ts';
import { animatedStill, selfieOf } from '../../../specimens/animated-still.ts';
import { makePassport } from '../../../specimens/passport.ts';
import { PEOPLE } from '../../../specimens/people.ts';
import { STILLS, stillOf } from '../../../specimens/stills.ts';
import type { File } from './round-kit.ts';

const STEPS = stepsOf(['left', 'right', 'right', 'left']);

/** A challenge that was answered in time, with a frame for each step. */
export const RESPONSE: Response = {
  steps: STEPS,
  shown: STEPS.map((_, n) => n),
  number: 1,
  firstByteAfterMs: 20_000,
  lastByteAfterMs: 22_000,
  isReused: false,
};

/** The frames that answer it. */
export async function challengeFiles(): Promise<File[]> {
  const frames = await animatedStill(STEPS);
  return frames.map((bytes) => ({ bytes, mediaType: 'image/jpeg', side: 'frame' }));
}

/** A selfie, and the passport with the same face. */
export async function selfieFiles(): Promise<{ files: File[]; against: File[] }> {
  const face = await stillOf(STILLS.one);
  const portrait = await makePassport({ person: PEOPLE.anna, face, shot: { seed: 3 } });
  const picture = { mediaType: 'image/jpeg', side: 'front' } as const;
  return {
    files: [{ ...picture, bytes: await selfieOf() }],
    against: [{ ...picture, bytes: portrait }],
  };
}
