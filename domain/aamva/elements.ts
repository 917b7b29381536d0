import { type AamvaHeader, latin1 } from './header.ts';

/**
 * The data elements of the holder's subfile, by their three letters: `DAQ` to the number. Each stands
 * at the beginning of a line and only there: a family name may begin with the letters of another.
 * Null where there is no subfile of a licence or an identification card.
 */
export function elementsOf(
  bytes: Uint8Array,
  { subfiles }: Pick<AamvaHeader, 'subfiles'>,
): { kind: 'DL' | 'ID'; elements: Map<string, string> } | null {
  const subfile = subfiles.find(({ type }) => type === 'DL' || type === 'ID');
  if (!subfile) return null;
  const kind = subfile.type === 'DL' ? 'DL' : 'ID';
  const text = latin1(bytes.subarray(subfile.from + 2, subfile.to));
  const lines = text.split(/[\n\r]/).filter((line) => /^[DZ][A-Z]{2}/.test(line));
  const elements = new Map<string, string>();
  for (const line of lines) {
    const value = line.slice(3).trim();
    if (!isAbsent(value) && !elements.has(line.slice(0, 3))) elements.set(line.slice(0, 3), value);
  }
  return { kind, elements };
}

/** What the standard has an issuer write where a person has no such thing, or it is not known. */
function isAbsent(value: string): boolean {
  return value === '' || /^(NONE|UNAVL|UNAVAIL)$/i.test(value);
}
