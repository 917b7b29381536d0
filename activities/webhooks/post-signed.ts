import { signingKeys } from '../../store/webhooks/secrets.ts';
import type { SenderDeps } from './deps.ts';
import { post, type Posted } from './post.ts';
import { signMessage } from './sign.ts';

/**
 * Signs a message with its endpoint's keys and posts it. An endpoint without any gets nothing: that is a
 * try with neither code nor problem, and the log says `webhook.not_signed`.
 */
export async function postSigned(
  deps: SenderDeps,
  message: { endpoint: string; url: string; id: string; body: string; at: string },
): Promise<Posted> {
  const { endpoint, url, id, body, at } = message;
  const keys = await signingKeys(deps.database, deps.keys, { endpoint, now: at });
  if (keys.length === 0) {
    deps.log.warn('webhook.not_signed', { endpoint });
    return {
      code: null,
      problem: null,
      retryAfterMs: null,
      durationMs: 0,
      answer: Buffer.alloc(0),
    };
  }
  const seconds = Math.floor(Date.parse(at) / 1000);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signMessage(keys, { id, seconds, body }),
  };
  return post(deps.poster, { url, headers, body });
}
