import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answered, Asked, Client } from '../client.ts';

const PATIENCE_MS = 60_000;

/**
 * Sends a write as a careful app does: while the outcome is unknown (no answer, 5xx, the first request still
 * running), it repeats the request with the same key.
 */
export async function insist(
  client: Client,
  method: string,
  path: string,
  asked: Asked = {},
): Promise<Answered> {
  const same = { once: randomUUID(), ...asked };
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await client.ask(method, path, same).catch(() => null);
    if (answer && !isOpen(answer)) return answer;
    if (Date.now() > end) throw new Error(`still open: ${answer?.text ?? 'no answer'}`);
    await sleep(150);
  }
}

/** True for an answer that leaves the outcome open. */
export function isOpen({ status, text }: Answered): boolean {
  return status >= 500 || text.includes('idempotency_in_progress');
}
