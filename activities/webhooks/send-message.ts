import { msBetween } from '../../domain/time.ts';
import { judgeTry } from '../../domain/webhooks/pace.ts';
import type { Claimed } from '../../store/webhooks/claim-due.ts';
import { markTry } from '../../store/webhooks/mark-try.ts';
import type { SenderDeps } from './deps.ts';
import { postSigned } from './post-signed.ts';

/** Sends one claimed message and writes down what came of it. */
export async function sendMessage(deps: SenderDeps, claimed: Claimed): Promise<void> {
  const { database, pace } = deps;
  deps.crash('sender.claimed');
  const at = deps.now();
  const { endpoint, url, event: id, body } = claimed;
  const posted = await postSigned(deps, { endpoint, url, id, body, at });
  const { code, problem, retryAfterMs, durationMs, answer } = posted;
  deps.crash('sender.response_read');
  const tries = claimed.tries + 1;
  const verdict = judgeTry({ code, retryAfterMs, tries, random01: deps.random01() }, pace);
  const tried = { at, code, problem, durationMs, bytes: answer.length };
  await markTry(database, claimed, tried, { verdict, now: deps.now(), pace });
  deps.crash('sender.marked');
  const outcome = verdict.kind === 'delivered' ? 'delivered' : 'failed';
  const firstAfterMs = claimed.tries === 0 ? Math.max(0, msBetween(claimed.dueAt, at)) : null;
  deps.onTry({ endpoint, outcome, ms: durationMs, firstAfterMs });
}
