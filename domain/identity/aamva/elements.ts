import type { AamvaHeader, AamvaSubfile } from './header.ts';

/** The holder's subfile, and the doubt about its form; null if its form is right. */
export interface AamvaElements {
  kind: 'DL' | 'ID';
  /** By three letters: `DAQ` to the number. */
  elements: Map<string, string>;
  doubt: 'cut_short' | 'separators_lost' | 'line_unknown' | 'element_twice' | null;
}

/**
 * The data elements of the holder's subfile. Each stands at the beginning of a line and only there: a
 * family name may begin with the letters of another. Offsets may be wrong and the subfile's two letters
 * may be missing, as issuers print it; what then is not certain is told as a doubt. Null where there is
 * no subfile of a licence or an identification card.
 */
export function elementsOf(text: string, header: AamvaHeader): AamvaElements | null {
  const place = placeOf(text, header);
  if (place === null) return null;
  const { kind, from, to } = place;
  const lines = text.slice(from, to).split(SEPARATORS).map(trimmed);
  const isLost = lines.filter((line) => ELEMENT.test(line)).length < LINES_MIN;
  const all = isLost ? lines.flatMap(apart) : lines;
  const { elements, doubt } = collected(all);
  if (isLost) return { kind, elements, doubt: 'separators_lost' };
  return { kind, elements, doubt: isCutShort(text, place) ? 'cut_short' : doubt };
}

/** Line feeds; some issuers' and scanners' own signs in their place. */
const SEPARATORS = /(?:[^\P{Cc}\u0080-\u009f]|\|)+/u;
/** Elements of a holder's subfile; those of an issuer's own begin with Z. */
const ELEMENT = /^(D[A-D][A-Z])(.*)$/i;
/** Fewer are a text whose separators were lost: no holder has so little. */
const LINES_MIN = 4;
/** Elements that decide a check must stand in one line: the rest of a broken value would be lost. */
const WHOLE = /^(?:DA[AB]|DCS|DAC|DAD|DCT|DAQ|DB[ABD])$/;

interface HoldersPlace {
  kind: 'DL' | 'ID';
  from: number;
  to: number;
  /** How long the head says that it is; null where its place is not the one told. */
  told: number | null;
}

function placeOf(text: string, { subfiles, end }: AamvaHeader): HoldersPlace | null {
  const holders = subfiles.find(({ type }) => kindOf(type) !== null);
  const kind = kindOf(holders?.type);
  if (holders && kind && isTold(text, holders, end)) {
    return { kind, from: holders.from + 2, to: holders.to, told: null };
  }
  const body = text.slice(end);
  const typed = /^.{0,12}?(DL|ID)\s*(?=D[A-D][A-Z])/is.exec(body);
  const own = kindOf(typed?.[1]);
  // An element may end with `DL` or `ID`. Only at the very beginning are they the subfile's type.
  const isBare = /^\s*D[A-D][A-Z]/i.test(body) && kindOf(body.slice(0, 2)) === null;
  if (isBare ? kind === null : own === null || (kind !== null && own !== kind)) return null;
  const from = end + (isBare ? 0 : (typed?.[0].length ?? 0));
  const length = holders ? holders.to - holders.from : null;
  return { kind: kind ?? own ?? 'DL', from, to: endOf(text, from), told: length };
}

function kindOf(type: string | undefined): 'DL' | 'ID' | null {
  const upper = type?.toUpperCase();
  return upper === 'DL' || upper === 'ID' ? upper : null;
}

/** It stands where the head says: from its own two letters to the end of a segment or of all. */
function isTold(text: string, { type, from, to }: AamvaSubfile, end: number): boolean {
  const begins = text.slice(from, from + 2).toUpperCase() === type && from >= end;
  const ends = to === text.length || (/[\r\n]/.test(text[to - 1] ?? '') && to < text.length);
  return begins && ends && ELEMENT.test(text.slice(from + 2, from + 6));
}

/** The first line that begins as an issuer's own subfile does: `ZVZVA`, or `ZVA` without its type. */
function endOf(text: string, from: number): number {
  const rest = text.slice(from);
  const at = rest.search(/(?:[^\P{Cc}\u0080-\u009f]|\|)\s*(?:(Z[A-Z0-9])\1|Z[A-Z]{2})/iu);
  return at === -1 ? text.length : from + at;
}

/** The barcode ends before the subfile does, by more than the separators that some scanners drop. */
function isCutShort(text: string, { from, told }: HoldersPlace): boolean {
  const lines = text.slice(from).split(SEPARATORS).length;
  return told !== null && from - 2 + told > text.length + lines;
}

function collected(lines: readonly string[]): Pick<AamvaElements, 'elements' | 'doubt'> {
  const elements = new Map<string, string>();
  const seen = new Map<string, string>();
  let doubt: AamvaElements['doubt'] = null;
  let last = '';
  for (const line of lines.filter((one) => one !== '')) {
    const [, id = '', rest = ''] = ELEMENT.exec(line) ?? [];
    if (id === '') {
      if (WHOLE.test(last)) doubt ??= 'line_unknown';
      continue;
    }
    last = id.toUpperCase();
    const value = trimmed(rest);
    if (WHOLE.test(last) && seen.has(last) && seen.get(last) !== value) doubt ??= 'element_twice';
    seen.set(last, seen.get(last) ?? value);
    if (!isAbsent(value) && !elements.has(last)) elements.set(last, value);
  }
  return { elements, doubt };
}

/** Blanks, and control characters of ISO 8859-1 that stand in a separator's place. */
function trimmed(text: string): string {
  return text.replace(/^[\s\u0080-\u009f]+|[\s\u0080-\u009f]+$/g, '');
}

/** What the standard has an issuer write where a person has no such thing, or it is not known. */
function isAbsent(value: string): boolean {
  return value === '' || /^(NONE|UNAVL|UNAVAIL)$/i.test(value);
}

/** One line with all elements: before each of those that a reader is shown. Never a certain reading. */
function apart(line: string): string[] {
  return line.split(/(?=D(?:A[ABCDGIJKQ]|B[ABCD]|C[AFGST]|D[EFG])[A-Z0-9])/);
}
