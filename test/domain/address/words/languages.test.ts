import { expect, it } from 'vitest';
import { LETTER_LANGUAGES, letterLanguages } from '../../../../domain/address/words/languages.ts';

it.each([
  ['GB', 'DE', ['eng']],
  ['DE', 'GB', ['deu']],
  ['AT', 'GB', ['deu']],
  ['FR', 'GB', ['fra']],
  ['MX', 'GB', ['spa']],
  ['BR', 'GB', ['por']],
  ['CH', 'GB', ['deu', 'fra']],
  ['CA', 'GB', ['eng', 'fra']],
  [null, 'PT', ['eng', 'por']],
  [null, 'US', ['eng']],
  ['SE', 'SE', ['eng']],
  ['SE', 'FR', ['eng', 'fra']],
  ['XX', 'CH', ['eng', 'deu']],
] as const)('a document of %s for a home in %s: %j', (document, residence, languages) => {
  expect(letterLanguages(document, residence)).toEqual(languages);
});

it('is one or two of the languages that ship, whatever the countries', () => {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  for (const country of letters.flatMap((a) => letters.map((b) => a + b))) {
    const found: readonly string[] = letterLanguages(country, 'ES');
    expect([1, 2]).toContain(found.length);
    expect(new Set(found).size).toBe(found.length);
    expect(LETTER_LANGUAGES).toEqual(expect.arrayContaining([...found]));
  }
});
