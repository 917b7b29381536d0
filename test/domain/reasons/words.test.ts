import { expect, test } from 'vitest';
import { REASON_CODES, reasonOf, disclosedAs } from '../../../domain/reasons/reasons.ts';
import { GERMAN } from '../../../domain/reasons/words/german.ts';
import { SWEDISH } from '../../../domain/reasons/words/swedish.ts';
import { wordsIn } from '../../../domain/reasons/words/words-in.ts';

const NEUTRAL = 'verification_unsuccessful';

test('a customer is told in the language of the locale, whatever its region', () => {
  expect(wordsIn('sv-SE').image_blurred).toBe(SWEDISH.image_blurred);
  expect(wordsIn('SV').image_blurred).toBe(SWEDISH.image_blurred);
  expect(wordsIn('de').image_blurred).toBe(GERMAN.image_blurred);
});

test('a language that we lack is English', () => {
  for (const locale of ['en', 'fi-FI', 'constructor', '']) {
    expect(wordsIn(locale).image_blurred).toBe(reasonOf('image_blurred').customer);
    expect(wordsIn(locale)[NEUTRAL]).toBe(disclosedAs('document_in_use').message);
  }
});

test.each(['en', 'sv', 'de'])(
  'in %s a reason that would tip someone off is the neutral one',
  (locale) => {
    const words = wordsIn(locale);
    const neutral = REASON_CODES.filter((code) => reasonOf(code).tells === 'nothing');
    expect(neutral.length).toBeGreaterThan(3);
    for (const code of neutral) expect(words[code]).toBe(words[NEUTRAL]);
  },
);

test.each([
  ['Swedish', SWEDISH],
  ['German', GERMAN],
])('%s says nothing of a neutral reason, and nothing in English', (_name, words) => {
  for (const [code, text] of Object.entries(words)) {
    if (code === NEUTRAL) continue;
    const reason = reasonOf(code as (typeof REASON_CODES)[number]);
    expect(reason.tells, code).toBe('reason');
    expect(text, code).not.toBe(reason.customer);
    expect(text, code).toMatch(/\.$/);
  }
});
