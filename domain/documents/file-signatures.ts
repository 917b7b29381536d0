import type { MediaType } from './documents.ts';

/** What the first bytes of each accepted type are; they count at offset 0 only, but for a PDF's. */
const SIGNATURES = {
  'image/jpeg': (bytes) => starts(bytes, [0xff, 0xd8, 0xff]),
  'image/png': (bytes) => starts(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  'image/webp': (bytes) => word(bytes, 0) === 'RIFF' && word(bytes, 8) === 'WEBP',
  'image/heic': isHeic,
  'application/pdf': isPdf,
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

/** File endings that name a type: those of accepted types, and others that people and attackers use. */
const ENDINGS: readonly string[] = [
  ...Object.values(EXTENSIONS).flat(),
  ...'gif bmp tif tiff svg svgz avif ico psd eps ai raw dng cr2 nef jxl jp2'.split(' '),
  ...'doc docx docm xls xlsx xlsm ppt pptx odt ods rtf txt csv xml json md pages eml msg'.split(
    ' ',
  ),
  ...'htm html xhtml mht js mjs ts css php php5 phtml asp aspx jsp cgi pl py rb sh bat cmd'.split(
    ' ',
  ),
  ...'exe dll com scr msi jar apk app vbs ps1 lnk hta wasm bin iso dmg'.split(' '),
  ...'zip rar 7z tar gz tgz bz2 xz mp3 mp4 mov avi mkv webm wav'.split(' '),
];

/** What clients send when they do not know: no claim that could be wrong. */
const UNDECLARED = ['', 'application/octet-stream'];
const ALIASES: Readonly<Record<string, MediaType>> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'image/heif': 'image/heic',
};

/** The accepted type that the first bytes show, or null. Parses nothing: the cheap rule at the door. */
export function sniff(bytes: Uint8Array): MediaType | null {
  for (const mediaType of Object.keys(SIGNATURES) as MediaType[]) {
    if (SIGNATURES[mediaType](bytes)) return mediaType;
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
  if (plain === 'image/*') return sniffed.startsWith('image/');
  return (ALIASES[plain] ?? plain) === sniffed;
}

function nameAgrees(sniffed: MediaType, fileName: string | null): boolean {
  const extension = /\.([^./\\]+)$/.exec((fileName ?? '').trim())?.[1]?.toLowerCase();
  if (extension === undefined) return true;
  const allowed: readonly string[] = EXTENSIONS[sniffed];
  // `Scan 12.11.2026`, `J. Smith`, `passport.front`: a dot in a name, and no ending
  return allowed.includes(extension) || !ENDINGS.includes(extension);
}

function starts(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

/** Four letters at this offset. */
function word(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** Some programs write a line or a mark before the PDF header. PDF readers look for the header this far. */
const PDF_WITHIN = 1024;

/** `%PDF-` among the first bytes. */
function isPdf(bytes: Uint8Array): boolean {
  const head = String.fromCharCode(...bytes.subarray(0, PDF_WITHIN + 5));
  return head.includes('%PDF-');
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
