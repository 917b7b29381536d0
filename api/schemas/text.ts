import countries from 'i18n-iso-countries';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from '@hono/zod-openapi';
import { FIRST_INSTANT, isDay, isInstant } from '../../domain/time.ts';
import { coded } from '../http/body/validation.ts';

/** A line that a person typed: trimmed, NFC, no control characters, at most `max` characters. */
export function line(max: number) {
  return z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(z.string().min(1).max(max).refine(isPlain, coded('control_character', PLAIN)));
}

/**
 * A name with at least one visible character. A name of nothing but zero-width characters, fillers and blanks
 * is refused.
 */
export function nameLine(max: number) {
  return line(max).refine(
    (text) => /[^\p{C}\p{M}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/u.test(text),
    coded('nothing_visible', 'A name has letters that can be seen.'),
  );
}

/** A longer text; line breaks and tabs are kept. */
export function prose(max: number) {
  return z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .pipe(
      z
        .string()
        .min(1)
        .max(max)
        .refine(
          (text) => isPlain(text.replaceAll(/[\n\r\t]/g, ' ')),
          coded('control_character', PLAIN),
        ),
    );
}

const PLAIN = 'Control characters are not taken.';

function isPlain(text: string): boolean {
  return !/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text);
}

/** A text that matches a pattern; any other text is refused with this code. */
export function matching(pattern: RegExp, code: string, message: string) {
  return z
    .string()
    .refine((text) => pattern.test(text), coded(code, message))
    .openapi({ pattern: pattern.source });
}

/** ICAO's specimen state, for test mode only. The route checks that against the key's mode. */
export const UTOPIA = 'UTO';

/** ISO 3166-1 alpha-2, in capitals. */
export const country = z
  .string()
  .refine(
    (code) => code === UTOPIA || (/^[A-Z]{2}$/.test(code) && countries.isValid(code)),
    coded('unknown_country', 'A two-letter country code of ISO 3166-1, in capitals.'),
  )
  .openapi({ example: 'SE' });

/** Codes of ICAO 9303-3: a stateless person, a refugee under the Convention of 1951, any other refugee. */
const STATELESS = ['XXA', 'XXB', 'XXC'];

/** A country, or one of the codes for people without a nationality. */
export const nationality = z
  .string()
  .refine(
    (code) => STATELESS.includes(code) || country.safeParse(code).success,
    coded(
      'unknown_country',
      'A two-letter country code of ISO 3166-1, in capitals, or XXA, XXB, XXC for the stateless.',
    ),
  )
  .openapi({ example: 'SE' });

const OLDEST_BIRTH = '1880-01-01';

/** An existing day that is not in the future. */
export const birthDate = z
  .string()
  .check((ctx) => {
    if (!isDay(ctx.value)) report('not_a_date', 'A real day, as YYYY-MM-DD.');
    else if (ctx.value > new Date().toISOString().slice(0, 10))
      report('in_the_future', 'A past day.');
    else if (ctx.value < OLDEST_BIRTH) report('not_plausible', 'Nobody alive was born then.');
    function report(code: string, message: string): void {
      ctx.issues.push({
        code: 'custom',
        input: undefined,
        continue: false,
        ...coded(code, message),
      });
    }
  })
  .openapi({ format: 'date', example: '1974-08-12' });

export const phone = z
  .string()
  .max(20)
  .refine(
    (text) => {
      const number = parsePhoneNumberFromString(text);
      return number?.number === text && number.isPossible();
    },
    coded('not_e164', 'A phone number in E.164 form, such as +46701234567.'),
  )
  .openapi({ example: '+46701234567' });

export const email = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .pipe(
    z
      .string()
      .max(254)
      .refine(
        (text) => z.email().safeParse(text).success,
        coded('not_an_email', 'An e-mail address.'),
      ),
  )
  .openapi({ example: 'anna@example.com' });

export const locale = z
  .string()
  .max(35)
  .refine(
    (tag) => {
      try {
        return Intl.getCanonicalLocales(tag).length === 1;
      } catch {
        return false;
      }
    },
    coded('unknown_locale', 'A language tag of BCP 47, such as sv-SE.'),
  )
  .openapi({ example: 'sv-SE' });

/** An instant in a query, in any precision; it is converted to our own format. */
export const instantIn = z
  .string()
  .refine(
    (text) => RFC3339.test(text) && isInstant(normal(text)) && normal(text) >= FIRST_INSTANT,
    coded('not_an_instant', 'An instant as RFC 3339 in UTC.'),
  )
  .transform(normal)
  .openapi({ format: 'date-time' });

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

function normal(text: string): string {
  const [seconds = '', fraction = ''] = text.slice(0, -1).split('.');
  return `${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
}

export const instant = z
  .string()
  .refine(isInstant)
  .openapi({ format: 'date-time', example: '2027-01-31T00:00:00.000Z' });

/** A whole number in a query string. */
export function wholeNumber(range: { min: number; max: number }) {
  return z
    .string()
    .refine(
      (text) => /^\d{1,15}$/.test(text) && Number(text) >= range.min && Number(text) <= range.max,
      coded('not_in_range', `A whole number from ${range.min} to ${range.max}.`),
    )
    .transform(Number)
    .openapi({ type: 'integer', minimum: range.min, maximum: range.max });
}

/** Yes or no in a query string. */
export const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .openapi({ type: 'boolean' });

export const limit = wholeNumber({ min: 1, max: 100 }).default(25);
export const after = z.string().max(400);
