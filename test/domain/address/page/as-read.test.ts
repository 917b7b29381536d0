import { describe, expect, it } from 'vitest';
import { isOtherText, isSameText } from '../../../../domain/address/page/as-read.ts';

describe('what was read of a line is the text that is said to stand there', () => {
  it.each([
    ['10 High Street', '10 High Street'],
    ['10 High Street', '10  High Street,'],
    ['10 High Street', 'l0 High Street'], // they look alike to everybody
    ["Siobhan O'Brien", 'Siobhan OBrien'],
    ['753 20 Uppsala', '75320 Uppsala'],
  ])('%s, read %s', (text, read) => {
    expect(isSameText(text, read)).toBe(true);
  });

  it.each([
    ['10 High Street', ''],
    ['', ''],
    ['10 High Street', '110 High Street'],
    ['110 High Street', '10 High Street'],
    ['5 High Street', '5a High Street'],
    ['12 B High Street', '128 High Street'],
    ['12 High Street', '1/2 High Street'],
    ['16 Windward Road', '16% Windward Road'],
    ['Pine Street 4', 'Vine Street 4'],
    ['Bergstrasse 5', 'Burgstrasse 5'],
    ['Harriet Pemberton', 'Harriet Pemberton-Smith'],
    ['Harriet Pemberton', 'Harriet'],
  ])('%s, read %s: another', (text, read) => {
    expect(isSameText(text, read)).toBe(false);
  });

  it('beside the words that decide a letter may be misread, a word or a digit not', () => {
    const day = ['november'];
    const same = (read: string) => isSameText('Fakturadatum: 3 November 2026', read, day);
    expect(same('Faktiradatum: 3 November 2026')).toBe(true);
    expect(same('Forfallodatum: 3 November 2026')).toBe(false);
    expect(same('Fakturadatum: 3 December 2026')).toBe(false);
    expect(same('Fakturadatum: 3 November 2025')).toBe(false);
    expect(same('3 November 2026')).toBe(false);
  });
});

it('a text layer that says none of the words of its page is another text', () => {
  const page = [
    'Northwind Energy charges',
    'Harriet Pemberton',
    'standing charge usage total amount',
  ];
  const garbled = page.map((line) =>
    [...line].map((sign) => String.fromCharCode(sign.charCodeAt(0) - 29)).join(''),
  );
  expect(isOtherText(page, page)).toBe(false);
  expect(isOtherText(garbled, page)).toBe(true);
  expect(isOtherText(garbled, ['Harriet'])).toBe(false); // too little to tell
});
