import { NEUTRAL_CODE, REASON_CODES, toldAs } from '../reasons.ts';
import { GERMAN } from './german.ts';
import { SWEDISH } from './swedish.ts';
import type { ToldCode, Words } from './words.ts';

/** By the language of a locale: `sv` of `sv-SE`. English stands in `domain/reasons.ts`. */
const LANGUAGES: Readonly<Record<string, Words>> = { sv: SWEDISH, de: GERMAN };

/** What customers of a locale (BCP 47) are told, by code: none of it tells what may not be told. */
export function wordsIn(locale: string): Record<ToldCode, string> {
  const own = LANGUAGES[locale.split('-', 1).join('').toLowerCase()] ?? {};
  const english = REASON_CODES.map((code) => {
    const told = toldAs(code);
    return [code, own[told.code] ?? told.message] as const;
  });
  const neutral = own[NEUTRAL_CODE] ?? toldAs('document_in_use').message;
  return { ...Object.fromEntries(english), [NEUTRAL_CODE]: neutral } as Record<ToldCode, string>;
}
