import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A valid PNG of side², one bit a pixel, all black: a few kilobytes. */
export function bombPng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(side * (1 + Math.ceil(side / 8))), { level: 9 });
  return png([chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

/** The photo as a PNG whose animation shows a red square after it. */
export async function animatedPng(photo: Buffer): Promise<Buffer> {
  const size = { width: 640, height: 480 };
  const still = await sharp(photo).resize(size).png({ palette: true, colours: 16 }).toBuffer();
  const [header = Buffer.alloc(0), ...rest] = chunksOf(still);
  const control = (sequence: number) => {
    const body = Buffer.alloc(26);
    [sequence, size.width, size.height].forEach((value, at) => body.writeUInt32BE(value, at * 4));
    body.writeUInt16BE(1, 20);
    body.writeUInt16BE(2, 22);
    return chunk('fcTL', body);
  };
  const depth = header[16] ?? 8;
  const row = Buffer.alloc(1 + Math.ceil((size.width * depth) / 8), 0x11);
  row[0] = 0;
  const pixels = deflateSync(Buffer.concat(Array.from({ length: size.height }, () => row)));
  const second = chunk('fdAT', Buffer.concat([Buffer.from([0, 0, 0, 2]), pixels]));
  const frames = chunk('acTL', Buffer.from([0, 0, 0, 2, 0, 0, 0, 0]));
  const end = rest.pop() ?? Buffer.alloc(0);
  return png([header, frames, control(0), ...rest, control(1), second, end]);
}

function png(chunks: Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), ...chunks]);
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const [size, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  size.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([size, named, sum]);
}

function chunksOf(bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 8; at < bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    chunks.push(bytes.subarray(at, end));
    at = end;
  }
  return chunks;
}
