import { createDecipheriv } from 'node:crypto';
import { refusing } from '../facts.ts';
import { encryptionOf } from './pdf-encryption.ts';
import { fileKey, objectKey } from './pdf-key.ts';
import { rc4 } from './rc4.ts';
import { isEncrypted, type PdfStream } from './pdf-streams.ts';

/**
 * The decrypted streams of a file that opens without a password, so that they can be examined; null if
 * nothing is encrypted. Refuses encryption that the standard does not define.
 */
export function decrypted(bytes: Buffer, streams: readonly PdfStream[]): PdfStream[] | null {
  const text = bytes.toString('latin1');
  if (!isEncrypted(text)) return null;
  const found = encryptionOf(text);
  const key = found && fileKey(found);
  if (!found || !key) throw refusing('file_encrypted', 'filter');
  if (found.method === 'none') return [...streams];
  return streams.map((stream): PdfStream => {
    const isPlain = /\/Type\s*\/XRef\b/.test(stream.dictionary) || stream.object === null;
    if (isPlain) return stream;
    const end = stream.bytes.indexOf('endstream', 0, 'latin1');
    const sealed = stream.bytes.subarray(0, end < 0 ? undefined : end);
    const own = objectKey(key, stream.object ?? [0, 0], found.method);
    return { ...stream, bytes: found.method === 'rc4' ? rc4(own, sealed) : aes(own, sealed) };
  });
}

/** As far as there are whole blocks: what follows the last one is the padding's, or no part of it. */
function aes(key: Buffer, sealed: Buffer): Buffer {
  const iv = sealed.subarray(0, 16);
  const whole = sealed.subarray(16, sealed.length - (sealed.length % 16));
  if (iv.length < 16 || whole.length === 0) return Buffer.alloc(0);
  const decipher = createDecipheriv(key.length === 32 ? 'aes-256-cbc' : 'aes-128-cbc', key, iv);
  decipher.setAutoPadding(false);
  return Buffer.concat([decipher.update(whole), decipher.final()]);
}
