/**
 * Spellings of a name in the letters `A-Z`, words apart by one space: as ICAO 9303-3 section 6
 * recommends (`Ü` as `UE`, `Å` as `AA`), and with the plain letter, as other issuers and many people
 * write. Without doubles; empty for a name whose script is in neither table.
 */
export function spellings(name: string): string[] {
  const upper = name.normalize('NFKC').replaceAll('ß', 'ẞ').toUpperCase();
  const ways = [PREFERRED, PLAIN, SHORT].map((table) => spelled(upper, table));
  return [...new Set(ways.filter((way) => way !== null && way !== ''))] as string[];
}

function spelled(upper: string, table: Record<string, string>): string | null {
  let text = '';
  for (const sign of upper) {
    const letters = table[sign] ?? COMMON[sign] ?? baseLetter(sign);
    if (letters === null) return null;
    text += letters;
  }
  return text.replace(/ +/g, ' ').trim();
}

function baseLetter(sign: string): string | null {
  const base = sign.normalize('NFD').replace(/\p{M}/gu, '');
  if (/^[A-Z]$/.test(base)) return base;
  if (/^['’ʼ`´ʹʺ·ˮ]$/.test(sign)) return '';
  if (/^[\s.,/‐‑–—-]$/.test(sign)) return ' ';
  return sign.normalize('NFD').replace(/\p{M}/gu, '') === '' ? '' : null;
}

const table = (pairs: string): Record<string, string> =>
  Object.fromEntries(
    pairs
      .trim()
      .split(/\s+/)
      .map((pair): [string, string] => [pair.slice(0, 1), pair.slice(1)]),
  );

/** Table A where it gives two letters. */
const PREFERRED = table('ÄAE ÅAA ÆAE ÖOE ØOE ÜUE ẞSS');
const PLAIN = table('ÄA ÅA ÆAE ÖO ØO ÜU ẞSS ЙY ЮYU ЯYA ЁYO');
/** Table A's other choice, and the shortest that people write. */
const SHORT = table('ÄA ÅA ÆA ÖO ØO ÜUXX ÑNXX ẞS ЙJ ЮJU ЯJA ХH ЦC');

/** Letters without a decomposition, and table B (Cyrillic). */
const COMMON = table(
  `
  ÐD ĐD ÞTH ŁL ĦH ŊN ŒOE ŦT ıI İI ĿL ŸY ĲIJ ƏA
  АA БB ВV ГG ДD ЕE ЁE ЖZH ЗZ ИI ІI ЙI КK ЛL МM НN ОO ПP РR СS ТT УU ФF ХKH ЦTS ЧCH ШSH ЩSHCH
  ЪIE ЫY ЬX ЭE ЮIU ЯIA ЄIE ЇI ҐG ЎU ЂD ЃG ЅDZ ЈJ ЉLJ ЊNJ ЋC ЌK ЏDZ
`.replace('ЬX', 'Ь'),
);
