import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type OpenKey, subKey } from '../keys/open-key.ts';

/** Bytes of content in a chunk. */
export const CHUNK = 1024 * 1024;
export const TAG = 16;
/** `format(1) | key version(2) | salt(32)` */
export const HEADER = 35;
const FORMAT = 1;

/** A fresh header: its salt gives each blob a key of its own. */
export function blobHeader(key: OpenKey): Buffer {
  const head = Buffer.alloc(3);
  head.writeUInt8(FORMAT, 0);
  head.writeUInt16BE(key.version, 1);
  return Buffer.concat([head, randomBytes(32)]);
}

/** The key version of a header. Throws for an unknown format. */
export function headerVersion(header: Buffer): number {
  if (header.length !== HEADER || header[0] !== FORMAT)
    throw new Error('a blob has no known format');
  return header.readUInt16BE(1);
}

/** The blob's own key. It is used for this blob only, so counted IVs never repeat. */
export function blobKey(key: OpenKey, header: Buffer, id: string): Buffer {
  return subKey(key.blob, id, header.subarray(3));
}

export interface Chunk {
  key: Buffer;
  header: Buffer;
  number: number;
  last: boolean;
}

/** A sealed chunk, with the tag at its end. */
export function sealChunk(at: Chunk, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', at.key, chunkIv(at), { authTagLength: TAG });
  cipher.setAAD(at.header);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens one chunk. Throws if it was changed or moved, or if it is the last chunk although it should not be,
 * or the reverse.
 */
export function openChunk(at: Chunk, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', at.key, chunkIv(at), { authTagLength: TAG });
  decipher.setAAD(at.header);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const content = sealed.subarray(0, sealed.length - TAG);
  return Buffer.concat([decipher.update(content), decipher.final()]);
}

function chunkIv({ number, last }: Chunk): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(number, 7);
  iv.writeUInt8(last ? 1 : 0, 11);
  return iv;
}
