import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { OpenKey } from '../keys/open-key.ts';
import type { Sealed } from '../db/tables/columns.ts';

const FORMAT = 1;
const HEADER = 3;
const IV = 12;
const TAG = 16;

/**
 * The additional authenticated data of a sealed value: table, column and row. A value that is moved elsewhere
 * does not open. Row ids never change.
 */
export interface SealedAad<Column extends string> {
  table: string;
  column: Column;
  row: string;
}

/** Seals a value for its row and column: `format(1) | key version(2) | iv(12) | ciphertext | tag(16)`. */
export function seal<Column extends string>(
  key: OpenKey,
  place: SealedAad<Column>,
  plain: string | Buffer,
): Sealed<Column> {
  const head = Buffer.alloc(HEADER);
  head.writeUInt8(FORMAT, 0);
  head.writeUInt16BE(key.version, 1);
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key.row, iv, { authTagLength: TAG });
  cipher.setAAD(context(key, place));
  const content = typeof plain === 'string' ? Buffer.from(plain) : plain;
  const parts = [head, iv, cipher.update(content), cipher.final()];
  return Buffer.concat([...parts, cipher.getAuthTag()]) as Sealed<Column>;
}

/** Opens a sealed value. Throws if it was changed, cut, moved, or sealed by another key. */
export function unseal<Column extends string>(
  key: OpenKey,
  place: SealedAad<Column>,
  sealed: Sealed<Column>,
): Buffer {
  if (sealed.length < HEADER + IV + TAG || sealed[0] !== FORMAT) {
    throw new Error('a sealed value has no known format');
  }
  if (versionOf(sealed) !== key.version)
    throw new Error('a sealed value needs another key version');
  const iv = sealed.subarray(HEADER, HEADER + IV);
  const decipher = createDecipheriv('aes-256-gcm', key.row, iv, { authTagLength: TAG });
  decipher.setAAD(context(key, place));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  const content = sealed.subarray(HEADER + IV, sealed.length - TAG);
  return Buffer.concat([decipher.update(content), decipher.final()]);
}

/** The key version that sealed a value. */
export function versionOf(sealed: Buffer): number {
  return sealed.readUInt16BE(1);
}

function context(key: OpenKey, place: SealedAad<string>): Buffer {
  const { table, column, row } = place;
  return Buffer.from(`vouch/1|${key.owner}|${table}|${column}|${row}|${key.version}`);
}
