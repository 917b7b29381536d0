import { describe, expect, test } from 'vitest';
import { makeIssueDay } from '../../../specimens/issue-days.ts';
import { judgeIssueDay } from '../../../specimens/judged-claims.ts';

const DAYS = Number(process.env['ISSUE_DAYS'] ?? 300);

test(`of ${DAYS} bills in twelve languages no old one passes, and no recent one fails`, async () => {
  const wrong: unknown[] = [];
  let [recent, passed] = [0, 0];
  for (let seed = 0; seed < DAYS; seed += 1) {
    const made = makeIssueDay(seed);
    const { outcome, issued } = await judgeIssueDay(made.lines, made.country);
    const isWrong = made.isRecent ? outcome === 'fail' : outcome === 'pass';
    if (isWrong || (made.isRecent && outcome === 'pass' && issued !== made.issuedOn)) {
      wrong.push([seed, outcome, issued, made]);
    }
    recent += Number(made.isRecent);
    passed += Number(made.isRecent && outcome === 'pass');
  }
  expect(wrong).toEqual([]);
  expect(passed).toBeGreaterThanOrEqual(0.95 * recent);
});

describe('a day of issue, as it is printed', () => {
  test.each([
    ['FR', 'Facture n° 118 204 du 12/11/2026'],
    ['FR', 'Facture n°118204-A du 1er novembre 2026'],
    ['DE', 'Rechnung Nr. 2026-118204 vom 12.11.2026'],
    ['DE', 'Ihre Stromrechnung vom 12. Nov. 2026'],
    ['NL', 'Factuurdatum 12-11-2026'],
    ['PT', 'Emissão: 12/11/2026'],
    ['GB', 'Invoice date: 12 Nov 26'],
    ['KE', 'Bill Date: 12-NOV-26'],
    ['SE', 'Fakturadatum 26-11-12'],
    ['IE', 'Your bill was prepared on Thursday 12 November 2026'],
    ['US', 'Statement Date   Nov 12, 2026'],
    ['PL', 'Faktura nr 12/2026/A z dnia 12 listopada 2026 r.'],
    ['FI', 'Laskun päiväys 12. marraskuuta 2026'],
    ['DK', 'Fakturadato: 12. nov. 2026'],
    ['NO', 'Fakturadato   12.11.26'],
    ['IT', 'Bolletta n. 118204 del 12 novembre 2026'],
    ['ES', 'Factura nº 118204 de fecha 12 de noviembre de 2026'],
    ['BR', 'Data de emissão   12/11/2026'],
    ['FR', 'Lyon, le 12 novembre 2026'],
    [null, 'Date of issue 12 November 2026'],
  ])('%s: %s', async (country, line) => {
    expect(await judgeIssueDay(['Northgate', line], country)).toMatchObject({ outcome: 'pass' });
  });

  test.each([
    ['Statement period 13 Oct to 12 Nov 2026', 'GB', '2026-11-12'],
    ['Kontoauszug vom 01.10.2026 bis 31.10.2026', 'DE', '2026-10-31'],
    ['Relevé de compte du 01/10/2026 au 31/10/2026', 'FR', '2026-10-31'],
  ])('an account statement is as old as the end of its period: %s', async (line, country, on) => {
    const found = await judgeIssueDay(['Northgate Bank', line], country, 'bank_statement');
    expect([found.outcome, found.issued]).toEqual(['pass', on]);
  });
});

describe('another day is no day of issue', () => {
  test.each([
    ['GB', 'Date printed: 24 November 2026'],
    ['GB', 'Copy 2 issued on 24 November 2026'],
    ['GB', 'Next bill date: 24 November 2026'],
    ['GB', 'Your next invoice will be issued on 24 November 2026'],
    ['GB', 'Meter read date 24/11/2026'],
    ['GB', 'Application date: 24/11/2026'],
    ['GB', 'Signature: H. Hall   Date: 24/11/2026'],
    ['GB', 'Signed at London, 24 November 2026'],
    ['GB', 'Mr John Smith, 24 November 2026'],
    ['GB', 'PAID 24 NOV 2026'],
    ['GB', '24 November 2026'],
    ['GB', 'Billing period 1 September to 24 November 2026'],
    ['US', 'Payment due date   Nov 24, 2026'],
    ['DE', 'Druckdatum 24.11.2026'],
    ['DE', 'Nächstes Rechnungsdatum: 24.11.2026'],
    ['DE', 'Kundennummer 4711 Stand 24.11.2026'],
    ['FR', "Date d'impression : 24/11/2026"],
    ['FR', 'Édité le 24/11/2026'],
    ['SE', 'Utskriftsdatum: 2026-11-24'],
    ['BR', 'Segunda via emitida em 24/11/2026'],
    ['PL', 'Data wydruku: 24.11.2026'],
    ['IT', 'Stampato il 24/11/2026'],
    [null, 'Datum der nächsten Rechnung 24.11.2026'],
  ])('%s: %s', async (country, line) => {
    const { outcome, reasons } = await judgeIssueDay(['Northgate', line, 'Total 84.20'], country);
    expect([outcome, reasons]).toEqual(['inconclusive', ['address_date_not_found']]);
  });

  test('nor one of a list, or of a table whose cell is empty', async () => {
    const rows = ['Invoice date   Amount', '24/11/2026   84.20', '24/10/2026   81.00'];
    expect((await judgeIssueDay(['Northgate', ...rows], 'GB')).outcome).toBe('inconclusive');
    const empty = ['Ref   Invoice date   Due date', '4711   24/11/2026'];
    expect((await judgeIssueDay(['Northgate', ...empty], 'GB')).outcome).toBe('inconclusive');
  });
});

describe('what contradicts the day of issue is a doubt', () => {
  const issued = 'Issue date: 24 November 2026';
  test.each([
    ['a period long over', ['Billing period: 1 March 2025 to 31 March 2025', issued]],
    ['the month of the bill', ['Bill for March 2025', issued]],
    ['a month in digits', ['Billing month 03/2025', issued]],
    ['a payment long due', [issued, 'Payment due: 12 April 2025']],
    ['another day of issue', [issued, 'Invoice date 12 March 2025']],
    ['the date of the letter', ['Date: 12 March 2025', issued]],
    ['one to come', [issued, 'Invoice date 24 December 2026']],
    ['two dates of one letter', ['Date: 24 November 2026', 'London, 20 November 2026']],
  ])('%s', async (_, lines) => {
    const { outcome, reasons } = await judgeIssueDay(['Northgate', ...lines, 'Total 84.20'], 'GB');
    expect([outcome, reasons]).toEqual(['inconclusive', ['address_date_ambiguous']]);
  });

  test('what agrees with it is none', async () => {
    const lines = ['Bill for October 2026', 'Customer since 1 May 2012', issued];
    const more = ['Same month last year: October 2025', 'Payment due: 12 December 2026'];
    expect((await judgeIssueDay(['Northgate', ...lines, ...more], 'GB')).outcome).toBe('pass');
    const council = ['Council tax bill 2026/27', 'Date of issue: 12 March 2026'];
    expect((await judgeIssueDay(council, 'GB', 'tax_bill')).outcome).toBe('pass');
  });
});
