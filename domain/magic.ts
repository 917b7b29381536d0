import type { MediaType } from './documents.ts';

/** First bytes of each accepted type; they count at offset 0 only (protection.md 8). */
const MAGIC = {
  'image/jpeg': [0xff, 0xd8, 0xff],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d], // %PDF-
} as const satisfies Record<MediaType, readonly number[]>;

const EXTENSIONS = {
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'application/pdf': ['pdf'],
} as const satisfies Record<MediaType, readonly string[]>;

/** What clients send when they do not know: no claim that could be wrong. */
const UNDECLARED = ['', 'application/octet-stream'];
const ALIASES: Readonly<Record<string, MediaType>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
};

/** The accepted type that the first bytes show, or null. Parses nothing: the cheap rule at the door. */
export function sniff(bytes: Uint8Array): MediaType | null {
  for (const mediaType of Object.keys(MAGIC) as MediaType[]) {
    if (MAGIC[mediaType].every((byte, index) => bytes[index] === byte)) return mediaType;
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
