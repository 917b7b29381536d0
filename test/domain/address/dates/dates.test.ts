import { describe, expect, it } from 'vitest';
import { issueDates, labelDates } from '../../../../domain/address/dates/dates.ts';
import { numericDates } from '../../../../domain/address/dates/numeric-date.ts';
import { judgeRecency } from '../../../../domain/address/dates/recency.ts';

const page = (lines: string[], country: string | null = 'DE') =>
  labelDates(
    lines.map((text) => ({ text, dates: numericDates(text, country) })),
    (text) => text.normalize('NFD').replaceAll(/\p{M}/gu, ''),
  );

describe('dates in digits', () => {
  it.each([
    ['03/04/2026', 'GB', ['2026-04-03']],
    ['03/04/2026', 'US', ['2026-03-04']],
    ['03/04/2026', null, ['2026-04-03', '2026-03-04']],
    ['03/04/2026', 'CA', ['2026-04-03', '2026-03-04']],
    ['13/04/2026', 'US', ['2026-04-13']],
    ['12.03.2026', 'US', ['2026-03-12']],
    ['12.03.26', 'DE', ['2026-03-12']],
    ['2026-03-12', 'US', ['2026-03-12']],
    ['31.02.2026', 'DE', []],
    ['192.168.10.20', 'DE', []],
    ['4471 0926', 'SE', []],
  ])('%s in %s', (text, country, days) => {
    expect(numericDates(text, country).flatMap((found) => found.days)).toEqual(days);
  });
});

describe('labels', () => {
  it.each([
    ['en', ['Invoice date: 01.03.2026'], 'issued'],
    ['en', ['Date of issue 01.03.2026'], 'issued'],
    ['en', ['Payment due date: 01.03.2026'], 'other'],
    ['en', ['Statement period: 01.03.2026'], 'other'],
    ['en', ['Date of birth: 01.03.2026'], 'other'],
    ['de', ['Rechnungsdatum 01.03.2026'], 'issued'],
    ['de', ['Fällig am: 01.03.2026'], 'other'],
    ['de', ['Berlin, den 01.03.2026'], 'letter'],
    ['fr', ["Date d'émission : 01.03.2026"], 'issued'],
    ['fr', ["Date d'échéance : 01.03.2026"], 'other'],
    ['fr', ['À payer avant le 01.03.2026'], 'other'],
    ['es', ['Fecha de emisión: 01.03.2026'], 'issued'],
    ['es', ['Fecha de vencimiento: 01.03.2026'], 'other'],
    ['sv', ['Fakturadatum 01.03.2026'], 'issued'],
    ['sv', ['Förfallodatum 01.03.2026'], 'other'],
    ['pt', ['Data de emissão: 01.03.2026'], 'issued'],
    ['pt', ['Emitida em 01.03.2026'], 'issued'],
    ['pt', ['Data de vencimento: 01.03.2026'], 'other'],
    ['pt', ['Pagar até 01.03.2026'], 'other'],
    ['pt', ['Lisboa, 01.03.2026'], 'letter'],
    ['two misread letters', ['Rechnungsdaturn 01.03.2026'], 'none'],
    ['one misread letter', ['Rechnungsdatun 01.03.2026'], 'issued'],
    ['one letter too many', ['Emiitida em: 01.03.2026'], 'issued'],
    ['a letter beside a column', ['Kundennummer 4711   Berlin, den 01.03.2026'], 'letter'],
    [
      'a table with columns',
      ['Kunde   Rechnung vom   Fällig am', '4711   01.03.2026   16.03.2026'],
      'issued',
    ],
    [
      'a column of another kind',
      ['Kunde   Kunde seit   Rechnung vom', '4711   01.03.2026   16.03.2026'],
      'other',
    ],
    [
      'a speck between label and value',
      ['Kunde   Rechnung vom   Fällig am', '3', '4711   01.03.2026   16.03.2026'],
      'issued',
    ],
    ['a sentence between them', ['Rechnungsdatum', 'Guten Tag', '01.03.2026'], 'none'],
    ['a table', ['Rechnung Nr. Rechnungsdatum', '4711 01.03.2026'], 'issued'],
    ['the word alone', ['Datum: 01.03.2026'], 'dated'],
    ['a list of payments', ['Datum Text Betrag', '01.03.2026 Miete 700'], 'none'],
    ['no label', ['Seite 1 von 2 01.03.2026 Energie und Wasser'], 'other'],
    ['a bare date', ['01.03.2026'], 'none'],
  ])('%s: %j', (_, lines, kind) => {
    expect(page(lines)[0]?.kind).toBe(kind);
  });

  it('each date of a line has the label before it, and a range is no date of issue', () => {
    const dates = page([
      'Rechnungsdatum 02.03.2026 Fällig am 16.03.2026',
      '01.01.2026 - 31.01.2026',
    ]);
    expect(dates.map((date) => date.kind)).toEqual(['issued', 'other', 'none', 'other']);
  });

  it('the surest kind is taken', () => {
    const dates = page(['Datum: 01.02.2026', 'Rechnungsdatum: 01.03.2026', 'Berlin, 01.04.2026']);
    expect(issueDates(dates).flatMap((date) => date.days)).toEqual(['2026-03-01']);
  });
});

describe('the age rule at receipt', () => {
  const receivedAt = '2026-05-31T10:00:00.000Z';
  const judge = (lines: string[], country: string | null, months: number | null = 3) =>
    judgeRecency(page(lines, country), { receivedAt, age: months === null ? null : { months } });

  it.each([
    ['three months before 31 May is 28 February', 'Invoice date 28.02.2026', 'GB', 'recent'],
    ['a day older', 'Invoice date 27.02.2026', 'GB', 'old'],
    ['today, in a time zone ahead', 'Invoice date 01.06.2026', 'GB', 'recent'],
    ['the future', 'Invoice date 02.06.2026', 'GB', 'unread'],
    ['none', 'No date at all', 'GB', 'unread'],
    ['only others', 'Due date 20.05.2026', 'GB', 'unread'],
    ['1 December or 12 January, both old', 'Invoice date 01/12/2025', null, 'old'],
    ['5 January or 1 May', 'Invoice date 01/05/2026', null, 'ambiguous'],
    ['4 March or 3 April, both recent', 'Invoice date 04/03/2026', null, 'recent'],
    ['7 May, since 5 July is to come', 'Invoice date 05/07/2026', null, 'recent'],
    ['the same in the United States', 'Invoice date 01/05/2026', 'US', 'old'],
  ])('%s', (_, line, country, answer) => {
    expect(judge([line], country).answer).toBe(answer);
  });

  it('without a limit any date of issue is recent enough', () => {
    expect(judge(['Invoice date 01.01.2001'], 'GB', null)).toMatchObject({
      answer: 'recent',
      issued: { on: '2001-01-01' },
    });
  });

  it('two dates of issue on both sides of the limit are doubt', () => {
    const lines = ['Invoice date 01.01.2026', 'Date of issue 01.05.2026'];
    expect(judge(lines, 'GB').answer).toBe('ambiguous');
  });
});
