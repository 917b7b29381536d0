import anyAscii from 'any-ascii';
import { partial_ratio } from 'fuzzball';
import { describe, expect, it } from 'vitest';
import type { Piece } from '../../../domain/address/page/blocks.ts';
import { claimOf, spelled, type ClaimText } from '../../../domain/address/claim.ts';
import { seenGlued } from '../../../domain/address/page/glued.ts';
import { matchAddress, type Rules } from '../../../domain/address/match.ts';
import { scoreOf } from '../../../domain/names/compare.ts';

const ratio = (needle: string, hay: string) => partial_ratio(needle, hay, { full_process: false });
const HANS: ClaimText = {
  givenNames: 'Hans Peter',
  familyName: 'Mueller',
  line1: 'Hauptstr. 5',
  line2: null,
  city: 'Berlin',
  postalCode: '10623',
  country: 'DE',
};
const RULES: Rules = {
  ratio,
  orders: [
    ['street', 'postcode', 'town'],
    ['street', 'town', 'postcode'],
  ],
  places: (text) => ({ deutschland: 'DE', schweiz: 'CH', 'united kingdom': 'GB' })[text] ?? null,
  unit: 'required',
  isRead: false,
};
const HEIGHT = 10;

/** Lines of one column, twelve points apart; three spaces part columns. */
function piecesOf(lines: readonly string[], certainty?: number): Piece[] {
  return lines.flatMap((line, nth) =>
    [...line.matchAll(/\S+(?: {1,2}\S+)*/g)].map((found, column): Piece => {
      const [text] = found;
      const box = [60 + found.index * 6, 100 + nth * 14, text.length * 6, HEIGHT] as const;
      const words = text.split(' ').map((word) => ({ text: word, certainty: certainty ?? 1 }));
      return { text, box, line: nth, column, ...(certainty === undefined ? {} : { words }) };
    }),
  );
}

const claim = (over: Partial<ClaimText>) => claimOf({ ...HANS, ...over }, anyAscii);
const match = (lines: string[], over: Partial<ClaimText> = {}, rules: Partial<Rules> = {}) =>
  matchAddress({ pieces: piecesOf(lines), height: 1000 }, claim(over), { ...RULES, ...rules });
/** The lines below the name of the claim. */
const below = (lines: string[], over: Partial<ClaimText> = {}, rules: Partial<Rules> = {}) =>
  match(['Hans Mueller', ...lines], over, rules).street;

describe('a stated address in parts', () => {
  it.each([
    ['10 High Street', null, ['10 high street']],
    ['Flat 2, 10A High St', null, ['dwelling 2', '10 a high st']],
    ['Hauptstr. 12 a', null, ['hauptstr 12 a']],
    ['Strasse des 17. Juni 135', null, ['strasse des 17 juni 135']],
    ['Calle Mayor, nº 14, 3º B', null, ['calle mayor no 14 3 b']],
    ['12-14 Rue de la Paix', null, ['12 - 14 rue de la paix']],
    ['Rose House', '7 Mill Lane', ['rose house', '7 mill lane']],
    ['123 N Main St Apt 4B', null, ['123 n main st', 'dwelling 4 b']],
    ['100 Flatbush Avenue', null, ['100 flatbush avenue']],
    ['c/o Lindqvist, Storgatan 12', null, ['lindqvist', 'storgatan 12']],
    ['3/64, Vishwas Khand, Gomti Nagar', null, ['3 / 64 vishwas khand', 'gomti nagar']],
    ['10 High Street, Berlin 10623', null, ['10 high street']],
  ])('%s', (line1, line2, items) => {
    const told = claim({ line1, line2 }).items.map(({ unit, atoms }) =>
      [unit, spelled(atoms)].filter(Boolean).join(' '),
    );
    expect(told).toEqual(items);
  });

  it.each([
    ['SE-114 55', '11455'],
    ['94103-1234', '94103'],
    ['sw1a 1aa', 'sw1a1aa'],
    ['', null],
  ])('postcode %s', (postalCode, expected) => {
    expect(claim({ postalCode }).postalCode).toBe(expected);
  });
});

