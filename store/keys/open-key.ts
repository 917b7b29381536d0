import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** A customer's key, ready for use: one sub-key for rows, one for payloads, one for blobs. */
export interface OpenKey {
  /** A customer's id, or `system`. */
  owner: string;
  version: number;
  /** Key objects, because making a cipher from plain bytes costs three times as much. */
  row: KeyObject;
  payload: KeyObject;
  /** The key from which a key for each blob is derived. */
  blob: Buffer;
}

/** Derives the sub-keys of a data key, once per load. */
export function openKey(owner: string, version: number, dataKey: Buffer): OpenKey {
  return {
    owner,
    version,
    row: createSecretKey(subKey(dataKey, 'vouch/row/1')),
    payload: createSecretKey(subKey(dataKey, 'vouch/payload/1')),
    blob: subKey(dataKey, 'vouch/blob/1'),
  };
}

/** HKDF-SHA256, 32 bytes. */
export function subKey(key: Buffer, info: string, salt: Buffer = Buffer.alloc(0)): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, 32));
}
