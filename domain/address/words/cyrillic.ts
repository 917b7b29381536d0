/**
 * Cyrillic letters as countries romanise them. Ukraine: resolution 55 of the Cabinet of Ministers (2010).
 * Russia: passports by ICAO 9303-3 (table 6B), street signs by GOST R 52290 and BGN/PCGN in their plain
 * forms. `first`: at the start of a word, where it differs.
 */
interface Romanisation {
  letters: Readonly<Record<string, string>>;
  first: Readonly<Record<string, string>>;
}

const table = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split(' ').map((pair) => {
      const [letter = '', latin = ''] = pair.split('=');
      return [letter, latin];
    }),
  );

const UKRAINE: Romanisation = {
  letters: table(
    'а=a б=b в=v г=h ґ=g д=d е=e є=ie ж=zh з=z и=y і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ' +
      'ф=f х=kh ц=ts ч=ch ш=sh щ=shch ь= ю=iu я=ia ы=y э=e ё=io ъ=',
  ),
  first: table('є=ye ї=yi й=y ю=yu я=ya'),
};
const RUSSIA =
  'а=a б=b в=v г=g д=d е=e ж=zh з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ' +
  'ч=ch ш=sh ы=y э=e і=i ';
const RUSSIAN_PASSPORT: Romanisation = {
  letters: table(`${RUSSIA}ё=e й=i щ=shch ъ=ie ь= ю=iu я=ia`),
  first: {},
};
const RUSSIAN_SIGNS: Romanisation = {
  letters: table(`${RUSSIA}ё=yo й=y щ=shch ъ= ь= ю=yu я=ya`),
  first: {},
};
const RUSSIAN_MAPS: Romanisation = {
  letters: table(`${RUSSIA}ё=ye й=y щ=shch ъ= ь= ю=yu я=ya`),
  first: { е: 'ye' },
};

const CYRILLIC = /\p{Script=Cyrillic}/u;
/** Only Ukrainian has these. */
const UKRAINIAN = /[іїєґ]/u;

/** A lower-case Cyrillic word in Latin letters, in each way of its country; none for other words. */
export function romanised(word: string, country: string): string[] {
  if (!CYRILLIC.test(word)) return [];
  const isUkrainian = country === 'UA' || UKRAINIAN.test(word);
  const ways = isUkrainian ? [UKRAINE] : [RUSSIAN_PASSPORT, RUSSIAN_SIGNS, RUSSIAN_MAPS];
  return [...new Set(ways.map((way) => inWay(word, way)))];
}

/** Ukrainian `зг` is `zgh`, so that it is no `zh`. */
function inWay(word: string, { letters, first }: Romanisation): string {
  const latin = [...word].map((letter, at) => {
    const isAfterZ = letter === 'г' && word[at - 1] === 'з' && letters['г'] === 'h';
    if (isAfterZ) return 'gh';
    return (at === 0 ? first[letter] : undefined) ?? letters[letter] ?? letter;
  });
  return latin.join('');
}
