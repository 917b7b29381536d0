/** Languages whose labels of days are known, by the codes of ISO 639-1. */
export const DATE_LANGUAGES = [
  'en',
  'de',
  'fr',
  'es',
  'pt',
  'sv',
  'it',
  'nl',
  'da',
  'no',
  'fi',
  'pl',
] as const;
export type DateLanguage = (typeof DATE_LANGUAGES)[number];

/**
 * In which of them a country's bills are written, by ISO 3166-1 alpha-2: its official languages (CLDR 47,
 * supplemental territory information). English is read everywhere beside them.
 */
const WRITTEN: readonly (readonly [readonly DateLanguage[], string])[] = [
  [[], 'GB US IE AU NZ JM BB BS TT BZ GY BM GI IM JE GG MT CY IN PK BD LK SG MY HK PH'],
  [[], 'NG GH KE UG TZ ZA ZM ZW BW NA LR SL GM MW SZ LS FJ PG AG DM GD KN LC VC KY VG TC'],
  [['de'], 'DE AT LI'],
  [['fr'], 'FR MC SN CI ML BF NE TG BJ GA CG CD GN GP MQ GF RE YT NC PF PM BL MF WF MG HT'],
  [['fr'], 'CA CM MU SC VU RW MA DZ TN'],
  [['es'], 'ES MX AR CO PE VE CL EC GT CU BO DO HN PY SV NI CR PA UY GQ PR'],
  [['pt'], 'PT BR AO MZ CV GW ST TL'],
  [['it'], 'IT SM VA'],
  [['nl'], 'NL SR AW CW SX BQ'],
  [['sv'], 'SE'],
  [['da'], 'DK FO GL'],
  [['no'], 'NO SJ'],
  [['fi', 'sv'], 'FI AX'],
  [['pl'], 'PL'],
  [['de', 'fr', 'it'], 'CH'],
  [['fr', 'de'], 'LU'],
  [['nl', 'fr', 'de'], 'BE'],
  [['es', 'fr', 'pt'], 'AD'],
];

const BY_COUNTRY = new Map(
  WRITTEN.flatMap(([languages, countries]) =>
    countries.split(' ').map((country) => [country, languages] as const),
  ),
);

/** The languages of a document's country; all where it is not known or its language is none of them. */
export function dateLanguages(country: string | null): readonly DateLanguage[] {
  const known = country === null ? undefined : BY_COUNTRY.get(country);
  return known ? ['en', ...known] : DATE_LANGUAGES;
}
