/**
 * The text of a card's barcode. The standard's character set is ISO 8859-1; some issuers write UTF-8, and
 * a byte-order mark before it. Which it is shows by itself: letters of ISO 8859-1 are no UTF-8.
 */
export function textOf(bytes: Uint8Array): string {
  const text = utf8(bytes) ?? Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return text.replace(MARKS, '');
}

/** Byte-order marks, also as they look in ISO 8859-1, and blanks before the first sign. */
const MARKS = /^(?:\uFEFF|\uFFFE|\u00EF\u00BB\u00BF|\s|[^\P{Cc}\u0080-\u009f])+/u;

/**
 * A magnetic stripe's three tracks, as British Columbia prints them in its PDF417: the first begins with
 * `%` and the province, the second with `;` and the issuer's number.
 */
export function isStripe(text: string): boolean {
  return /^_?%[A-Z]{2}[^\n]*\^[^\n]*\?_?;\d{6}/i.test(text);
}

/** UTF-8 decoded by hand, as no decoder is part of the language; null where it is none. */
function utf8(bytes: Uint8Array): string | null {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const more = first < 0x80 ? 0 : first >= 0xc2 && first < 0xe0 ? 1 : first >> 4 === 0xe ? 2 : -1;
    if (more < 0) return null;
    let code = more === 0 ? first : first & (more === 1 ? 0x1f : 0x0f);
    for (const byte of bytes.subarray(at + 1, at + 1 + more)) {
      if (byte >> 6 !== 2) return null;
      code = (code << 6) | (byte & 0x3f);
    }
    if (at + more >= bytes.length || (more === 2 && code < 0x800)) return null;
    text += String.fromCharCode(code);
    at += 1 + more;
  }
  return text;
}
