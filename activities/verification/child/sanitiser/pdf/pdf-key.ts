import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { Encryption } from './pdf-encryption.ts';

/** What stands for an empty password in the first revisions (ISO 32000-2, algorithm 2). */
const PADDING = Buffer.from(
  '28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a',
  'hex',
);

/** The key of a file that asks for no password; null where the dictionary lacks a part. */
export function fileKey(of: Encryption): Buffer | null {
  if (of.revision >= 5) return laterKey(of);
  if (of.owner.length < 32) return null;
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(of.permissions);
  const all = [PADDING, of.owner.subarray(0, 32), permissions, of.id];
  if (of.revision >= 4 && !of.metadata) all.push(Buffer.alloc(4, 255));
  let key = hashed('md5', ...all);
  const length = Math.min(16, Math.max(5, of.keyLength));
  for (let round = 0; of.revision >= 3 && round < 50; round += 1) {
    key = hashed('md5', key.subarray(0, length));
  }
  return key.subarray(0, length);
}

/** The key of one object's streams: of the last revisions it is the file's. */
export function objectKey(
  key: Buffer,
  [number, generation]: readonly [number, number],
  method: Encryption['method'],
): Buffer {
  if (key.length === 32) return key;
  const object = Buffer.alloc(5);
  object.writeUIntLE(number & 0xffffff, 0, 3);
  object.writeUIntLE(generation & 0xffff, 3, 2);
  const salt = method === 'aes' ? [Buffer.from('sAlT')] : [];
  return hashed('md5', key, object, ...salt).subarray(0, Math.min(16, key.length + 5));
}

function laterKey({ revision, user, userKey }: Encryption): Buffer | null {
  if (user.length < 48 || userKey.length < 32) return null;
  const salt = user.subarray(40, 48);
  const own = revision === 5 ? hashed('sha256', salt) : hardened(salt);
  const decipher = createDecipheriv('aes-256-cbc', own, Buffer.alloc(16));
  decipher.setAutoPadding(false);
  return Buffer.concat([decipher.update(userKey.subarray(0, 32)), decipher.final()]);
}

/** Algorithm 2.B for an empty password: at least 64 rounds, until the last byte is small enough. */
function hardened(salt: Buffer): Buffer {
  let key = hashed('sha256', salt);
  for (let round = 0, last = 255; round < 64 || last > round - 32; round += 1) {
    const repeated = Buffer.concat(Array.from({ length: 64 }, () => key));
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32));
    cipher.setAutoPadding(false);
    const mixed = cipher.update(repeated);
    const rest = mixed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = hashed((['sha256', 'sha384', 'sha512'] as const)[rest] ?? 'sha256', mixed);
    last = mixed.at(-1) ?? 0;
  }
  return key.subarray(0, 32);
}

function hashed(name: string, ...parts: Buffer[]): Buffer {
  return parts.reduce((hash, part) => hash.update(part), createHash(name)).digest();
}
