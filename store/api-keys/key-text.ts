import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Mode } from '../../domain/access/access.ts';
import { BASE62, randomText } from '../../platform/new-id.ts';

const FORM = /^vk_(live|test)_([0-9A-Za-z]{12})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;

/** A new id for a key. */
export function newKeyId(): string {
  return randomText(12);
}

/** A new key: `vk_live_<id, 12>_<secret, 43 = 256 bit><checksum, 6>`. */
export function newKeyText(mode: Mode, id: string): { id: string; text: string } {
  const body = `vk_${mode}_${id}_${randomText(43)}`;
  return { id, text: body + checksum(body) };
}

/**
 * The id in a key of the right form with the right checksum, else null, so that a typing error costs no
 * query.
 */
export function idOfKey(text: string): string | null {
  const match = FORM.exec(text);
  if (!match?.[2] || checksum(text.slice(0, -6)) !== match[4]) return null;
  return match[2];
}

/** SHA-256 of the whole key. A fast hash is enough for a secret of 256 bits. */
export function hashOfKey(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * CRC-32 in six base62 characters, by which secret scanners tell a key from text that only looks like one.
 */
function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let place = 0; place < 6; place += 1) {
    text = (BASE62[rest % 62] ?? '') + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
