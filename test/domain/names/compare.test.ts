import { expect, test } from 'vitest';
import { compareNames, scoreOf } from '../../../domain/names/compare.ts';
import { jaroWinkler } from '../../../domain/names/similarity.ts';
import { spellings } from '../../../domain/identity/mrz/transliterate.ts';

const read = (family: string, given: string, cut = false) => ({
  family: family.split(' '),
  given: given === '' ? [] : given.split(' '),
  cut,
});
const stated = (family: string, given: string | null) => ({
  family: spellings(family),
  given: spellings(given ?? ''),
});

/** Weights: family 1.3, given 1, particle 0.3. The last column shows the sum. */
test.each([
  ['Eriksson', 'Anna Maria', 'ERIKSSON', 'ANNA MARIA', 1],
  ['Müller-Weiß', 'Jörg', 'MUELLER WEISS', 'JOERG', 1],
  ['Müller', 'Jörg', 'MULLER', 'JORG', 1],
  ["O'Connor", 'John', 'OCONNOR', 'JOHN', 1],
  ['Suharti', null, 'SUHARTI', '', 1],
  ['van den Berg', 'Jan', 'VANDENBERG', 'JAN', 1],
  ['Vandenberg', 'Jan', 'VAN DEN BERG', 'JAN', 1],
  // one name on the document holds both: parts are not told apart
  ['Suharti', 'Wati', 'SUHARTI WATI', '', 1],
  // a read name that was not stated costs 0.15
  ['Eriksson', 'Anna', 'ERIKSSON', 'ANNA MARIA', 2.3 / (2.3 + 0.15)],
  // a stated name that is not on the document costs 0.8
  ['Eriksson', 'Anna Maria', 'ERIKSSON', 'ANNA', 2.3 / (2.3 + 0.8)],
  // initial: 0.7
  ['Eriksson', 'Anna M', 'ERIKSSON', 'ANNA MARIA', (1.3 + 1 + 0.7) / 3.3],
  // parts swapped: each at 0.85
  ['Anna', 'Eriksson', 'ERIKSSON', 'ANNA', 0.85],
  // family names contradict: both in full
  ['Eriksson', 'Anna Maria', 'LINDQVIST', 'ANNA MARIA', 2 / (2 + 1.3 + 1.3)],
  // four letters or fewer must be equal
  ['Lund', 'Anna', 'LIND', 'ANNA', 1 / (1 + 1.3 + 1.3)],
  ['Lefèvre-Dubois', 'Chloé', 'ERIKSSON', 'ANNA', 0],
  // a particle missing costs little: 0.8 * 0.3
  ['de la Cruz', 'Ana', 'CRUZ', 'ANA', 2.3 / (2.3 + 2 * 0.8 * 0.3)],
])('%s, %s against %s, %s', (family, given, readFamily, readGiven, score) => {
  expect(compareNames(stated(family, given), read(readFamily, readGiven)).score).toBeCloseTo(
    score,
    6,
  );
});

test('one letter off is a doubt: 0.7 of the similarity', () => {
  const alike = jaroWinkler('ERIKSON', 'ERIKSSON');
  const { score } = compareNames(stated('Erikson', 'Anna'), read('ERIKSSON', 'ANNA'));
  expect(score).toBeCloseTo((1 + 1.3 * 0.7 * alike) / 2.3, 6);
});

test('a name cut at the end of the field agrees by its beginning', () => {
  const name = stated('Nilavadhanananda', 'Chayapa Dejthamrong Krasuang');
  const cut = read('NILAVADHANANANDA', 'CHAYAPA DEJTHAMRONG K', true);
  // the cut word counts as an initial
  expect(compareNames(name, cut).score).toBeCloseTo((1.3 + 1 + 1 + 0.7) / 4.3, 6);
  const longer = read('NILAVADHANANANDA', 'CHAYAPA DEJTHAM', true);
  // 0.95 for the cut word, 0.1 for the one behind the cut
  expect(compareNames(name, longer).score).toBeCloseTo((1.3 + 1 + 0.95) / (3.3 + 0.1), 6);
  const whole = read('NILAVADHANANANDA', 'CHAYAPA DEJTHAM');
  expect(compareNames(name, whole).score).toBeLessThan(0.9);
});

test('the pieces add up to the score and hold no name', () => {
  const { score, pieces } = compareNames(
    stated('Eriksson', 'Anna Maria'),
    read('LINDQVIST', 'ANNA MARIE'),
  );
  expect(scoreOf(pieces)).toBeCloseTo(score, 9);
  for (const { name } of pieces)
    expect(name).toMatch(/^(family|given|unknown|only_stated|only_on_document)_\d+$/);
});

test.each([
  // Winkler 1990
  ['MARTHA', 'MARHTA', 0.9611],
  ['DWAYNE', 'DUANE', 0.84],
  ['DIXON', 'DICKSONX', 0.8133],
  ['ABC', 'XYZ', 0],
])('Jaro-Winkler of %s and %s is %d', (a, b, similarity) => {
  expect(jaroWinkler(a, b)).toBeCloseTo(similarity, 3);
});
