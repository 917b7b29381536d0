import type { DisabledReason } from '../../domain/webhooks/endpoint.ts';
import { randomText } from '../../store/new-id.ts';
import {
  type ChallengeDue,
  claimChallenges,
  markChallenge,
} from '../../store/webhooks/challenges.ts';
import { signingKeys } from '../../store/webhooks/secrets.ts';
import type { SenderDeps } from './deps.ts';
import { post } from './post.ts';
import { signMessage } from './sign.ts';

/** Sends each challenge that is due, and notes who echoed it. Gives how many there were. */
export async function challengeDue(deps: SenderDeps): Promise<number> {
  const { database, pace } = deps;
  const due = await claimChallenges(database, { now: deps.now(), pace });
  await Promise.all(
    due.map(async (one) => {
      const failed = await challenge(deps, one);
      await markChallenge(database, one, { failed, now: deps.now(), pace });
    }),
  );
  return due.length;
}

async function challenge(deps: SenderDeps, due: ChallengeDue): Promise<DisabledReason | null> {
  const { database, keys } = deps;
  const at = deps.now();
  const word = randomText(43);
  const body = JSON.stringify({
    type: 'webhook.challenge',
    timestamp: at,
    data: { challenge: word },
  });
  const id = `whc_${randomText(22)}`;
  const seconds = Math.floor(Date.parse(at) / 1000);
  const secrets = await signingKeys(database, keys, { endpoint: due.endpoint, now: at });
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signMessage(secrets, { id, seconds, body }),
  };
  const { code, answer } = await post(deps.poster, { url: due.url, headers, body });
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
