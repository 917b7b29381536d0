import { crc32, deflateRawSync, deflateSync, constants } from 'node:zlib';
import { BASES, patched, uint32 } from './bases.ts';
import { casesOf, type HostileCase } from './case.ts';
import { jpegMarkers } from './layout.ts';

const { 'image/jpeg': JPEG, 'image/png': PNG, 'image/webp': WEBP, 'image/heic': HEIC } = BASES;
const SIDES: readonly (readonly [number, number])[] = [
  [16_000, 16_000],
  [65_000, 65_000],
  [65_535, 611],
  [6_400, 6_300],
  [0, 16_000],
];
const CANVASES: readonly (readonly [number, number])[] = [
  ...SIDES,
  [1, 60_000_000],
  [2 ** 31 - 1, 2 ** 31 - 1],
];

/** Pictures whose headers promise more than anybody should decode, and metadata that unpacks to more. */
export function bombs(): HostileCase[] {
  const named = <T>(
    sizes: readonly (readonly [number, number])[],
    make: (w: number, h: number) => T,
  ) => Object.fromEntries(sizes.map(([w, h]) => [`${w}x${h}`, () => make(w, h)] as const));
  return [
    ...casesOf('bomb-png', 'image/png', named(CANVASES, bombPng)),
    ...casesOf('bomb-jpeg', 'image/jpeg', named(SIDES, bombJpeg)),
    ...casesOf('bomb-webp', 'image/webp', {
      ...named(
        SIDES.filter(([w]) => w > 0),
        bombWebp,
      ),
      'vp8-16383': () => patched(WEBP, WEBP.indexOf('VP8 ') + 14, Buffer.from([255, 63, 255, 63])),
    }),
    ...casesOf('bomb-heic', 'image/heic', named(SIDES, bombHeic)),
    ...casesOf('bomb-metadata', 'image/png', {
      iccp: () => withChunk('iCCP', Buffer.concat([Buffer.from('p\0\0'), deflatedZeros(200)])),
      ztxt: () =>
        withChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflatedZeros(200)])),
      itxt: () =>
        withChunk(
          'iTXt',
          Buffer.concat([Buffer.from('Comment\0\u0001\0\0\0'), deflatedZeros(200)]),
        ),
      exif: () => withChunk('eXIf', circularExif()),
      'text-script': () => withChunk('tEXt', Buffer.from('Comment\0<script>alert(1)</script>')),
      'many-chunks': () => withChunk('tEXt', Buffer.from('a\0b'), 20_000),
    }),
    ...casesOf('bomb-metadata', 'image/jpeg', {
      'icc-255': () =>
        withSegments(
          0xe2,
          Array.from({ length: 100 }, (_, n) => iccPart(n + 1, 255)),
        ),
      'icc-none': () => withSegments(0xe2, [iccPart(0, 0)]),
      'exif-circular': () =>
        withSegments(0xe1, [Buffer.concat([Buffer.from('Exif\0\0'), circularExif()])]),
      'exif-deep': () =>
        withSegments(0xe1, [
          Buffer.concat([Buffer.from('Exif\0\0'), Buffer.alloc(65_000, 'II*\0')]),
        ]),
      'xmp-entities': () =>
        withSegments(0xe1, [Buffer.from(`http://ns.adobe.com/xap/1.0/\0${XML}`)]),
      'comment-html': () => withSegments(0xfe, [Buffer.from('<html><script>alert(1)</script>')]),
    }),
  ];
}

const XML =
  '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x:xmpmeta>&b;</x:xmpmeta>';

function bombPng(width: number, height: number): Buffer {
  const header = Buffer.concat([uint32(width), uint32(height), Buffer.from([1, 0, 0, 0, 0])]);
  const rows = deflateSync(Buffer.alloc(4096));
  return Buffer.concat([
    PNG.subarray(0, 8),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND'),
  ]);
}

function bombJpeg(width: number, height: number): Buffer {
  const frame = jpegMarkers(JPEG).find((at) => [0xc0, 0xc2].includes(JPEG[at + 1] ?? 0)) ?? -1;
  const size = Buffer.alloc(4);
  size.writeUInt16BE(height & 0xffff, 0);
  size.writeUInt16BE(width & 0xffff, 2);
  return patched(JPEG, frame + 5, size);
}

/** An extended header before the picture. */
function bombWebp(width: number, height: number): Buffer {
  const canvas = Buffer.alloc(18);
  canvas.write('VP8X', 0, 'latin1');
  canvas.writeUInt32LE(10, 4);
  canvas.writeUIntLE(width - 1, 12, 3);
  canvas.writeUIntLE(height - 1, 15, 3);
  const bytes = Buffer.concat([WEBP.subarray(0, 12), canvas, WEBP.subarray(12)]);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  return bytes;
}

function bombHeic(width: number, height: number): Buffer {
  const size = HEIC.indexOf('ispe') + 8;
  return patched(HEIC, size, Buffer.concat([uint32(width), uint32(height)]));
}

export function chunk(name: string, body: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  return Buffer.concat([uint32(body.length), named, uint32(crc32(named))]);
}

/** The picture with a chunk after its header. */
function withChunk(name: string, body: Buffer, times = 1): Buffer {
  const extra = Array.from({ length: times }, () => chunk(name, body));
  return Buffer.concat([PNG.subarray(0, 33), ...extra, PNG.subarray(33)]);
}

export function withSegments(marker: number, bodies: readonly Buffer[]): Buffer {
  const segments = bodies.map((body) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  });
  return Buffer.concat([JPEG.subarray(0, 2), ...segments, JPEG.subarray(2)]);
}

function iccPart(index: number, of: number): Buffer {
  return Buffer.concat([
    Buffer.from('ICC_PROFILE\0'),
    Buffer.from([index, of]),
    Buffer.alloc(65_000, 7),
  ]);
}

/** A directory whose next one is itself. */
function circularExif(): Buffer {
  return Buffer.from('49492a00080000000100120103000100000006000000' + '08000000', 'hex');
}

/** That many megabytes of nothing, in a thousandth of it; made of one block, many times over. */
export function deflatedZeros(megabytes: number): Buffer {
  const finishFlush = constants.Z_FULL_FLUSH;
  const block = deflateRawSync(Buffer.alloc(1_048_576), { level: 9, finishFlush });
  const blocks = Array.from({ length: megabytes }, () => block);
  return Buffer.concat([Buffer.from([0x78, 0xda]), ...blocks, Buffer.from([3, 0, 0, 0, 0, 1])]);
}
