import { expect, test } from 'vitest';
import countries from 'i18n-iso-countries';
import { issuerName, issuerOf } from '../../../../domain/identity/mrz/countries.ts';

test('every ISO 3166-1 country is known by its three letters', () => {
  const codes = Object.entries(countries.getAlpha3Codes()).filter(([, two]) => two !== 'XK');
  expect(codes.length).toBe(249);
  for (const [three, alpha2] of codes) {
    expect(issuerOf(three)).toEqual({ kind: 'country', alpha2 });
  }
});

test.each([
  ['D', 'DE'],
  ['GBD', 'GB'],
  ['GBN', 'GB'],
  ['GBO', 'GB'],
  ['GBP', 'GB'],
  ['GBS', 'GB'],
  ['RKS', 'XK'],
  ['XKX', 'XK'],
  ['XXK', 'XK'],
])('the code %s of ICAO is %s', (code, alpha2) => {
  expect(issuerOf(code)).toEqual({ kind: 'country', alpha2 });
});

/** ICAO 9303-3 section 5, parts B to D. */
const NO_COUNTRIES = [
  ['specimen', 'UTO'],
  ['stateless', 'XXA XXB XXC XXX'],
  ['organisation', 'EUE IAO UNO UNA UNK XAU XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO'],
  ['former', 'ANT NTZ SCG YUG SUN'],
] as const;

test.each(
  NO_COUNTRIES.flatMap(([kind, codes]) => codes.split(' ').map((code) => [code, kind] as const)),
)('%s is no country but: %s', (code, kind) => {
  expect(issuerOf(code)).toEqual({ kind, alpha2: null });
});

test.each(['', 'SE', 'QQQ', 'swe', 'DDD'])('%j is no code', (code) => {
  expect(issuerOf(code)).toBeNull();
});

test.each([
  ['SWE', 'SE'],
  ['D', 'DE'],
  ['GBD', 'GB'],
  ['UNO', 'UNO'],
  ['UTO', 'UTO'],
])('the issuer %s has the one name %s', (code, name) => {
  expect(issuerName(code)).toBe(name);
});
