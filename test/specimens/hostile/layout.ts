/** Where the parts of a picture begin, for cuts and lies about their lengths. */
export function jpegMarkers(bytes: Buffer): number[] {
  const found: number[] = [];
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    found.push(at);
    if (bytes[at + 1] === 0xda) break;
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return found;
}

export function pngChunks(bytes: Buffer): number[] {
  const found: number[] = [];
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) found.push(at);
  return found;
}

export function heicBoxes(bytes: Buffer): number[] {
  const found: number[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += bytes.readUInt32BE(at)) found.push(at);
  return found;
}

/** Places spread over a file. */
export function spread(length: number, count: number): number[] {
  return Array.from({ length: count }, (_, n) => Math.floor(((n + 0.5) * length) / count));
}
