import countries from 'i18n-iso-countries';
import { formatAddress } from 'localized-address-format';
import type { Order } from '../../../domain/address/best-alignment.ts';

const PARTS = { addressLines: ['street'], locality: 'town', postalCode: 'postcode' };
/** How most letters of the world are written, whatever a country's post recommends. */
const USUAL: readonly Order[] = [
  ['street', 'postcode', 'town'],
  ['street', 'town', 'postcode'],
];

/** The orders of street, town and postcode that a country uses: its own, in both scripts, and the usual ones. */
export function ordersOf(country: string): Order[] {
  const own = (['local', 'latin'] as const).map((script) => {
    const text = formatAddress({ ...PARTS, postalCountry: country }, script).join(' ');
    return (text.match(/street|town|postcode/g) ?? []) as Order[number][];
  });
  const whole = own.filter((order) => order.length === 3);
  const unique = new Map([...whole, ...USUAL].map((order) => [order.join(' '), order]));
  return [...unique.values()];
}

/** Languages in which the names of countries are known: those of letters, and their neighbours'. */
const LANGUAGES = 'en de fr es pt sv it nl da no fi pl cs sk hu ro hr tr id ms uk ru el'.split(' ');

/** The country that a text in ASCII names, ISO 3166-1 alpha-2. */
export function placesIn(ascii: (text: string) => string): (text: string) => string | null {
  const known = new Map<string, string>(SHORT);
  for (const language of LANGUAGES) {
    for (const [code, names] of Object.entries(countries.getNames(language, { select: 'all' }))) {
      for (const name of names) known.set(plain(ascii(name)), code);
    }
  }
  return (text) => known.get(plain(text)) ?? null;
}

/** As people write them; a package has the names in full. */
const SHORT: readonly (readonly [string, string])[] = [
  ['uk', 'GB'],
  ['england', 'GB'],
  ['scotland', 'GB'],
  ['wales', 'GB'],
  ['northern ireland', 'GB'],
  ['usa', 'US'],
  ['holland', 'NL'],
  ['uae', 'AE'],
  ['espana', 'ES'],
  ['brasil', 'BR'],
];

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}
