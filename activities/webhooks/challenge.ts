import type { DisabledReason } from '../../domain/webhooks/endpoint.ts';
import { randomText } from '../../platform/new-id.ts';
import { type ChallengeDue, markChallenge } from '../../store/webhooks/challenges.ts';
import type { SenderDeps } from './deps.ts';
import { postSigned } from './post-signed.ts';

/** Sends a claimed challenge, and notes whether it was echoed. */
export async function sendChallenge(deps: SenderDeps, due: ChallengeDue): Promise<void> {
  const { database, pace } = deps;
  const failed = await challenge(deps, due);
  await markChallenge(database, due, { failed, now: deps.now(), pace });
}

async function challenge(deps: SenderDeps, due: ChallengeDue): Promise<DisabledReason | null> {
  const at = deps.now();
  const word = randomText(43);
  const body = JSON.stringify({
    type: 'webhook.challenge',
    timestamp: at,
    data: { challenge: word },
  });
  const { endpoint, url } = due;
  const id = `whc_${randomText(22)}`;
  const { code, answer } = await postSigned(deps, { endpoint, url, id, body, at });
  if (code === null) return 'not_reachable';
  const isEchoed = code >= 200 && code < 300 && echoes(answer.toString(), word);
  return isEchoed ? null : 'challenge_not_echoed';
}

/** The word alone, or as `{"challenge": …}`. */
function echoes(answer: string, word: string): boolean {
  if (answer.trim() === word) return true;
  try {
    const parsed = JSON.parse(answer) as { challenge?: unknown } | null;
    return parsed?.challenge === word;
  } catch {
    return false;
  }
}
