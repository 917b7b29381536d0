/** The head of an AAMVA barcode and its holder's subfile (AAMVA DL/ID Card Design Standard, annex D). */
export interface AamvaHeader {
  /** Issuer Identification Number of ISO/IEC 7812, six signs; null where the head is not of a known form. */
  issuer: string | null;
  /** 1 (2000) to 10 (2020) and later; null where the head is not of a known form. */
  version: number | null;
  /** What the head tells of its subfiles, in its order. */
  subfiles: AamvaSubfile[];
  /** Where the subfiles begin, behind the head. */
  end: number;
}

export interface AamvaSubfile {
  /** `DL`, `ID`, or an issuer's own. */
  type: string;
  /** First sign and the sign after its last, as the head says, which some issuers count wrongly. */
  from: number;
  to: number;
}

/** `ANSI ` or, of some issuers' first version, `AAMVA`; before it marks that not all scanners keep. */
const START = /^(?<marks>[^%]{0,10}?)(?:ANSI|AAMVA)\s?/i;
/** Issuer, version, an issuer's own version that came with the second, number of subfiles. */
const LEAD = /^([0-9A-Z]{6})(\d\d)(?:\d\d)?\d\d(?=\D\D(?:\d{8}|DL|ID|\D))/i;
const DESIGNATOR = /^([A-Z][A-Z0-9])(\d{4})(\d{4})/i;
/** A holder's subfile or its first element, not far behind a head whose form is not known. */
const HOLDERS = /(?:DL|ID)(?=\d{8}|D[A-D][A-Z])/i;
const STRANGE_LEAD_MAX = 40;

/**
 * Reads the head of a text; null where it has none. Offsets and lengths are taken as they are told: the
 * elements themselves show whether they are right.
 */
export function readHeader(text: string): AamvaHeader | null {
  const start = START.exec(text);
  const marks = start?.groups?.['marks'] ?? '';
  // without its first sign a word may only have blanks and control characters before it
  if (!start || !(marks.startsWith('@') || !/[\p{L}\p{N}]/u.test(marks))) return null;
  const lead = LEAD.exec(text.slice(start[0].length));
  const at = start[0].length + (lead ? lead[0].length : strangeLead(text, start[0].length));
  const subfiles: AamvaSubfile[] = [];
  let end = at;
  for (;;) {
    const [whole = '', type = '', offset, length] = DESIGNATOR.exec(text.slice(end)) ?? [];
    if (whole === '') break;
    const from = Number(offset);
    subfiles.push({ type: type.toUpperCase(), from, to: from + Number(length) });
    end += whole.length;
  }
  const isHeaded = lead !== null || HOLDERS.test(text.slice(at, at + STRANGE_LEAD_MAX));
  if (!isHeaded) return null;
  const [, issuer = null, version] = lead ?? [];
  return { issuer, version: version === undefined ? null : Number(version), subfiles, end };
}

function strangeLead(text: string, from: number): number {
  return Math.max(0, text.slice(from, from + STRANGE_LEAD_MAX).search(HOLDERS));
}
