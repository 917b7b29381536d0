import { de, en, es, fr, pt, sv } from 'chrono-node';
import { numericDates, type DateFound } from '../../domain/address/numeric-date.ts';
import { isDay } from '../../domain/time.ts';

/** Of `am 30. Oktober 2026` the date is what follows the word: that belongs to a label. */
const WORD_BEFORE = /^\p{L}+\s+(?=\d)/u;
/** Only their words for months are needed: dates in digits are read by the country's custom. */
const READERS = [en.GB, de.strict, fr.strict, es.strict, pt.strict, sv.strict];

/**
 * Dates with day, month and year in an original line: accents must be whole ("28. März 2026").
 * `country`: of the document, ISO 3166-1 alpha-2; null where it is not known.
 */
export function datesIn(line: string, country: string | null): DateFound[] {
  const found = numericDates(line, country);
  if (!/\d{4}/.test(line) || !/\p{L}{3}/u.test(line)) return found;
  for (const reader of READERS) {
    for (const { index, text, start } of reader.parse(line)) {
      const end = index + text.length;
      const own = index + (WORD_BEFORE.exec(text)?.[0].length ?? 0);
      const taken = found.some((other) => index < other.end && end > other.start);
      const sure = start.isCertain('day') && start.isCertain('month') && start.isCertain('year');
      if (taken || !sure || !/\p{L}/u.test(text)) continue;
      const number = (name: 'month' | 'day') => String(start.get(name)).padStart(2, '0');
      const day = `${start.get('year')}-${number('month')}-${number('day')}`;
      if (isDay(day)) found.push({ start: own, end, days: [day] });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
