import { randomBytes } from 'node:crypto';
import { ID_PREFIXES, type IdKind } from '../domain/ids.ts';

export const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A random id: the prefix of its kind and 22 base62 characters, 131 bits. */
export function newId(kind: IdKind): string {
  return `${ID_PREFIXES[kind]}_${randomText(22)}`;
}

/** `length` random base62 characters, all equally likely. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      // 248 = 4 * 62: all characters are equally likely.
      const letter = byte < 248 ? BASE62[byte % 62] : undefined;
      if (letter !== undefined && text.length < length) text += letter;
    }
  }
  return text;
}
