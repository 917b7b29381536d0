import { partial_ratio } from 'fuzzball';
import { describe, expect, it } from 'vitest';
import { claimOf, type ClaimText } from '../../../domain/address/claim.ts';
import { seenGlued } from '../../../domain/address/glued.ts';
import { matchAddress } from '../../../domain/address/match.ts';
import { scoreOf } from '../../../domain/names/compare.ts';

const ratio = (needle: string, hay: string) => partial_ratio(needle, hay, { full_process: false });
const HANS: ClaimText = {
  givenNames: 'Hans Peter',
  familyName: 'Mueller',
  line1: 'Hauptstr. 5',
  line2: null,
  city: 'Berlin',
  postalCode: '10623',
};
const claim = (over: Partial<ClaimText>) => claimOf({ ...HANS, ...over });
const match = (lines: string[], over: Partial<ClaimText> = {}) =>
  matchAddress(lines, claim(over), ratio);

describe('a stated address in parts', () => {
  it.each([
    ['10 High Street', null, 'high street', '10'],
    ['Flat 2, 10A High St', null, 'high street', '10a'],
    ['Hauptstr. 12 a', null, 'hauptstrasse', '12a'],
    ['Strasse des 17. Juni 135', null, 'strasse des 17 juni', '135'],
    ['Calle Mayor 14, 3o B', null, 'calle mayor', '14'],
    ['C/ Mayor, 14', null, 'calle mayor', '14'],
    ['12-14 Rue de la Paix', null, 'ru de la paix', '1214'],
    ['Rose Cottage', 'Mill Lane', 'rose cottage', undefined],
    ['Rose House', '7 Mill Lane', 'mill lane', '7'],
  ])('%s', (line1, line2, street, number) => {
    const parts = claim({ line1, line2 });
    expect([parts.street.join(' '), parts.number?.join('')]).toEqual([street, number]);
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
    expect(match(['Mario Lopez'], { givenNames: 'Maria', familyName: 'Lopez' }).name.found).toBe(
      'missing',
    );
    expect(match(['Wu Li'], short).name.found).toBe('found');
  });

  it('of more letters may be spelt a little differently', () => {
    const long = { givenNames: 'Christian', familyName: 'Lindqvist' };
    expect(match(['Christian Lindkvist'], long).name.found).toBe('found');
    expect(match(['Christian Lindstrom'], long).name.found).not.toBe('found');
  });

  it.each([
    ['Herr Hans Muller', ['equal', 'equal', 'missing']],
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
    ['on two lines', ['Hauptstrasse 5', '10623 Berlin'], true],
    ['abbreviated and on one line', ['Haupt-Str. 5, D-10623 Berlin'], true],
    ['beside another column', ['Hauptstr. 5  Kunde 4711', '10623 Berlin  Seite 1'], true],
    ['two lines below the street', ['Hauptstr. 5', 'Hinterhaus', 'Mitte', '10623 Berlin'], true],
    ['another number', ['Hauptstr. 15', '10623 Berlin'], false],
    ['another number, a floor of that number', ['Hauptstr. 15, 5 OG', '10623 Berlin'], false],
    ['another number, 5 pages', ['Hauptstr. 15', '10623 Berlin', 'Seite 5'], false],
    ['another letter', ['Hauptstr. 5b', '10623 Berlin'], false],
    ['another postcode', ['Hauptstr. 5', '10629 Berlin'], false],
    ['another street', ['Nebenstr. 5', '10623 Berlin'], false],
    ['the postcode far away', ['Hauptstr. 5', 'a', 'b', 'c', 'd', '10623 Berlin'], false],
  ])('%s', (_, lines, expected) => {
    expect(match(lines).street.found).toBe(expected);
  });

  it.each([
    ['10 High Street', 'SW1A 1AA', ['10, High St', 'London', 'SW1A1AA'], true],
    ['10 High Street', 'SW1A 1AA', ['Flat 10', '12 High Street', 'London SW1A 1AA'], false],
    ['8 rue de la Republique', '69001', ['8, rue de la Republique', '69001 LYON'], true],
    ['8 rue de la Republique', '69001', ['8 bis avenue Foch', '69001 LYON'], false],
    ['Calle Mayor 14', '28013', ['C/ Mayor, n.o 14, 3o B', '28013 Madrid'], true],
    ['Storgatan 12 A', '114 55', ['Storgatan 12A', 'SE-114 55 Stockholm'], true],
    // what is an umlaut or an abbreviation in a name is neither in a code
    ['45 Station Road', 'ND4 1AE', ['45 Station Road', 'York ND4 1AE'], true],
    ['45 Station Road', 'ND4 1AE', ['45 Station Road', 'York ND4 1A'], false],
    ['Damrak 45', '1012 ST', ['Damrak 45', '1012 ST Amsterdam'], true],
    ['Rose Cottage, Mill Lane', 'OX1 2AB', ['Rose Cottage', 'Mill Lane', 'OX1 2AB'], true],
  ])('%s, %s in %j: %s', (line1, postalCode, lines, expected) => {
    expect(match(lines, { line1, postalCode }).street.found).toBe(expected);
  });

  it('without a postcode needs the city', () => {
    const over = { postalCode: null, line1: '5 Marina Walk', city: 'Dubai' };
    expect(match(['5 Marina Walk', 'Dubai'], over).street.found).toBe(true);
    expect(match(['5 Marina Walk', 'Sharjah'], over).street.found).toBe(false);
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
    const british = claim({ line1: '45 Station Road', postalCode: 'ND4 1AE' });
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
    ['SE2 1NE', 'Cardiff SE2 INE', true],
    ['SE2 1NE', 'Cardiff 5E2 1NE', true],
    ['EC1A 0BB', 'London EClA OBB', true],
    ['10623', 'lO623 Berlin', true],
    ['AA6 5EL', 'York AAG 5EL', true],
    ['TL5 5RH', 'Cardiff TL5 5SRH', true],
    ['10623', '1O0623 Berlin', true],
    // twice the same digit is a digit more
    ['TL5 5RH', 'Cardiff TL5 55RH', false],
    ['10623', '106233 Berlin', false],
    // one digit for another is another postcode, and so is what may be two digits
    ['SE2 1NE', 'Cardiff SE2 7NE', false],
    ['DA8 3YE', 'Dartford DAS 3YE', false],
    ['10623', '10628 Berlin', false],
  ])('%s in "%s": %s', (postalCode, town, isFound) => {
    const lines = ['Hans Mueller', 'Hauptstr. 5', town];
    const read = matchAddress(lines, claim({ postalCode }), ratio, { isRead: true });
    expect(read.street.postalCode).toBe(isFound);
    expect(matchAddress(lines, claim({ postalCode }), ratio).street.postalCode).toBe(false);
  });

  it('changes nothing of a house number', () => {
    const lines = ['Hans Mueller', 'Hauptstr. S', '10623 Berlin'];
    expect(matchAddress(lines, claim({}), ratio, { isRead: true }).street.number).toBe(false);
  });
});
