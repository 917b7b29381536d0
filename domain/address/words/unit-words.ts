/**
 * Words that say which part of a house an address means, by what they mean. Two words of one kind are
 * equal (`Apt 4B`, `Unit 4B`). After libpostal's dictionaries of units, levels, staircases and entrances
 * (MIT, github.com/openvenues/libpostal, resources/dictionaries, 4c030d8).
 */
const UNIT_WORDS: Readonly<Record<string, string>> = {
  dwelling:
    'apartment apt apartament ap apto apartamento depto dpto departamento dept appartement appt app ' +
    'appartamento interno int interior flat flt unit unt wohnung whg top tuer tur puerta pta lagenhet lgh ' +
    'leilighet leil lejlighed mieszkanie lok lokal byt kv kvartira daire asunto as bus bte boite door porta ' +
    'ajto dv suite ste unidad unite unita condo condominium box',
  floor:
    'floor flr fl level lvl piso planta etage stock og obergeschoss piano verdieping tr trappa vaning etasje ' +
    'etg sal pietro emelet em kat et andar nivel poschodi kerros',
  room: 'room rm zimmer sala kamer office oficina of',
  tower: 'tower twr torre tour menara',
  block: 'block blk blok bloque bloco bloc blq bl',
  building: 'building bldg blg edificio edif batiment bat korpus korp gebouw',
  stair:
    'stair staircase escalera esc scala escalier esca scara sc uppgang trapphus stiege stg entrada podjezd',
  villa: 'villa vlla',
  lot: 'lot lote lt plot parcela lotto',
  shop: 'shop shp local',
  postbox: 'postbox pobox postfach apartado bp cp casillero',
};

const KIND_OF = new Map(
  Object.entries(UNIT_WORDS).flatMap(([kind, words]) =>
    words.split(' ').map((word) => [word, kind] as const),
  ),
);

/** One letter between two numbers, as a country writes it: `12 b 4` in Belgium, `No 5 D 3` in Turkey. */
const LETTERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  BE: { b: 'dwelling' },
  TR: { d: 'dwelling', k: 'floor' },
};

/** What a letter of its own means between a house number and another number. */
export function unitLetter(letter: string, country: string): string | undefined {
  return LETTERS[country]?.[letter];
}

/** What the word means of a house; undefined: no word of a unit. */
export function unitKind(word: string): string | undefined {
  return KIND_OF.get(word);
}

/** Stand before a number and say nothing of it, in every country and by language. */
const BEFORE_NUMBER: Readonly<Record<string, string>> = {
  en: 'no nos number #',
  de: 'nr nummer hausnummer hnr',
  fr: 'no n nr num numero',
  es: 'no n nr nro num numero #',
  pt: 'no n nr num numero',
  it: 'n no nr num numero civ',
  id: 'no nomor',
  ms: 'no nombor',
  tr: 'no numara',
  ro: 'nr numarul no',
  pl: 'nr',
  hu: 'szam sz',
  ru: 'd dom no',
  uk: 'bud budynok b no d',
  vi: 'so',
};

/** Words of a street that a country leaves out or writes as it likes. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  PL: 'ul ulica',
  CZ: 'ul ulice',
  SK: 'ul ulica',
  HR: 'ul ulica',
  RU: 'ul ulitsa g gor gorod',
  UA: 'vul vulytsia ul ulitsa m misto',
  BY: 'ul ulitsa g',
};

/** Words that say nothing before a number, in the languages of a country. */
export function wordsBeforeNumbers(languages: readonly string[]): ReadonlySet<string> {
  const lists = languages.map((language) => BEFORE_NUMBER[language] ?? '');
  return new Set(['no', '#', ...lists.join(' ').split(' ').filter(Boolean)]);
}

/** Words that say nothing before another word in that country. */
export function wordsLeftOut(country: string): ReadonlySet<string> {
  return new Set((LEFT_OUT[country] ?? '').split(' ').filter(Boolean));
}

/** Units that a country's letters print although nobody states them: Sweden's and Norway's registered flats. */
export const SILENT_UNITS: Readonly<Record<string, RegExp>> = {
  SE: /^lgh \d{4}$/,
  NO: /^h \d{4}$/,
};

/** Parts of a house number that stand behind it. */
export const NUMBER_ENDS: ReadonlySet<string> = new Set(['bis', 'ter', 'quater', 'quinquies']);
