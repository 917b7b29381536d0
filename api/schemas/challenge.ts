import { z } from '@hono/zod-openapi';
import { STEPS } from '../../domain/faces/liveness.ts';
import { instant } from './text.ts';

const CHALLENGE = {
  id: z.string().openapi({ example: 'lch_4TfYq0ZbN3' }),
  object: z.literal('liveness_challenge'),
  /** The steps in order; `step[n]` of a frame is an index into this list, from 0. */
  steps: z.array(z.enum(STEPS)),
  frames: z.strictObject({ min: z.int(), max: z.int() }),
  /** The first byte of the upload must come before this. */
  expires_at: instant,
  /** The last byte of the upload must come before this. */
  upload_until: instant,
  created_at: instant,
};

/** Left and right are the person's own; frames are uploaded as the camera took them, not mirrored. */
export const ChallengeBody = z
  .strictObject({ ...CHALLENGE, customer: z.string() })
  .openapi('LivenessChallenge');

/** The challenge as a customer sees it, without the customer's id. */
export const HostedChallenge = z.strictObject(CHALLENGE).openapi('HostedChallenge');
