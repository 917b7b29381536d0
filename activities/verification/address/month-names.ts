import { DATE_LANGUAGES, type DateLanguage } from '../../../domain/address/dates/date-languages.ts';

/** What people write besides the names of CLDR. */
const ALSO: Partial<Record<DateLanguage, string>> = {
  en: 'sept=9',
  de: 'jänner=1 feber=2 mrz=3 maerz=3 mär=3',
  fr: 'fev=2 fevr=2 aout=8 dec=12',
  es: 'setiembre=9 sept=9 set=9',
  nl: 'mrt=3 maa=3',
  fi: 'tammi=1 helmi=2 maalis=3 huhti=4 touko=5 kesä=6 heinä=7 elo=8 syys=9 loka=10 marras=11 joulu=12',
  pl: 'i=1 ii=2 iii=3 iv=4 v=5 vi=6 vii=7 viii=8 ix=9 x=10 xi=11 xii=12',
};
const MIDDLES = Array.from({ length: 12 }, (_, at) => new Date(Date.UTC(2026, at, 15)));

/** The names of months in one language and their numbers, lower-case: those of Unicode CLDR in Node. */
function namesOf(language: DateLanguage): [string, number][] {
  const locale = language === 'no' ? 'nb' : language;
  const forms = (['long', 'short'] as const).flatMap((month) => [
    new Intl.DateTimeFormat(locale, { month, timeZone: 'UTC' }),
    new Intl.DateTimeFormat(locale, { month, day: 'numeric', timeZone: 'UTC' }),
  ]);
  const known = MIDDLES.flatMap((day, at) =>
    forms.flatMap((form) => {
      const name = form.formatToParts(day).find(({ type }) => type === 'month')?.value ?? '';
      return /\p{L}{2}/u.test(name) ? [[name.replace(/\.$/, ''), at + 1] as [string, number]] : [];
    }),
  );
  const also = (ALSO[language] ?? '').split(' ').filter(Boolean);
  return [
    ...known.map(([name, month]): [string, number] => [name.toLowerCase(), month]),
    ...also.map((pair): [string, number] => [pair.split('=')[0] ?? '', Number(pair.split('=')[1])]),
  ];
}

export interface MonthNames {
  /** One of the names, as a part of a pattern. */
  pattern: string;
  numbers: ReadonlyMap<string, number>;
}

const made = new Map<string, MonthNames>();

/** Names of months in some languages, with and without their accents; a name of two months is left out. */
export function monthNames(languages: readonly DateLanguage[] = DATE_LANGUAGES): MonthNames {
  const key = languages.join(' ');
  const known = made.get(key) ?? makeNames(languages);
  made.set(key, known);
  return known;
}

function makeNames(languages: readonly DateLanguage[]): MonthNames {
  const numbers = new Map<string, number>();
  const twice = new Set<string>();
  for (const [name, month] of languages.flatMap(namesOf)) {
    for (const form of [name, name.normalize('NFD').replaceAll(/\p{M}/gu, '')]) {
      if ((numbers.get(form) ?? month) !== month) twice.add(form);
      numbers.set(form, month);
    }
  }
  for (const name of twice) numbers.delete(name);
  const pattern = [...numbers.keys()].toSorted((a, b) => b.length - a.length).join('|');
  return { pattern, numbers };
}
