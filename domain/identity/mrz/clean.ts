/** What an engine may say for the filler sign. */
const FILLERS = /[«‹〈《≤＜くㄑ([{]/g;

/** A ring of which no shape told whether it is `O` or `0`. */
export const UNTOLD_RING = '◯';

/** One read row in the letters of the MRZ: upper case, `A-Z 0-9 <` and untold rings only. */
export function cleanRow(text: string): string {
  return text
    .toUpperCase()
    .replace(/×/g, 'X')
    .replace(/[«《]/g, '<<')
    .replace(FILLERS, '<')
    .replace(/[^A-Z0-9<◯]/g, '');
}

/** True for a row that can only be one of a machine-readable zone, though perhaps not all of it. */
export function looksLikeMrz(row: string): boolean {
  const fillers = row.split('<').length - 1;
  return (
    row.length >= 22 && row.length <= 52 && (fillers >= 4 || /\d{6}[0-9<][FM<X]\d{6}/.test(row))
  );
}

const TO_DIGIT: Record<string, string> = {
  [UNTOLD_RING]: '0',
  O: '0',
  Q: '0',
  D: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  G: '6',
  B: '8',
};
const TO_LETTER: Record<string, string> = {
  [UNTOLD_RING]: 'O',
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '5': 'S',
  '6': 'G',
  '8': 'B',
};

/** Letters that stand where only digits can: `O` is `0`. */
export function asDigits(text: string): string {
  return [...text].map((sign) => TO_DIGIT[sign] ?? sign).join('');
}

/** Digits that stand where only letters can: `0` is `O`. */
export function asLetters(text: string): string {
  return [...text].map((sign) => TO_LETTER[sign] ?? sign).join('');
}

/** `K`, `C`, `L` among fillers are fillers: an optional field has no words of one such letter. */
export function asOptional(text: string): string {
  return text.replace(/(?<=<)[KCL]+(?=<|$)/g, (run) => '<'.repeat(run.length));
}

/**
 * Cleans a name field: digits become letters, and behind the second `<<`, where nothing may stand, `K`, `C`
 * and `L` become fillers. An initial before it stays.
 */
export function asName(text: string): string {
  const letters = asLetters(text);
  const separator = letters.indexOf('<<', 1);
  const words = /[^<]/.exec(letters.slice(separator + 2))?.index ?? -1;
  const end = separator === -1 || words === -1 ? -1 : letters.indexOf('<<', separator + 2 + words);
  if (end === -1) return letters;
  const tail = letters.slice(end);
  return letters.slice(0, end) + (/^[<KCL]*$/.test(tail) ? '<'.repeat(tail.length) : tail);
}

/**
 * The row at the length given: a run of fillers is stretched or cut, the last first. Each that can be is one
 * way.
 */
export function fitsOf(row: string, width: number): string[] {
  const missing = width - row.length;
  if (missing === 0) return [row];
  const fits = new Set<string>();
  for (const run of row.matchAll(/<{2,}/g)) {
    const length = run[0].length + missing;
    if (length < 1) continue;
    const end = run.index + run[0].length;
    fits.add(row.slice(0, run.index) + '<'.repeat(length) + row.slice(end));
  }
  return [...fits].toReversed().slice(0, 4);
}
