import type { Extent } from './extent.ts';

/** Walks the chunks of a WebP to the end that RIFF names; null where it is cut off or has no picture. */
export function webpEnd(bytes: Buffer): Extent | null {
  if (bytes.length < 30) return null;
  const end = 8 + bytes.readUInt32LE(4);
  if (end > bytes.length) return null;
  let size: { width: number; height: number } | null = null;
  for (let at = 12; at < end;) {
    if (at + 8 > end) return null;
    const length = bytes.readUInt32LE(at + 4);
    if (at + 8 + length > end) return null;
    size ??= webpSize(
      bytes.toString('latin1', at, at + 4),
      bytes.subarray(at + 8, at + 8 + length),
    );
    at += 8 + length + (length % 2);
  }
  return size && { ...size, end };
}

/** By the first of VP8X (the whole canvas, also of an animation), VP8L and VP8. */
function webpSize(name: string, body: Buffer): { width: number; height: number } | null {
  if (name === 'VP8X' && body.length >= 10) {
    return { width: body.readUIntLE(4, 3) + 1, height: body.readUIntLE(7, 3) + 1 };
  }
  if (name === 'VP8L' && body.length >= 5) {
    const bits = body.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (name === 'VP8 ' && body.length >= 10) {
    return { width: body.readUInt16LE(6) & 0x3fff, height: body.readUInt16LE(8) & 0x3fff };
  }
  return null;
}

/** Boxes in which a still HEIC keeps its picture; all others are looked through for another file. */
const HEIC_OWN = ['ftyp', 'meta', 'mdat'];

/**
 * Walks the boxes of a HEIC; null where one is cut off or `meta` is missing. Sizes are the decoder's
 * to tell (`heic.ts`), before it decodes: one file may hold several pictures.
 */
export function heicEnd(bytes: Buffer): Extent | null {
  const seen: string[] = [];
  const other: Buffer[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    const name = bytes.toString('latin1', at + 4, at + 8);
    if (!/^[ -~]{4}$/.test(name)) break; // no box: what stands after the last one
    const length = boxLength(bytes, at);
    if (length < 8 || at + length > bytes.length) {
      if (HEIC_OWN.includes(name) || seen.length < HEIC_OWN.length) return null;
      break;
    }
    seen.push(name);
    if (!HEIC_OWN.includes(name)) other.push(bytes.subarray(at, at + length));
    at += length;
  }
  return seen.includes('meta') ? { width: 0, height: 0, end: at, other } : null;
}

/** 0: to the end of the file; 1: eight bytes follow the name. */
function boxLength(bytes: Buffer, at: number): number {
  const length = bytes.readUInt32BE(at);
  if (length === 0) return bytes.length - at;
  if (length !== 1) return length;
  return at + 16 <= bytes.length ? Number(bytes.readBigUInt64BE(at + 8)) : 0;
}
