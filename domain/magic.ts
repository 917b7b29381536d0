import type { MediaType } from './documents.ts';

/** What the first bytes of each accepted type are; they count at offset 0 only (protection.md 8). */
const MAGIC = {
  'image/jpeg': (bytes) => starts(bytes, [0xff, 0xd8, 0xff]),
  'image/png': (bytes) => starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  'image/webp': (bytes) => word(bytes, 0) === 'RIFF' && word(bytes, 8) === 'WEBP',
  'image/heic': isHeic,
  'application/pdf': (bytes) => starts(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d]), // %PDF-
} as const satisfies Record<MediaType, (bytes: Uint8Array) => boolean>;

/** Still pictures in HEVC; the brands of sequences (`msf1`, `hevc`, `hevx`) and of AVIF are not among them. */
const HEIC_BRANDS = ['heic', 'heix'];

const EXTENSIONS = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif', 'hif'],
  'application/pdf': ['pdf'],
} as const satisfies Record<MediaType, readonly string[]>;

/** What clients send when they do not know: no claim that could be wrong. */
const UNDECLARED = ['', 'application/octet-stream'];
const ALIASES: Readonly<Record<string, MediaType>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/heif': 'image/heic',
};

/** The accepted type that the first bytes show, or null. Parses nothing: the cheap rule at the door. */
export function sniff(bytes: Uint8Array): MediaType | null {
  for (const mediaType of Object.keys(MAGIC) as MediaType[]) {
    if (MAGIC[mediaType](bytes)) return mediaType;
  }
  return null;
}

/**
 * True where the declared media type and the file name's extension agree with the bytes. What was
 * not said (null, `application/octet-stream`, a name without extension) contradicts nothing.
 */
export function agrees(file: {
  sniffed: MediaType;
  declared: string | null;
  fileName: string | null;
}): boolean {
  return declaredAgrees(file.sniffed, file.declared) && nameAgrees(file.sniffed, file.fileName);
}

function declaredAgrees(sniffed: MediaType, declared: string | null): boolean {
  const plain = (declared ?? '').split(';', 1).join('').trim().toLowerCase();
  if (UNDECLARED.includes(plain)) return true;
  return (ALIASES[plain] ?? plain) === sniffed;
}

function nameAgrees(sniffed: MediaType, fileName: string | null): boolean {
  const extension = /\.([^./\\]+)$/.exec((fileName ?? '').trim())?.[1]?.toLowerCase();
  if (extension === undefined) return true;
  const allowed: readonly string[] = EXTENSIONS[sniffed];
  return allowed.includes(extension);
}

function starts(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

/** Four letters at this offset. */
function word(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** A first box `ftyp` of that brand, or of the general `mif1` that says it may be read as one. */
function isHeic(bytes: Uint8Array): boolean {
  if (word(bytes, 4) !== 'ftyp') return false;
  const brand = word(bytes, 8);
  if (brand !== 'mif1') return HEIC_BRANDS.includes(brand);
  const end = Math.min(bytes[3] ?? 0, bytes.length);
  for (let at = 16; at + 4 <= end; at += 4) {
    if (HEIC_BRANDS.includes(word(bytes, at))) return true;
  }
  return false;
}
