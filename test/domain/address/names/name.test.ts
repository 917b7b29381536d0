import { describe, expect, test } from 'vitest';
import { bestName, namePlaces } from '../../../../domain/address/names/name.ts';

/** Stated `given, family`, the line of a bill, and what is said of it. */
const LINES: readonly (readonly [string, string, string, string])[] = [
  // letters that differ, in whatever length of name
  ['Maria', 'Hernandez', 'MS MARIA FERNANDEZ', 'close'],
  ['Christian', 'Weber', 'Frau Christina Weber', 'close'],
  ['Juan Carlos Maria', 'Garcia Fernandez', 'Juan Carlos Maria Garcia Hernandez', 'close'],
  // one name in other words
  ['Sean', "O'Brien", 'SEAN O BRIEN', 'found'],
  ['Sean', "O'Brien", 'Mr S. O Brien', 'close'],
  ['Ewan', 'McDonald', 'MR EWAN MC DONALD', 'found'],
  ['Xiaoming', 'Wang', 'WANG XIAO MING', 'found'],
  ['Van An', 'Nguyen', 'NGUYEN VAN AN', 'found'],
  ['Anna', 'Smith-Jones', 'Ms Anna Smith Jones', 'found'],
  ['Jean Baptiste', 'Moreau', 'M. Jean-Baptiste MOREAU', 'found'],
  ['Lucia', 'de la Cruz', 'Dona Lucia De La Cruz', 'found'],
  ['Hans', 'Mueller', 'Muller, Dipl.-Ing. Hans', 'found'],
  // initials
  ['John', 'Smith', 'Mr J Smith', 'close'],
  ['John', 'Smith', 'JOHN M SMITH', 'found'],
  ['John David', 'Smith', 'JOHN M SMITH', 'missing'],
  // joint holders
  ['Jonas', 'Bruckner', 'Anna und Jonas Bruckner', 'found'],
  ['Anna', 'Bruckner', 'Anna und Jonas Bruckner', 'close'],
  ['Anna', 'Bruckner', 'Anna Schmidt und Jonas Bruckner', 'close'],
  ['John', 'Smith', 'Mr J & Mrs A Smith', 'close'],
  ['John', 'Smith', 'Mr & Mrs Smith', 'close'],
  ['Anna', 'Smith', 'Mr John Smith & Mrs Anna Smith', 'found'],
  // another person of the house
  ['Hans', 'Muller', 'Herr Peter Muller', 'missing'],
  ['Maria', 'Eriksson', 'Anna Maria Eriksson', 'close'],
  ['Lucia', 'Ruiz', 'Lucia Navarro Ruiz', 'close'],
  ['Juan', 'Garcia', 'Juan Garcia Lopez', 'close'],
  ['Hans', 'Muller', 'Hans Mullermann', 'missing'],
  ['John', 'Smith', 'Mr John Smith Jr', 'close'],
  ['John', 'Smith Jr', 'Mr John Smith Sr', 'close'],
  ['John', 'Smith Jr', 'Smith, John, Junior', 'found'],
  ['John', 'Smith III', 'JOHN SMITH II', 'close'],
  ['John', 'Smith', 'JOHN SMITH 2ND', 'close'],
  // no addressee
  ['Harriet', 'Pemberton', '02 Nov 2026   HARRIET PEMBERTON   250.00', 'close'],
  ['Harriet', 'Pemberton', '02 Nov 2026 FASTER PAYMENT TO HARRIET PEMBERTON 250.00', 'close'],
  ['Harriet', 'Pemberton', 'Elin Sand c/o Harriet Pemberton', 'close'],
  ['Harriet', 'Pemberton', 'Payee: Harriet Pemberton', 'close'],
  ['Harriet', 'Pemberton', 'Signature   Harriet Pemberton', 'close'],
  ['Harriet', 'Pemberton', 'Harriet Pemberton & Sons Ltd', 'close'],
  ['Harriet', 'Pemberton', 'Estate of Harriet Pemberton', 'close'],
  ['Harriet', 'Pemberton', 'Account holder: Miss Harriet Pemberton   Bill for May', 'found'],
  ['Harriet', 'Pemberton', 'Harriet Pemberton, 10 High Street, London', 'found'],
  // one word
  ['', 'Suharti', 'Ibu Suharti', 'found'],
  ['', 'Suharti', 'Kunde: Suharti   Tanggal 12', 'found'],
  ['', 'Suharti', 'Suharti, Jalan Merdeka 5', 'close'],
  ['', 'Suharti', 'Toko Suharti', 'close'],
];

describe('what stands on a line, for a stated name', () => {
  test.each(LINES)('%s %s in "%s": %s', (given, family, line, expected) => {
    expect(bestName([line], { given, family }).found).toBe(expected);
  });
});

test('every place is told with its lines, and whether it stands alone', () => {
  const lines = [
    'Northgate Energy Ltd',
    'Miss Harriet Jane   Bill for March',
    'Pemberton   Invoice date',
    'Dear Harriet Pemberton',
    'Harriet Pemberton, 10 High Street',
  ];
  const places = namePlaces(lines, { given: 'Harriet Jane', family: 'Pemberton' });
  expect(places.map(({ at, found, alone }) => [at.from, at.to, found, alone])).toEqual([
    [1, 3, 'found', true],
    [2, 3, 'close', true],
    [3, 4, 'found', true],
    [4, 5, 'found', false],
  ]);
});
