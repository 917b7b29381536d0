import { describe, expect, test } from 'vitest';
import { readPrintedCard } from '../../../../domain/identity/viz/card.ts';
import { captionOf } from '../../../../domain/identity/viz/captions.ts';
import { dayIn } from '../../../../domain/identity/viz/days.ts';
import type { PrintedPiece } from '../../../../domain/identity/viz/rows.ts';

const receivedOn = '2026-11-23';

test.each([
  ['Surname', 'family', ''],
  ['SURNAME SMITH', 'family', 'SMITH'],
  ['Nom/Surname', 'family', ''],
  ['Nom / Surname: LEFÈVRE', 'family', 'LEFÈVRE'],
  ['NomDUPONT', 'family', 'DUPONT'],
  ['Name/Surname/Nom', 'family', ''],
  ['[a] Nachname', 'family', ''],
  ['Nombre', 'given', ''],
  ['Prénom(s)', 'given', ''],
  ['2. Givennames', 'given', ''],
  ['Dateofbirth12.08.1974', 'birth', '12.08.1974'],
  ['Geburtsdatum / Date of birth', 'birth', ''],
  ['Né(e) le : 12.08.1974', 'birth', '12.08.1974'],
  ['Gültig bis', 'expires', ''],
  ['Validohasta 01 01 2030', 'expires', '01 01 2030'],
  ['Document No. X123', 'number', 'X123'],
  ['N° du document', 'number', ''],
  ['Nationality', 'nationality', ''],
])('%s is the caption of %s', (text, field, rest) => {
  expect(captionOf(text)).toEqual({ field, rest });
});

test.each(['NOMINATED', 'SMITH', 'LEFÈVRE', '12.08.1974', 'Name', 'Nomad'])(
  '%s is none',
  (text) => {
    expect(captionOf(text)).toBeNull();
  },
);

test.each([
  ['12 AUG 1974', '1974-08-12'],
  ['12AUG1974', '1974-08-12'],
  ['12 AOÛT/AUG 74', '1974-08-12'],
  ['03. März 1991', '1991-03-03'],
  ['3 ENE 2031', '2031-01-03'],
  ['12.08.1974', '1974-08-12'],
  ['1974-08-12', '1974-08-12'],
  ['12 XYZ 1974', null],
  ['31 FEB 1974', null],
  ['SMITH', null],
])('%s is the day %s', (text, day) => {
  expect(dayIn(text, receivedOn)).toBe(day);
});

/** `[text, left, top]`: letters 20 high and 12 wide. */
function card(rows: readonly (readonly [string, number, number])[]) {
  const pieces = rows.map(([text, left, top]): PrintedPiece => {
    return { text, box: [left, top, text.length * 12, 20] };
  });
  return readPrintedCard(pieces, { angle: 0, receivedOn });
}

const BELOW = [
  ['IDENTITY CARD', 0, 0],
  ['Surname', 300, 60],
  ['GARCIA', 300, 90],
  ['NUNEZ', 300, 115],
  ['Given names', 300, 150],
  ['LUCIA', 300, 180],
  ['Date of birth', 300, 220],
  ['Sex', 520, 220],
  ['29 FEB 2000', 300, 250],
  ['F', 520, 250],
  ['Document No.', 300, 290],
  ['Date of expiry', 520, 290],
  ['XDD482915', 300, 320],
  ['09 JAN 2035', 520, 320],
] as const;
const without = (text: string) => BELOW.filter(([one]) => one !== text);

describe('a card', () => {
  test('with values below their captions, in columns', () => {
    expect(card(BELOW)).toMatchObject({
      doubt: null,
      card: {
        types: ['national_id'],
        name: { family: ['GARCIA', 'NUNEZ'], given: ['LUCIA'] },
        birth: '2000-02-29',
        expiresOn: '2035-01-09',
        issuedOn: null,
        number: 'XDD482915',
      },
    });
  });

  test('with values beside their captions', () => {
    const beside = [
      ['PERSONALAUSWEIS', 0, 0],
      ['Nachname', 0, 60],
      ['MÜLLER', 260, 60],
      ['Vornamen', 0, 90],
      ['JÖRG', 260, 90],
      ['Geburtsdatum', 0, 120],
      ['09.03.1968', 260, 120],
      ['Ausweisnummer', 0, 150],
      ['C01X00T47', 260, 150],
      ['Gültig bis 04.02.2034', 0, 180],
    ] as const;
    expect(card(beside).card).toMatchObject({
      name: { family: ['MUELLER'], given: ['JOERG'] },
      birth: '1968-03-09',
      expiresOn: '2034-02-04',
      number: 'C01X00T47',
    });
  });

  test.each(['Surname', 'Given names', 'Date of birth', 'Document No.', 'Date of expiry'])(
    'without the caption %s is not guessed',
    (caption) => {
      expect(card(without(caption))).toEqual({ card: null, doubt: 'field_missing' });
    },
  );

  test('without a title says no type', () => {
    expect(card(without('IDENTITY CARD')).card?.types).toEqual([]);
  });

  test.each([
    ['no_fields', [['Invoice', 0, 0] as const]],
    ['days_contradict', BELOW.map(([t, x, y]) => [t.replace('2035', '1999'), x, y] as const)],
    ['days_contradict', BELOW.map(([t, x, y]) => [t.replace('2000', '2032'), x, y] as const)],
    ['field_missing', BELOW.map(([t, x, y]) => [t.replace('29 FEB', '31 FEB'), x, y] as const)],
    ['field_missing', BELOW.map(([t, x, y]) => [t.replace('XDD482915', 'ANYTOWN'), x, y] as const)],
  ])('is in doubt: %s', (doubt, rows) => {
    expect(card(rows)).toEqual({ card: null, doubt });
  });
});
