import { readFileSync } from 'node:fs';
import type { MediaType } from '../../../domain/documents/documents.ts';

const here = (path: string) => readFileSync(new URL(path, import.meta.url));

/** One good file of each type; encoders change with their versions, so these are kept as they are. */
export const BASES = {
  'image/jpeg': here('base.jpg'),
  'image/png': here('base.png'),
  'image/webp': here('base.webp'),
  'image/heic': here('../heic/two-pictures.heic'),
  'application/pdf': here('../files/bill-old.pdf'),
} as const satisfies Record<MediaType, Buffer>;

/** Some bytes of a file replaced. */
export function patched(bytes: Buffer, at: number, by: Buffer | string): Buffer {
  const copy = Buffer.from(bytes);
  if (at < 0) throw new Error('there is nothing to patch');
  Buffer.from(by as string, 'latin1').copy(copy, at);
  return copy;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
