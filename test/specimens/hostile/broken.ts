import type { MediaType } from '../../../domain/documents/documents.ts';
import { BASES, patched, uint32 } from './bases.ts';
import { casesOf, type HostileCase } from './case.ts';
import { heicBoxes, jpegMarkers, pngChunks, spread } from './layout.ts';

const { 'image/jpeg': JPEG, 'image/png': PNG, 'image/webp': WEBP, 'image/heic': HEIC } = BASES;
const TYPES = Object.keys(BASES) as MediaType[];

const CUTS: Record<MediaType, number[]> = {
  'image/jpeg': [...jpegMarkers(JPEG), ...spread(JPEG.length, 5)],
  'image/png': [...pngChunks(PNG), ...spread(PNG.length, 5)],
  'image/webp': [12, 16, 20, ...spread(WEBP.length, 6)],
  'image/heic': [...heicBoxes(HEIC).slice(1), ...spread(HEIC.length, 6)],
  'application/pdf': spread(BASES['application/pdf'].length - 40, 12),
};

/** Files that are cut off, and files that lie about the lengths of their parts. */
export function broken(): HostileCase[] {
  const cut = TYPES.flatMap((type) => {
    const places = [...new Set(CUTS[type])].filter((at) => at > 16).toSorted((a, b) => a - b);
    const made = places.map((at) => [`at-${at}`, () => BASES[type].subarray(0, at)] as const);
    return casesOf(`cut-${type.split('/')[1] ?? ''}`, type, Object.fromEntries(made));
  });
  return [...cut, ...lengths()];
}

function lengths(): HostileCase[] {
  const lies = { zero: 0, one: 1, huge: 0x7fffffff, all: 0xffffffff };
  const everyLie = (make: (value: number, name: string) => Record<string, () => Buffer>) =>
    Object.assign({}, ...Object.entries(lies).map(([name, value]) => make(value, name))) as Record<
      string,
      () => Buffer
    >;
  const jpeg = jpegMarkers(JPEG)
    .slice(0, 6)
    .flatMap((at) => [
      [`${at}-zero`, () => patched(JPEG, at + 2, Buffer.from([0, 0]))] as const,
      [`${at}-all`, () => patched(JPEG, at + 2, Buffer.from([0xff, 0xff]))] as const,
    ]);
  const idat = PNG.indexOf('IDAT') - 4;
  return [
    ...casesOf('length-jpeg', 'image/jpeg', Object.fromEntries(jpeg)),
    ...casesOf('length-png', 'image/png', {
      ...everyLie((value, name) => ({
        [`header-${name}`]: () => patched(PNG, 8, uint32(value)),
        [`data-${name}`]: () => patched(PNG, idat, uint32(value)),
      })),
      'wrong-sum': () => patched(PNG, idat + 12, Buffer.from('0000', 'hex')),
      'no-end': () => PNG.subarray(0, -12),
    }),
    ...casesOf('length-webp', 'image/webp', {
      ...everyLie((value, name) => ({ [`riff-${name}`]: () => little(WEBP, 4, value) })),
      ...everyLie((value, name) => ({ [`chunk-${name}`]: () => little(WEBP, 16, value) })),
    }),
    ...casesOf('length-heic', 'image/heic', {
      ...everyLie((value, name) => ({
        [`meta-${name}`]: () => patched(HEIC, HEIC.indexOf('meta') - 4, uint32(value)),
      })),
      ...everyLie((value, name) => ({
        [`place-${name}`]: () => patched(HEIC, HEIC.indexOf('iloc') - 4, uint32(value)),
      })),
      'no-pixels': () => Buffer.from(HEIC).fill(0x55, HEIC.indexOf('mdat') + 4),
    }),
  ];
}

function little(bytes: Buffer, at: number, value: number): Buffer {
  return patched(bytes, at, uint32(value).reverse());
}