describe('the name', () => {
  it.each([
    ['side by side', 'Herr Hans Muller', 'found'],
    ['family name first', 'MUELLER, Hans', 'found'],
    ['with the other given name between', 'Hans Peter Muller', 'found'],
    ['with an initial between', 'Hans P. Mueller', 'found'],
    ['the initial alone', 'H. Mueller', 'close'],
    ['the second given name', 'Peter Mueller', 'close'],
    ['one of a couple', 'Hans und Anna Mueller', 'close'],
    ['another given name', 'Anna Mueller', 'missing'],
    ['another family name that holds it', 'Hans Muellermann', 'missing'],
    ['two other people', 'Hans Schmidt, Anna Weber', 'missing'],
  ])('%s: %s', (_, line, expected) => {
    expect(match([line]).name.found).toBe(expected);
  });

  it('of six letters or fewer stands only as whole words', () => {
    const short = { givenNames: 'Li', familyName: 'Wu' };
    expect(match(['Elizabeth Wunderlich'], short).name.found).toBe('missing');
    expect(match(['Wu Li'], short).name.found).toBe('found');
  });

  it.each([
    ['Christian', 'Lindqvist', 'Christian Lindkvist', 'close'],
    ['Christian', 'Lindqvist', 'Christian Lindstrom', 'close'],
    ['Christian', 'Lindqvist', 'Christina Lindqvist', 'close'],
    ['Maria', 'Lopez', 'Mario Lopez', 'close'],
  ])('a differing letter is a doubt: %s %s, %s', (givenNames, familyName, line, expected) => {
    expect(match([line], { givenNames, familyName }).name.found).toBe(expected);
  });

  it.each([
    ['Herr Hans Muller', ['variant', 'equal', 'missing']],
    ['Hans P. Mueller', ['equal', 'equal', 'initial']],
    ['Anna Mueller', ['missing', 'missing', 'missing']],
  ])('%s: its score adds up from how each word stands there', (line, hows) => {
    const { score, pieces } = match([line]).name;
    expect(score).toBeCloseTo(scoreOf(pieces) * 100, 9);
    expect(pieces.map(({ how }) => how)).toEqual(hows);
  });

  it('may be one name', () => {
    expect(match(['Ibu Suharti'], { givenNames: null, familyName: 'Suharti' }).name.found).toBe(
      'found',
    );
  });
});

