import { randomInt } from 'node:crypto';
import type { z } from '@hono/zod-openapi';
import { challengeRound } from '../../../domain/case/challenge.ts';
import { CHALLENGE, type Step, stepsOf } from '../../../domain/liveness.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { shiftMs } from '../../../domain/time.ts';
import { getCaseState } from '../../../store/customers/get-case-state.ts';
import { drawChallenge } from '../../../store/liveness/draw-challenge.ts';
import { newId } from '../../../store/new-id.ts';
import { operation } from '../../operation.ts';
import { ChallengeBody } from '../../schemas/challenge.ts';
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
    const { database } = call.deps.store;
    await requireCustomer(call, call.id);
    return call.once({
      plan: () => ({ challenge: newId('challenge'), sides: drawnSides(), at: call.now }),
      act: async (run) => {
        const { state } = await getCaseState(database, call.scope, call.id);
        const allowed = challengeRound(state);
        if ('refusal' in allowed) throw new Refusal(allowed.refusal);
        const { challenge: id = '', sides = '', at = call.now } = run.ids;
        const steps = stepsOf(sides.split(' ').map((side) => (side === 'left' ? side : 'right')));
        const drawn = { id, customer: call.id, round: allowed.round, steps, at };
        const request = call.requestId;
        await run.effect('challenge', (trx) =>
          drawChallenge(trx, call.actor, call.scope, { ...drawn, request }),
        );
        return { status: 201, body: bodyOf(drawn), owner: call.id };
      },
    });
  },
);

/** Each of the sixteen sequences is as likely as any other: the random numbers are cryptographic. */
function drawnSides(): string {
  const sides = Array.from({ length: CHALLENGE.turns }, () => (randomInt(2) ? 'left' : 'right'));
  return sides.join(' ');
}

function bodyOf(drawn: {
  id: string;
  customer: string;
  steps: Step[];
  at: string;
}): z.output<typeof ChallengeBody> {
  return {
    id: drawn.id,
    object: 'liveness_challenge',
    customer: drawn.customer,
    steps: drawn.steps,
    frames: { min: CHALLENGE.framesMin, max: CHALLENGE.framesMax },
    expires_at: shiftMs(drawn.at, CHALLENGE.firstByteMs),
    upload_until: shiftMs(drawn.at, CHALLENGE.lastByteMs),
    created_at: drawn.at,
  };
}
