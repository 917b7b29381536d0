/** Languages in which letters are read from pictures, by the codes of ISO 639-3. */
export const LETTER_LANGUAGES = ['eng', 'deu', 'fra', 'spa', 'por'] as const;
export type TextLanguage = (typeof LETTER_LANGUAGES)[number];

/** At most two: each more costs time and makes doubtful letters likelier. */
export type TextLanguages = readonly [TextLanguage] | readonly [TextLanguage, TextLanguage];

/** In which languages a country's letters are written; ISO 3166-1 alpha-2. Others are not listed. */
const SPOKEN: readonly (readonly [TextLanguages, string])[] = [
  [['eng'], 'GB US IE AU NZ JM BB BS TT BZ GY BM GI IM JE GG'],
  [['eng'], 'NG GH KE UG ZA ZM ZW SG PH IN PK BW NA LR SL GM MW SB FJ'],
  [['deu'], 'DE AT LI'],
  [['fra'], 'FR MC SN CI ML BF NE TG BJ GA CG CD GN GP MQ GF RE YT NC PF PM BL MF WF'],
  [['spa'], 'ES MX AR CO PE VE CL EC GT CU BO DO HN PY SV NI CR PA UY GQ'],
  [['por'], 'PT BR AO MZ CV GW ST TL'],
  [['deu', 'fra'], 'CH LU'],
  [['fra', 'deu'], 'BE'],
  [['eng', 'fra'], 'CA CM MU SC VU RW'],
  [['eng', 'spa'], 'PR'],
  [['spa', 'fra'], 'AD'],
];

const BY_COUNTRY = new Map(
  SPOKEN.flatMap(([languages, countries]) =>
    countries.split(' ').map((country) => [country, languages] as const),
  ),
);

/**
 * The languages in which to read a document: those of its country. If the country is unknown, or we read none
 * of its languages, English and the first language of the address's country.
 */
export function letterLanguages(document: string | null, residence: string): TextLanguages {
  const known = document === null ? undefined : BY_COUNTRY.get(document);
  if (known) return known;
  const [there = 'eng'] = BY_COUNTRY.get(residence) ?? [];
  return there === 'eng' ? ['eng'] : ['eng', there];
}
