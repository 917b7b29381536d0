import { randomInt } from 'node:crypto';
import type { z } from '@hono/zod-openapi';
import type { Transaction } from 'kysely';
import { challengeRound } from '../../../domain/case/challenge.ts';
import { CHALLENGE, stepsOf } from '../../../domain/faces/liveness.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { shiftMs } from '../../../domain/time.ts';
import { getCaseState } from '../../../store/customers/get-case-state.ts';
import type { Database } from '../../../store/db/database.ts';
import { stageChallenge } from '../../../store/links/stage-challenge.ts';
import { drawChallenge, type NewChallenge } from '../../../store/liveness/draw-challenge.ts';
import { newId } from '../../../platform/new-id.ts';
import type { AnyCall } from '../../http/call.ts';
import { bySession } from '../../verify/operation.ts';
import type { Answer } from '../../http/answer.ts';
import { operation } from '../../http/operation.ts';
import { ChallengeBody, HostedChallenge } from '../../schemas/challenge.ts';
import { requireCustomer } from '../customers/show.ts';

export const challenge = operation(
  {
    method: 'post',
    path: '/v1/customers/{id}/liveness-challenges',
    name: 'drawChallenge',
    summary: 'Draws head turns for the customer to show: usable once, within two minutes',
    tag: 'Documents',
    action: 'document.submit',
    rate: 'writes',
    object: 'customer',
    idempotency: 'taken',
    refuses: ['consent_required', 'challenges_used_up', 'document_not_asked'],
    responses: { 201: { description: 'The challenge', schema: ChallengeBody } },
  },
  async (call) => {
    await requireCustomer(call, call.id);
    return drawOnce(call, (drawn) => ({ ...bodyOf(drawn), customer: call.id }));
  },
);

/** The same for a customer with a link; the selfie of that link answers it. */
export const hostedChallenge = bySession(
  {
    method: 'post',
    path: '/verify/session/liveness-challenges',
    name: 'drawHostedChallenge',
    summary: 'Draws head turns to show, and begins the selfie anew with them',
    rate: 'writes',
    idempotency: 'taken',
    refuses: ['consent_required', 'challenges_used_up', 'document_not_asked', 'submission_running'],
    responses: { 201: { description: 'The challenge', schema: HostedChallenge } },
  },
  async (call) =>
    drawOnce(call, bodyOf, async (trx, { id, at }) => {
      const input = { challenge: id, at, request: call.requestId };
      return stageChallenge(trx, call.link, input);
    }),
);

type Drawn = NewChallenge & { customer: string };

/** Draws one challenge per request. `also` runs in the same transaction and returns blobs to delete. */
async function drawOnce(
  call: AnyCall,
  show: (drawn: Drawn) => object,
  also?: (trx: Transaction<Database>, drawn: Drawn) => Promise<string[]>,
): Promise<Answer> {
  const { database, blobs } = call.deps.store;
  return call.once({
    plan: () => ({ challenge: newId('challenge'), sides: drawnSides(), at: call.now }),
    act: async (run) => {
      const { state } = await getCaseState(database, call.scope, call.id);
      const allowed = challengeRound(state);
      if ('refusal' in allowed) throw new Refusal(allowed.refusal);
      const { challenge: id, sides, at } = run.ids;
      const steps = stepsOf(sides.split(' ').map((side) => (side === 'left' ? side : 'right')));
      const drawn = { id, customer: call.id, round: allowed.round, steps, at };
      const request = call.requestId;
      let gone: string[] = [];
      await run.effect('challenge', async (trx) => {
        await drawChallenge(trx, call.actor, call.scope, { ...drawn, request });
        gone = (await also?.(trx, drawn)) ?? [];
      });
      for (const blob of gone) await blobs.delete(blob);
      return { status: 201, body: show(drawn), owner: call.id };
    },
  });
}

/** All sixteen sequences are equally likely, because the random numbers are cryptographic. */
function drawnSides(): string {
  const sides = Array.from({ length: CHALLENGE.turns }, () => (randomInt(2) ? 'left' : 'right'));
  return sides.join(' ');
}

function bodyOf(drawn: Drawn): z.output<typeof HostedChallenge> {
  return {
    id: drawn.id,
    object: 'liveness_challenge',
    steps: drawn.steps,
    frames: { min: CHALLENGE.framesMin, max: CHALLENGE.framesMax },
    expires_at: shiftMs(drawn.at, CHALLENGE.firstByteMs),
    upload_until: shiftMs(drawn.at, CHALLENGE.lastByteMs),
    created_at: drawn.at,
  };
}
