/** How far a picture reaches and how large it says it is, from its headers alone: nothing decoded. */
export interface Extent {
  /** Offset just after the end mark. */
  end: number;
  width: number;
  height: number;
  /** Parts inside that are neither header nor pixels: they may hold another file. */
  other?: Buffer[];
}

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** Walks the segments of a JPEG (a thumbnail's own end mark is inside one); null where it is cut off. */
export function jpegEnd(bytes: Buffer): Extent | null {
  let size: Omit<Extent, 'end'> | null = null;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // fill byte
      continue;
    }
    if (isAlone(marker)) {
      at += 2;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2) return null;
    if (isFrame(marker) && at + 9 <= bytes.length) {
      size ??= { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    at += 2 + length;
    if (marker === START_OF_SCAN) at = scanEnd(bytes, at);
    if (bytes[at] === 0xff && bytes[at + 1] === END_OF_IMAGE) {
      return size && { ...size, end: at + 2 };
    }
  }
  return null;
}

/** Walks the chunks of a PNG to `IEND`; null where it is cut off. */
export function pngEnd(bytes: Buffer): Extent | null {
  if (bytes.length < 24 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  const size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return { ...size, end };
    at = end;
  }
  return null;
}

/** Offset of the next marker after compressed data, where `FF 00` is a plain byte and `D0-D7` are restarts. */
function scanEnd(bytes: Buffer, from: number): number {
  for (let at = from; ; at += 2) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return bytes.length;
    const next = bytes[at + 1] ?? 0;
    if (next === 0xff) at -= 1;
    else if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
}

function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

/** Start of frame, but for the tables that share its range. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}
