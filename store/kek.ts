import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

/** Wraps and unwraps keys. `context` is the wrapped key's own id, bound as associated data. */
export interface KeyProvider {
  current: () => string;
  wrap: (bytes: Buffer, context: string) => Promise<Buffer>;
  unwrap: (kekId: string, bytes: Buffer, context: string) => Promise<Buffer>;
}

const FORMAT = 1;
const IV = 12;
const TAG = 16;

/**
 * The provider of a file of 32 random bytes that its owner alone may read: mode 0400. Of root's file
 * the group of this process may read, 0440: so Kubernetes mounts a secret, and none but root can write it.
 */
export async function fileKeyProvider(path: string): Promise<KeyProvider> {
  const { mode, uid } = await stat(path);
  const isMounted = (mode & 0o777) === 0o440 && uid === 0 && process.getuid?.() !== 0;
  if ((mode & 0o777) !== 0o400 && !isMounted) {
    throw new Error('the key-encryption key file must have mode 0400');
  }
  const kek = await readFile(path);
  if (kek.length !== 32) throw new Error('the key-encryption key file must hold 32 bytes');
  const id = `file:${createHash('sha256').update('vouch/kek-id/1').update(kek).digest('hex').slice(0, 16)}`;
  return {
    current: () => id,
    wrap: async (bytes, context) => wrap(kek, `${id}|${context}`, bytes),
    unwrap: async (kekId, bytes, context) => {
      if (kekId !== id) throw new Error('a key was wrapped by another key-encryption key');
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
  if (bytes[0] !== FORMAT) throw new Error('a wrapped key has no known format');
  const iv = bytes.subarray(1, 1 + IV);
  const decipher = createDecipheriv('aes-256-gcm', kek, iv, { authTagLength: TAG });
  decipher.setAAD(Buffer.from(`vouch/kek/1|${context}`));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  const content = bytes.subarray(1 + IV, bytes.length - TAG);
  return Buffer.concat([decipher.update(content), decipher.final()]);
}
