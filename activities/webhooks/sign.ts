import { createHmac } from 'node:crypto';

/** What stands for a message in the header `webhook-signature`: a signature for each key, in their order. */
export function signMessage(
  keys: readonly Buffer[],
  message: { id: string; seconds: number; body: string },
): string {
  const { id, seconds, body } = message;
  const signed = `${id}.${seconds}.${body}`;
  return keys
    .map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
    .join(' ');
}
