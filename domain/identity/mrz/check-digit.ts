const WEIGHTS = [7, 3, 1] as const;

/**
 * The check digit of a field (ICAO 9303-3 section 4.9): weights 7, 3, 1 repeating, modulo 10; letters
 * count from 10, filler 0. Null where the text holds anything but `A-Z 0-9 <`.
 */
export function checkDigit(text: string): string | null {
  let sum = 0;
  for (let at = 0; at < text.length; at += 1) {
    const value = valueOf(text.charAt(at));
    if (value === null) return null;
    sum += value * (WEIGHTS[at % 3] ?? 0);
  }
  return String(sum % 10);
}

/** True if `digit` is the check digit of `text`; an empty optional field may have filler in its place. */
export function digitHolds(text: string, digit: string, optional = false): boolean {
  if (optional && digit === '<' && /^<*$/.test(text)) return true;
  return checkDigit(text) === digit;
}

function valueOf(sign: string): number | null {
  if (sign === '<') return 0;
  if (sign >= '0' && sign <= '9') return sign.charCodeAt(0) - 48;
  if (sign >= 'A' && sign <= 'Z') return sign.charCodeAt(0) - 55;
  return null;
}
