import { NEUTRAL_CODE, REASON_CODES, disclosedAs } from '../reasons.ts';
import { GERMAN } from './german.ts';
import { SWEDISH } from './swedish.ts';
import type { DisplayCode, Words } from './words.ts';

/** Sentences by the language of a locale: `sv` of `sv-SE`. English stands in `domain/reasons/reasons.ts`. */
const LANGUAGES: Readonly<Record<string, Words>> = { sv: SWEDISH, de: GERMAN };

/** The sentences for customers of a locale (BCP 47), by code. None discloses what must not be disclosed. */
export function wordsIn(locale: string): Record<DisplayCode, string> {
  const own = LANGUAGES[locale.split('-', 1).join('').toLowerCase()] ?? {};
  const english = REASON_CODES.map((code) => {
    const told = disclosedAs(code);
    return [code, own[told.code] ?? told.message] as const;
  });
  const neutral = own[NEUTRAL_CODE] ?? disclosedAs('document_in_use').message;
  return { ...Object.fromEntries(english), [NEUTRAL_CODE]: neutral } as Record<DisplayCode, string>;
}
