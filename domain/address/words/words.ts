/** Street words in one form each; both sides are written alike, so which form does not matter. */
const STREET_WORDS: Readonly<Record<string, string>> = {
  st: 'street',
  str: 'strasse',
  rd: 'road',
  ave: 'avenue',
  av: 'avenue',
  avd: 'avenue',
  avda: 'avenue',
  avenida: 'avenue',
  blvd: 'boulevard',
  bd: 'boulevard',
  dr: 'drive',
  ln: 'lane',
  ct: 'court',
  pl: 'place',
  plaza: 'place',
  pza: 'place',
  platz: 'place',
  sq: 'square',
  crescent: 'cres',
  terrace: 'ter',
  hwy: 'highway',
  pkwy: 'parkway',
  fbg: 'faubourg',
  fg: 'faubourg',
  imp: 'impasse',
  all: 'allee',
  ctra: 'carretera',
};

/**
 * The words of a text that was transliterated to ASCII: lower-case, street words in one form,
 * German `ae oe ue` as the bare vowel, so that both ways of writing an umlaut agree.
 */
export function wordsOf(ascii: string): string[] {
  return plainWordsOf(ascii).map(inOneForm);
}

/** The same words letter by letter, as codes are held against each other: `1AE` is no `1A`. */
export function plainWordsOf(ascii: string): string[] {
  const plain = ascii
    .toLowerCase()
    .replaceAll(/\bc\//g, 'calle ')
    .replaceAll(/['`]/g, '')
    .replaceAll(/[^a-z0-9]+/g, ' ');
  return plain.split(' ').filter(Boolean);
}

function inOneForm(word: string): string {
  const known = STREET_WORDS[word];
  if (known !== undefined) return known;
  const whole = word.length > 4 && word.endsWith('str') ? `${word}asse` : word;
  return whole.replaceAll(/([aou])e/g, '$1');
}
