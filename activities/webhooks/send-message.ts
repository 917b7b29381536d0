import { msBetween } from '../../domain/time.ts';
import { judgeTry } from '../../domain/webhooks/pace.ts';
import type { Claimed } from '../../store/webhooks/claim-due.ts';
import { markTry } from '../../store/webhooks/mark-try.ts';
import { signingKeys } from '../../store/webhooks/secrets.ts';
import type { SenderDeps } from './deps.ts';
import { post } from './post.ts';
import { signMessage } from './sign.ts';

/** Sends one claimed message and writes down what came of it. */
export async function sendMessage(deps: SenderDeps, claimed: Claimed): Promise<void> {
  const { database, keys, pace } = deps;
  deps.crash('sender.claimed');
  const at = deps.now();
  const { endpoint, url, event: id, body } = claimed;
  const seconds = Math.floor(Date.parse(at) / 1000);
  const secrets = await signingKeys(database, keys, { endpoint, now: at });
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signMessage(secrets, { id, seconds, body }),
  };
  const { code, problem, retryAfterMs, durationMs, answer } = await post(deps.poster, {
    url,
    headers,
    body,
  });
  deps.crash('sender.response_read');
  const tries = claimed.tries + 1;
  const verdict = judgeTry({ code, retryAfterMs, tries, luck: deps.luck() }, pace);
  const tried = { at, code, problem, durationMs, bytes: answer.length };
  await markTry(database, claimed, tried, { verdict, now: deps.now(), pace });
  deps.crash('sender.marked');
  const outcome = verdict.kind === 'delivered' ? 'delivered' : 'failed';
  const firstAfterMs = claimed.tries === 0 ? Math.max(0, msBetween(claimed.dueAt, at)) : null;
  deps.onTry({ endpoint, outcome, ms: durationMs, firstAfterMs });
}
