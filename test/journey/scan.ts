/**
 * The canaries that these bytes contain, in plain form, hex, base64 or percent-encoding, in upper or lower
 * case.
 */
export function findCanaries(canaries: readonly string[], bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const lower = text.toLowerCase();
  return canaries.filter((canary) => {
    const exact = base64Of(Buffer.from(canary));
    return (
      exact.some((form) => text.includes(form)) ||
      formsOf(canary).some((form) => lower.includes(form))
    );
  });
}

function formsOf(canary: string): string[] {
  const spellings = [canary, canary.toUpperCase(), canary.toLowerCase()];
  const forms = spellings.flatMap((word) => {
    const bytes = Buffer.from(word);
    const escaped = JSON.stringify(word).slice(1, -1);
    return [
      bytes.toString('latin1'),
      Buffer.from(word, 'utf16le').toString('latin1'),
      bytes.toString('hex'),
      encodeURIComponent(word),
      escaped,
      ...(isHex(word) ? [Buffer.from(word, 'hex').toString('latin1')] : []),
    ];
  });
  return [...new Set(forms.map((form) => form.toLowerCase()))];
}

/** The part of the base64 text that does not depend on the bytes around, for each alignment. */
function base64Of(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const from = Math.ceil((shift * 8) / 6);
    return text.slice(from, Math.floor(((shift + bytes.length) * 8) / 6));
  });
}

function isHex(word: string): boolean {
  return /^([0-9a-f]{2}){16,}$/.test(word);
}