describe('the address', () => {
  it.each([
    ['on two lines', ['Hauptstrasse 5', '10623 Berlin'], 'found'],
    ['abbreviated and on one line', ['Haupt-Str. 5, D-10623 Berlin'], 'found'],
    ['beside another column', ['Hauptstr. 5   Kunde 4711', '10623 Berlin   Seite 1'], 'found'],
    ['with its country', ['Hauptstr. 5', '10623 Berlin', 'DEUTSCHLAND'], 'found'],
    ['in another country', ['Hauptstr. 5', '10623 Berlin', 'Schweiz'], 'differs'],
    ['with a flat below the town', ['Hauptstr. 5', '10623 Berlin', 'Whg 7'], 'doubt'],
    ['with words it does not state', ['Hauptstr. 5', 'Hinterhaus', '10623 Berlin'], 'doubt'],
    ['with a flat it does not state', ['Hauptstr. 5, Whg 3', '10623 Berlin'], 'doubt'],
    ['another number', ['Hauptstr. 15', '10623 Berlin'], 'differs'],
    ['another number, a floor of that number', ['Hauptstr. 15, 5 OG', '10623 Berlin'], 'doubt'],
    ['another number, 5 pages', ['Hauptstr. 15   Seite 5', '10623 Berlin'], 'differs'],
    ['another letter', ['Hauptstr. 5b', '10623 Berlin'], 'doubt'],
    ['another postcode', ['Hauptstr. 5', '10629 Berlin'], 'differs'],
    ['another street', ['Nebenstr. 5', '10623 Berlin'], 'doubt'],
    ['another street and postcode', ['Nebenstr. 5', '10777 Berlin'], 'missing'],
    ['a street of one other letter', ['Hauntstr. 5', '10623 Berlin'], 'doubt'],
    ['a number put together of two', ['Hauptstr. 1', '5', '10623 Berlin'], 'doubt'],
  ])('%s', (_, lines, expected) => {
    expect(below(lines).answer).toBe(expected);
  });

  it.each([
    ['GB', '10 High Street', 'SW1A 1AA', ['10, High St', 'Berlin', 'SW1A1AA'], 'found'],
    ['GB', '10 High Street', 'SW1A 1AA', ['Flat 10', '12 High Street', 'Berlin SW1A 1AA'], 'doubt'],
    ['FR', '8 rue de la Republique', '69001', ['8, rue de la République', '69001 BERLIN'], 'found'],
    [
      'FR',
      '8 rue de la Republique',
      '69001',
      ['8 bis rue de la Republique', '69001 BERLIN'],
      'doubt',
    ],
    ['ES', 'Calle Mayor 14', '28013', ['C/ Mayor, n.o 14', '28013 Berlin'], 'found'],
    ['ES', 'Calle Mayor 14', '28013', ['C/ Mayor, n.o 14, 3o B', '28013 Berlin'], 'doubt'],
    ['SE', 'Storgatan 12 A', '114 55', ['Storgatan 12A lgh 1101', 'SE-114 55 Berlin'], 'found'],
    ['SE', 'Storgatan 12', '114 55', ['Storgatan 1, 2 tr', '114 55 Berlin'], 'differs'],
    ['GB', '45 Station Road', 'ND4 1AE', ['45 Station Road', 'Berlin ND4 1AE'], 'found'],
    ['GB', '45 Station Road', 'ND4 1AE', ['45 Station Road', 'Berlin ND4 1A'], 'differs'],
    ['NL', 'Damrak 45', '1012 ST', ['Damrak 45', '1012 ST Berlin'], 'found'],
    [
      'GB',
      'Rose Cottage, Mill Lane',
      'OX1 2AB',
      ['Rose Cottage', 'Mill Lane', 'Berlin', 'OX1 2AB'],
      'found',
    ],
    ['US', '350 W 45th Street', '10036', ['350 W 46th Street', 'Berlin NY 10036'], 'differs'],
    ['US', '350 W 45th Street', '10036', ['350 WEST 45 ST', 'BERLIN NY 10036-1234'], 'found'],
    ['US', '123 Main St', '10036', ['123 NE Main St', 'Berlin NY 10036'], 'doubt'],
    ['US', '123 Main St, Apt 4B', '62701', ['123 MAIN STREET UNIT 4B', 'BERLIN IL 62701'], 'found'],
    [
      'US',
      '123 Main St, Apt 4B',
      '62701',
      ['123 MAIN STREET UNIT 5B', 'BERLIN IL 62701'],
      'differs',
    ],
    ['US', '123 Main St, Apt 4B', '62701', ['123 MAIN STREET', 'BERLIN IL 62701'], 'doubt'],
    ['CO', 'Cra 18#63-64', '110221', ['Carrera 18 # 63-64', '110221 Berlin'], 'found'],
    ['CO', 'Cra 18#63-64', '110221', ['Carrera 18 # 63-84', '110221 Berlin'], 'differs'],
    ['AE', 'Villa 12, Street 8', null, ['Villa 8, Street 12', 'Berlin'], 'differs'],
    ['UA', 'vul. Khreshchatyk 12', '01001', ['вул. Хрещатик, 12', '01001 Berlin'], 'found'],
    ['JM', '16½ Windward Road', null, ['16 1/2 Windward Rd', 'Berlin'], 'found'],
  ])('%s: %s, %s in %j: %s', (country, line1, postalCode, lines, expected) => {
    expect(below(lines, { country, line1, postalCode }).answer).toBe(expected);
  });

  it('without a postcode needs the city', () => {
    const over = { postalCode: null, line1: '5 Marina Walk', city: 'Dubai', country: 'AE' };
    expect(below(['5 Marina Walk', 'Dubai'], over).answer).toBe('found');
    expect(below(['5 Marina Walk', 'Sharjah'], over).answer).not.toBe('found');
  });

  it('of which a unit may be left out, where the policy says so', () => {
    const over = { line1: 'Hauptstr. 5, Whg 3' };
    const rules = { unit: 'optional' } as const;
    expect(below(['Hauptstr. 5', '10623 Berlin'], over, rules).answer).toBe('found');
    expect(below(['Hauptstr. 5, Whg 4', '10623 Berlin'], over, rules).answer).toBe('differs');
    expect(below(['Hauptstr. 5, Whg 4', '10623 Berlin'], {}, rules).answer).toBe('found');
  });
});

