/** The head of an AAMVA barcode and where its subfiles lie (AAMVA DL/ID Card Design Standard, annex D). */
export interface AamvaHeader {
  /** Issuer Identification Number of ISO/IEC 7812, six digits. */
  issuer: string;
  /** 1 (2000) to 10 (2020) and later; 0 where it follows none. */
  version: number;
  subfiles: AamvaSubfile[];
}

export interface AamvaSubfile {
  /** `DL`, `ID`, or an issuer's own. */
  type: string;
  /** First byte and the byte after its last. */
  from: number;
  to: number;
}

const START = '@\n\u001e\rANSI ';
const DESIGNATOR = 10;
/** No issuer has more than a handful; the number has two digits. */
const MOST_SUBFILES = 10;

/**
 * Reads the head by bytes; null unless every subfile that it tells of lies within the barcode, after
 * the head, and begins with its own type. A decoder may call garbage valid: this is what refuses it.
 */
export function readHeader(bytes: Uint8Array): AamvaHeader | null {
  const text = latin1(bytes);
  if (!text.startsWith(START)) return null;
  const issuer = text.slice(9, 15);
  const version = Number(digits(text.slice(15, 17)));
  // the issuer's own version came with the second
  const countAt = version < 2 ? 17 : 19;
  const count = Number(digits(text.slice(countAt, countAt + 2)));
  if (!/^\d{6}$/.test(issuer) || !(version >= 0) || !(count >= 1 && count <= MOST_SUBFILES)) {
    return null;
  }
  const first = countAt + 2;
  const head = first + count * DESIGNATOR;
  const subfiles = Array.from({ length: count }, (_, n) =>
    subfileAt(text, first + n * DESIGNATOR, head),
  );
  const all = subfiles.filter((subfile) => subfile !== null);
  return all.length === count ? { issuer, version, subfiles: all } : null;
}

/** One byte, one sign: the standard's character set is ISO 8859-1. */
export function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function subfileAt(text: string, at: number, head: number): AamvaSubfile | null {
  const type = text.slice(at, at + 2);
  const from = Number(digits(text.slice(at + 2, at + 6)));
  const to = from + Number(digits(text.slice(at + 6, at + 10)));
  const fits = from >= head && to > from + 2 && to <= text.length;
  return fits && /^[A-Z][A-Z0-9]$/.test(type) && text.startsWith(type, from)
    ? { type, from, to }
    : null;
}

/** `NaN`, for a number, unless all are digits. */
function digits(text: string): string {
  return /^\d+$/.test(text) ? text : 'none';
}
