import type { AnyCall, Run } from '../http/call.ts';
import { findChallenge, noteResponse } from '../../store/liveness/note-response.ts';
import { refuse, type Submission } from './submission.ts';

/** Refuses a submission that names a challenge which was not drawn for the customer. */
export async function requireChallenges(
  call: AnyCall,
  submissions: readonly Submission<unknown>[],
): Promise<void> {
  for (const { challenge, pointer } of submissions) {
    if (!challenge) continue;
    const asked = { customer: call.id, challenge: challenge.id };
    const steps = await findChallenge(call.deps.store.database, call.scope, asked);
    const at = `${pointer}/challenge`;
    if (steps === null) refuse('validation_failed', at, 'unknown_challenge', 'No such challenge.');
  }
}

/** Ties the documents to the challenges that they answer: from then on the challenges are used. */
export async function noteResponses(
  call: AnyCall,
  run: Run,
  of: {
    submissions: readonly Submission<unknown>[];
    documentOf: (n: number) => string;
    lastByteAt: string;
  },
): Promise<void> {
  for (const [n, { challenge }] of of.submissions.entries()) {
    if (!challenge) continue;
    const response = {
      document: of.documentOf(n),
      customer: call.id,
      challenge: challenge.id,
      shown: challenge.shown,
      firstByteAt: call.now,
      lastByteAt: of.lastByteAt,
      ...challenge.came,
      request: call.requestId,
    };
    await run.effect(`response${n}`, (trx) => noteResponse(trx, call.actor, call.scope, response));
  }
}
