/** The words of a transliterated text; what bears a digit is one word with its letters. */
export function tokensOf(ascii: string): string[] {
  return ascii
    .toLowerCase()
    .replaceAll(/['`]/g, '')
    .replaceAll(/\bn\.? ?(?:deg|o|r)?[.:]* ?(?=\d)/g, 'no ')
    .replaceAll(/(?<=\d)[-/.](?=[a-z0-9])|(?<=[a-z0-9])[-/](?=\d)/g, '') // one number
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
}

/** They announce the number of a document. */
export const NUMBER_WORDS = new Set(
  'no nr num numero nummer numer number nos n nro noo rg re ref id kundennr nummern'.split(' '),
);

/** The number of a document as one `#`, with the word that announces it: `Rechnung Nr. 4711-12 vom`. */
export function withoutNumbers(words: readonly string[]): string[] {
  const plain: string[] = [];
  for (const [at, word] of words.entries()) {
    if (/\d/.test(word)) {
      while (NUMBER_WORDS.has(plain.at(-1) ?? '')) plain.pop();
      if (plain.at(-1) !== '#') plain.push('#');
    } else if (plain.at(-1) === '#' && word.length <= 2 && /\d/.test(words[at + 1] ?? '')) {
      continue; // FR 2026 A 12
    } else plain.push(word);
  }
  return plain;
}
