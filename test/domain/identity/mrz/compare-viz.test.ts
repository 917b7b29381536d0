import { expect, test } from 'vitest';
import { compareMrzWithViz } from '../../../../domain/identity/mrz/compare-viz.ts';
import { parseMrz, type Mrz } from '../../../../domain/identity/mrz/parse.ts';

function zone(name: string, number = '98304721<6'): Mrz {
  const mrz = parseMrz([
    `P<SWE${name}`.padEnd(44, '<'),
    `${number}SWE7408122F3104150<<<<<<<<<<<<<<<4`,
  ]);
  if (mrz === null) throw new Error('bad zone');
  return mrz;
}

const PAGE = ['PASSPORT', '98304721', 'UPPSALA', '12 AUG 1974'];

test.each([
  ['the same', [...PAGE, 'ERIKSSON', 'ANNA MARIA'], 'agree', 1],
  ['glued words', [...PAGE, 'ERIKSSON', 'ANNAMARIA'], 'agree', 1],
  ['a letter misread', [...PAGE, 'ERIKSS0N', 'ANNA MARIA'], 'agree', 1],
  // 1.3 of 1.3 + 1 + 1
  ['given names missing', [...PAGE, 'ERIKSSON'], 'not_found', 1.3 / 3.3],
  ['another person', [...PAGE, 'BERGSTRÖM', 'KARIN'], 'disagree', 0],
  ['nothing to compare', ['SVERIGE', 'REGISTRY OFFICE'], 'not_compared', 0],
] as const)('names, %s', (_, lines, names, share) => {
  const compared = compareMrzWithViz(zone('ERIKSSON<<ANNA<MARIA'), lines);
  expect(compared.names).toBe(names);
  expect(compared.share).toBeCloseTo(share, 5);
});

test('marks and two-letter spellings are no difference', () => {
  const lines = ['MÜLLER-WEISS', 'JORG GÜNTHER', '98304721'];
  expect(compareMrzWithViz(zone('MUELLER<WEISS<<JOERG<GUENTHER'), lines).names).toBe('agree');
});

test.each([
  ['THORVALDSSON<<HEIDAR<OERN', ['ÞORVALDSSON', 'HEIÐAR ÖRN']],
  // as a reader without these letters has them
  ['THORVALDSSON<<HEIDAR<OERN', ['PORVALDSSON', 'HEIDAR ORN']],
  ['LUKASIK<<PAWEL', ['ŁUKASIK', 'PAWEŁ']],
  ['DJOKIC<<MARIJA', ['ĐOKIĆ', 'MARIJA']],
])('letters that the zone folds are no difference: %s', (name, lines) => {
  expect(compareMrzWithViz(zone(name), [...PAGE, ...lines]).names).toBe('agree');
});

test('a name that was cut to its field agrees with the whole one in print', () => {
  const name = 'ALBUQUERQUE<DE<SOTTOMAYOR<<CONSTANCA<BEATR';
  const lines = [...PAGE, 'ALBUQUERQUE DE SOTTOMAYOR', 'CONSTANCA BEATRIZ'];
  const cut = zone(name.slice(0, 39));
  expect(cut.name.cut).toBe(true);
  expect(compareMrzWithViz(cut, lines).names).toBe('agree');
  expect(compareMrzWithViz(cut, [...PAGE, 'ALMEIDA', 'JOANA']).names).toBe('disagree');
});

test.each([
  ['nothing behind the captions', ['Surname/Nom', 'Given names/Prénoms'], 'not_found'],
  ['only specks behind them', ['Surname', '1', 'Given names', '..'], 'not_found'],
  ['another name behind one', ['Surname/Nom', 'ALMEIDA', 'Given names/Prénoms'], 'disagree'],
  ['another name in the same line', ['Surname ALMEIDA', 'Given names'], 'disagree'],
])('a covered name is not another one: %s', (_, lines, expected) => {
  expect(compareMrzWithViz(zone('ERIKSSON<<ANNA<MARIA'), [...PAGE, ...lines]).names).toBe(expected);
});

test.each([
  ['98304721<6', 'agrees'],
  // K in place of the filler: the digit cannot tell, print can
  ['98304721K6', 'differs'],
  // another number
  ['G1604721<6', 'not_found'],
])('the number %s %s with print', (number, expected) => {
  expect(compareMrzWithViz(zone('ERIKSSON<<ANNA', number), PAGE).number).toBe(expected);
});

test('of twins only those count that the check digit allows', () => {
  // G and 6 differ by ten: the same digit; O and 0 by 24: another one, so print is misread
  const number = (text: string) =>
    compareMrzWithViz(zone('ERIKSSON<<ANNA', 'X6120045<0'), [text]).number;
  expect(number('X6120045')).toBe('agrees');
  expect(number('XG120045')).toBe('differs');
  expect(number('X612O045')).toBe('not_found');
});

test('print tells how a lost letter is spelled, and is exact only letter by letter', () => {
  const lost = compareMrzWithViz(zone('DUBIS<<IDA'), [...PAGE, 'DUBOIS', 'IDA']);
  expect(lost).toMatchObject({ names: 'agree', isExact: false, respelled: { family: ['DUBOIS'] } });
  const whole = compareMrzWithViz(zone('DUBOIS<<IDA'), [...PAGE, 'DUBOIS', 'IDA']);
  expect(whole).toMatchObject({ names: 'agree', isExact: true, respelled: null });
  const part = compareMrzWithViz(zone('BRIEN<<BO'), [...PAGE, 'OBRIENS', 'BO']);
  expect(part.isExact).toBe(false);
});

test.each([
  // O counts 24 and 0 nothing, under weights that ten does not divide: the digit allows O alone
  ['6VOF4IEL', '6V0F4IEL', 'alike'],
  ['6VOF4IEL', '6VOF4IEL', 'agrees'],
  // 2 and 0 under weights 7 and 3, or Z and O: both choices have the one digit
  ['20ZO2Z50O', '2OZ02Z5OO', 'not_found'],
  ['6VOF4IEL', '6V0F4IEM', 'not_found'],
])('of %s, where print has %s, the number %s', (number, print, expected) => {
  const mrz = { ...zone('ERIKSSON<<ANNA'), documentNumber: number };
  expect(compareMrzWithViz(mrz, ['PASSPORT', print]).number).toBe(expected);
});
