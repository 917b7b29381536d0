import { expect, test } from 'vitest';
import { allDigitsHold, parseMrz } from '../../../../domain/identity/mrz/parse.ts';

/** The specimens of ICAO Doc 9303 parts 4 to 7. */
const SPECIMENS = {
  TD3: [
    'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
  ],
  TD1: [
    'I<UTOD231458907<<<<<<<<<<<<<<<',
    '7408122F1204159UTO<<<<<<<<<<<6',
    'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  ],
  TD2: ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'],
  MRVA: [
    'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L8988901C4XXX4009078F96121096ZE184226B<<<<<<',
  ],
  MRVB: ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<'],
};

test.each([
  ['TD3', 'L898902C3', 'UTO', '740812', '120415'],
  ['TD1', 'D23145890', 'UTO', '740812', '120415'],
  ['TD2', 'D23145890', 'UTO', '740812', '120415'],
  ['MRVA', 'L8988901C', 'XXX', '400907', '961210'],
  ['MRVB', 'L8988901C', 'XXX', '400907', '961210'],
] as const)(
  'the %s specimen of ICAO is taken apart',
  (format, number, nationality, birth, expiry) => {
    const mrz = parseMrz(SPECIMENS[format]);
    expect(mrz).toMatchObject({ format, documentNumber: number, nationality, birth, expiry });
    expect(mrz).toMatchObject({ issuer: 'UTO', sex: 'F' });
    expect(mrz?.name).toEqual({ family: ['ERIKSSON'], given: ['ANNA', 'MARIA'], cut: false });
    expect(mrz && allDigitsHold(mrz)).toBe(true);
  },
);

test('any one wrong digit sign of the five is told apart', () => {
  const [first = '', second = ''] = SPECIMENS.TD3;
  const wrong = (at: number) => {
    const digit = (Number(second.charAt(at)) + 1) % 10;
    return parseMrz([first, second.slice(0, at) + digit + second.slice(at + 1)])?.digits;
  };
  expect(wrong(9)).toMatchObject({ number: false, birth: true, composite: false });
  expect(wrong(19)).toMatchObject({ number: true, birth: false, composite: false });
  expect(wrong(27)).toMatchObject({ expiry: false, composite: false });
  expect(wrong(42)).toMatchObject({ optional: false, composite: false });
  expect(wrong(43)).toMatchObject({ number: true, birth: true, expiry: true, composite: false });
});

test('a TD1 number longer than nine letters goes on in the optional field', () => {
  // D23145890735 has the digit 0; with the filler counted, 6
  const rest = ['7408122F1204159UTO<<<<<<<<<<<0', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'];
  for (const digit of ['0', '6']) {
    const mrz = parseMrz([`I<UTOD23145890<735${digit}<<<<<<<<<<<`, ...rest]);
    expect(mrz).toMatchObject({ documentNumber: 'D23145890735', optional: [] });
    expect(mrz?.digits.number).toBe(true);
  }
  const wrong = parseMrz(['I<UTOD23145890<7351<<<<<<<<<<<', ...rest]);
  expect(wrong?.digits.number).toBe(false);
});

test('a TD2 number longer than nine letters goes on in the optional field', () => {
  const first = 'I<UTOMARCHETTI<<LIVIA<<<<<<<<<<<<<<<';
  const mrz = parseMrz([first, 'K30417755<UTO6911306F33021412088<<<8']);
  expect(mrz).toMatchObject({ format: 'TD2', documentNumber: 'K30417755208', optional: [] });
  expect(mrz && allDigitsHold(mrz)).toBe(true);
  const wrong = parseMrz([first, 'K30417755<UTO6911306F33021412089<<<5']);
  expect(wrong?.digits.number).toBe(false);
});

test('the old French card has a layout of its own, without expiry and nationality', () => {
  const [first, second] = [
    'IDFRACHASTAGNER<<<<<<<<<<<<<<<753021',
    '1705753011776APOLLINE<<ROSE7906031F1',
  ];
  const mrz = parseMrz([first, second]);
  expect(mrz).toMatchObject({
    format: 'FRA',
    documentNumber: '170575301177',
    nationality: 'FRA',
    birth: '790603',
    sex: 'F',
    expiry: '',
    name: { family: ['CHASTAGNER'], given: ['APOLLINE', 'ROSE'], cut: true },
    digits: { number: true, birth: true, expiry: null, composite: true },
  });
  // its composite digit covers both rows, the name too
  expect(parseMrz([first.replace('CHAS', 'CHES'), second])?.digits.composite).toBe(false);
});

test('filler behind the number is no digit that fails, and none that holds', () => {
  const lines = [
    'IDDOM118730542<<<<<<<<<<<<<<<<',
    '8109264M3205013DOM<<<<<<<<<<<1',
    'ALCANTARA<<RAMON<<<<<<<<<<<<<<',
  ];
  expect(parseMrz(lines)?.digits).toMatchObject({ number: null, composite: true });
});

test.each([
  ['SUHARTI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<', ['SUHARTI'], [], false],
  ['VAN<DER<BERG<<JAN<<<<<<<<<<<<<<<<<<<<<<', ['VAN', 'DER', 'BERG'], ['JAN'], false],
  [
    'NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<KR',
    ['NILAVADHANANANDA'],
    ['CHAYAPA', 'DEJTHAMRONG', 'KR'],
    true,
  ],
])('the name field %s', (field, family, given, cut) => {
  const mrz = parseMrz([`P<UTO${field.padEnd(39, '<').slice(0, 39)}`, SPECIMENS.TD3[1] ?? '']);
  expect(mrz?.name).toEqual({ family, given: given.map((word) => word.replace(/KR$/, 'K')), cut });
});

test('other shapes and signs are no zone', () => {
  expect(parseMrz(['P<UTO', 'L898902C3'])).toBeNull();
  expect(parseMrz([])).toBeNull();
  expect(parseMrz(SPECIMENS.TD3.map((line) => line.toLowerCase()))).toBeNull();
});
