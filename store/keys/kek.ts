import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isPrivateKek } from '../../platform/config/kek-file.ts';

/** Wraps and unwraps keys. `context` is the wrapped key's own id, bound as associated data. */
export interface KeyProvider {
  current: () => string;
  wrap: (bytes: Buffer, context: string) => Promise<Buffer>;
  unwrap: (kekId: string, bytes: Buffer, context: string) => Promise<Buffer>;
}

/** Code of the error that a key was wrapped by another key-encryption key. */
export const KEK_MISMATCH = 'kek_mismatch';
/** Code of the error that a wrapped key is damaged. */
export const KEY_DAMAGED = 'key_damaged';

const FORMAT = 1;
const IV = 12;
const TAG = 16;

/**
 * The provider of a file of 32 random bytes that only its owner may read: mode 0400. If root owns the file,
 * this process's group may read it, mode 0440, because Kubernetes mounts secrets so, and only root can write
 * it.
 */
export async function fileKeyProvider(path: string): Promise<KeyProvider> {
  if (!isPrivateKek(await stat(path))) {
    throw new Error('the key-encryption key file must have mode 0400');
  }
  const kek = await readFile(path);
  if (kek.length !== 32) throw new Error('the key-encryption key file must hold 32 bytes');
  const id = `file:${createHash('sha256').update('vouch/kek-id/1').update(kek).digest('hex').slice(0, 16)}`;
  return {
    current: () => id,
    wrap: async (bytes, context) => wrap(kek, `${id}|${context}`, bytes),
    unwrap: async (kekId, bytes, context) => {
      if (kekId !== id) {
        const text = 'a key was wrapped by another key-encryption key';
        throw Object.assign(new Error(text), { code: KEK_MISMATCH });
      }
      return unwrap(kek, `${id}|${context}`, bytes);
    },
  };
}

function wrap(kek: Buffer, context: string, bytes: Buffer): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', kek, iv, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(`vouch/kek/1|${context}`));
  const parts = [Buffer.of(FORMAT), iv, cipher.update(bytes), cipher.final()];
  return Buffer.concat([...parts, cipher.getAuthTag()]);
}

function unwrap(kek: Buffer, context: string, bytes: Buffer): Buffer {
  if (bytes[0] !== FORMAT || bytes.length <= 1 + IV + TAG) {
    throw damaged('a wrapped key has no known format');
  }
  const iv = bytes.subarray(1, 1 + IV);
  const decipher = createDecipheriv('aes-256-gcm', kek, iv, { authTagLength: TAG });
  decipher.setAAD(Buffer.from(`vouch/kek/1|${context}`));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  const content = bytes.subarray(1 + IV, bytes.length - TAG);
  try {
    return Buffer.concat([decipher.update(content), decipher.final()]);
  } catch (cause) {
    throw damaged('a wrapped key does not open', cause);
  }
}

function damaged(text: string, cause?: unknown): Error {
  return Object.assign(new Error(text, { cause }), { code: KEY_DAMAGED });
}
