import { createHash } from 'node:crypto';
import { randomText } from '../../platform/new-id.ts';

const FORM = /^[0-9A-Za-z]{43}$/;

/** A token of a link or a session: 43 base62 characters, 256 bits. */
export function newLinkSecret(): string {
  return randomText(43);
}

/**
 * SHA-256 of a token, by which it is found; a fast hash is enough for 256 bits. Null for a text that is not a
 * token.
 */
export function hashOfLinkSecret(text: string): Buffer | null {
  return FORM.test(text) ? createHash('sha256').update(text).digest() : null;
}