describe('what a block is', () => {
  const address = ['Hauptstr. 5', '10623 Berlin'];
  it.each([
    ['below the name', ['Herr Hans Mueller', ...address], 'found', null],
    ['below somebody else’s name', ['Anna Weber', ...address], 'doubt', 'apart'],
    ['of payments', ['Überweisung an', 'Hans Mueller', ...address], 'doubt', 'apart'],
    ['of an old address', ['Alte Adresse', 'Hans Mueller', ...address], 'doubt', 'apart'],
    ['of a company', ['Hans Mueller GmbH', ...address], 'doubt', 'apart'],
    ['in a row', ['02.11.2026   Hans Mueller', `   ${address.join(', ')}`], 'doubt', null],
    [
      'the place of supply',
      ['Hans Mueller', 'Postfach 10', '', 'Lieferadresse:', ...address],
      'found',
      null,
    ],
  ])('%s', (_, lines, answer, why) => {
    const { street } = match(lines);
    expect(street.answer === 'found' ? 'found' : 'doubt').toBe(answer);
    if (why !== null) expect(street.why).toBe(why);
  });
});

describe('letters read from pixels', () => {
  const read = (line: string, certainty: number) =>
    matchAddress(
      { pieces: piecesOf(['Hans Mueller', line, '10623 Berlin'], certainty), height: 1000 },
      claim({}),
      { ...RULES, isRead: true },
    ).street.answer;
  it('may be a letter that looks like it, where the word was doubtful', () => {
    expect(read('HauptstraBe 5', 0.7)).toBe('found');
    expect(read('HauptstraBe 5', 0.95)).toBe('doubt');
    expect(read('Hauntstrasse 5', 0.7)).toBe('doubt');
    expect(read('Hauptstrasse S', 0.7)).toBe('differs');
  });
});

describe('letters glued together by an engine', () => {
  const seen = (lines: string[]) => seenGlued(lines, claim({}), ratio);
  it('show the name and the address of the claim', () => {
    expect(seen(['HerrHansMueller', 'Hauptstr.5', '10623Berlin'])).toEqual({
      name: true,
      address: true,
    });
  });
  it('show a postcode as it is printed', () => {
    const british = claim({ line1: '45 Station Road', postalCode: 'ND4 1AE', country: 'GB' });
    const { address } = seenGlued(['45StationRoad', 'YorkND41AE'], british, ratio);
    expect(address).toBe(true);
  });
  it('do not show 5 in 15, nor another person', () => {
    expect(seen(['AnnaWeber', 'Hauptstr.15', '10623Berlin'])).toEqual({
      name: false,
      address: false,
    });
  });
});

describe('a postcode that was read from pixels', () => {
  it.each([
    ['SE2 1NE', 'Berlin SE2 INE', true],
    ['SE2 1NE', 'Berlin 5E2 1NE', true],
    ['EC1A 0BB', 'Berlin EClA OBB', true],
    ['10623', 'lO623 Berlin', true],
    ['AA6 5EL', 'Berlin AAG 5EL', true],
    ['TL5 5RH', 'Berlin TL5 5SRH', true],
    ['10623', '1O0623 Berlin', true],
    // twice the same digit is a digit more
    ['TL5 5RH', 'Berlin TL5 55RH', false],
    ['10623', '106233 Berlin', false],
    // one digit for another is another postcode, and so is what may be two digits
    ['SE2 1NE', 'Berlin SE2 7NE', false],
    ['DA8 3YE', 'Berlin DAS 3YE', false],
    ['10623', '10628 Berlin', false],
  ])('%s in "%s": %s', (postalCode, town, isFound) => {
    const lines = ['Hauptstr. 5', town];
    expect(below(lines, { postalCode }, { isRead: true }).postalCode).toBe(isFound);
    expect(below(lines, { postalCode }).postalCode).toBe(false);
  });

  it('changes nothing of a house number', () => {
    const lines = ['Hauptstr. S', '10623 Berlin'];
    expect(below(lines, {}, { isRead: true }).number).toBe(false);
  });
});
