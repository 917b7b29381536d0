import {
  blobHeader,
  blobKey,
  CHUNK,
  HEADER,
  headerVersion,
  openChunk,
  sealChunk,
  TAG,
} from './blob-format.ts';
import type { Keys } from '../keys/keys.ts';
import type { OpenKey } from '../keys/open-key.ts';

/** A stored blob, read from its beginning to its end. */
export interface BlobSource {
  /** Total number of bytes. */
  size: number;
  /** Reads exactly the next `length` bytes. */
  read: (length: number) => Promise<Buffer>;
}

/** A blob in its stored form: its header, then its content in sealed chunks of 1 MiB. */
export function* sealBlob(key: OpenKey, id: string, bytes: Buffer): Generator<Buffer> {
  const header = blobHeader(key);
  const at = { key: blobKey(key, header, id), header };
  const count = Math.max(1, Math.ceil(bytes.length / CHUNK));
  yield header;
  for (let number = 0; number < count; number += 1) {
    const plain = bytes.subarray(number * CHUNK, (number + 1) * CHUNK);
    yield sealChunk({ ...at, number, last: number === count - 1 }, plain);
  }
}

/** The length of a blob in its stored form. */
export function sealedSize(length: number): number {
  return HEADER + length + Math.max(1, Math.ceil(length / CHUNK)) * TAG;
}

/** The content, chunk by chunk; at most one chunk is in memory. Throws if anything was changed. */
export async function* openBlob(
  source: BlobSource,
  blob: { customer: string; id: string },
  keys: Pick<Keys, 'openVersion'>,
): AsyncGenerator<Buffer> {
  if (source.size < HEADER + TAG) throw new Error('a blob ends too early');
  const header = await source.read(HEADER);
  const key = await keys.openVersion(blob.customer, headerVersion(header));
  const at = { key: blobKey(key, header, blob.id), header };
  let left = source.size - HEADER;
  for (let number = 0; left > 0; number += 1) {
    const sealed = await source.read(Math.min(CHUNK + TAG, left));
    left -= sealed.length;
    yield openChunk({ ...at, number, last: left === 0 }, sealed);
  }
}
