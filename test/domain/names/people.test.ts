import { describe, expect, test } from 'vitest';
import {
  compareNames,
  DOCUMENT_RULES,
  LETTER_RULES,
  scoreOf,
} from '../../../domain/names/compare.ts';
import { LIKENESSES } from '../../../domain/names/likeness.ts';
import { spellings } from '../../../domain/identity/mrz/transliterate.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { DIFFERENT_PEOPLE } from './different-people.ts';
import { SAME_PEOPLE } from './same-people.ts';

interface Row {
  line: string;
  mark: 'doubt' | 'other' | null;
  stated: { family: string[]; given: string[] };
  found: { family: string[]; given: string[]; cut: boolean };
}

const words = (text: string) => text.split(' ').filter((word) => word !== '');

function rowsOf(table: string): Row[] {
  const lines = table.split('\n').filter((line) => line.includes('='));
  return lines.map((line) => {
    const [, mark = null, name = '', zone = ''] =
      /^(?:(doubt|other): )?(.*?) ?= (.*)$/.exec(line) ?? [];
    const [family = '', given = ''] = name.split(',');
    const [foundFamily = '', foundGiven = ''] = zone.replace('~', '').split('<<');
    return {
      line,
      mark: mark === 'doubt' || mark === 'other' ? mark : null,
      stated: { family: spellings(family), given: spellings(given.trim()) },
      found: { family: words(foundFamily), given: words(foundGiven), cut: zone.endsWith('~') },
    };
  });
}

const LIMITS = STANDARD_1.names;
const same = rowsOf(SAME_PEOPLE);
const different = rowsOf(DIFFERENT_PEOPLE);

describe('one person, spelt by many customs', () => {
  test('there are a hundred and twenty pairs or more, and eighty of two people', () => {
    expect(same.length).toBeGreaterThanOrEqual(120);
    expect(different.length).toBeGreaterThanOrEqual(80);
  });

  test.each(same.map((row) => [row.line, row] as const))('%s', (_, { stated, found, mark }) => {
    const { score } = compareNames(stated, found);
    if (mark === 'doubt') {
      expect(score).toBeLessThan(LIMITS.pass);
      expect(score).toBeGreaterThanOrEqual(LIMITS.fail);
    } else expect(score).toBeGreaterThanOrEqual(LIMITS.pass);
  });
});

describe('two people never pass', () => {
  test.each(different.map((row) => [row.line, row] as const))(
    '%s',
    (_, { stated, found, mark }) => {
      const { score } = compareNames(stated, found);
      expect(score).toBeLessThan(LIMITS.pass);
      if (mark === 'other') expect(score).toBeLessThan(LIMITS.fail);
      else expect(score).toBeGreaterThanOrEqual(LIMITS.fail);
    },
  );
});

test.each([
  ['a document', DOCUMENT_RULES],
  ['a letter', LETTER_RULES],
] as const)('by the rules of %s the pieces add up, and hold no name', (_, rules) => {
  for (const { stated, found } of [...same, ...different]) {
    const { score, pieces } = compareNames(stated, found, rules);
    expect(scoreOf(pieces)).toBeCloseTo(score, 9);
    const names = /^((family|given|unknown|only_stated|only_on_document)_\d+|letters_differ)$/;
    for (const { name, how } of pieces) {
      expect(name).toMatch(names);
      expect(LIKENESSES).toContain(how);
    }
  }
});

test.each([
  ['de la Cruz', 'Ana', 'CRUZ'],
  ['Cruz', 'Ana', 'DE LA CRUZ'],
  ['de la Cruz', 'Ana', 'DEL CRUZ'],
  ['Dr Cruz', 'Ana', 'CRUZ'],
])('a particle or title is lowered, never deleted: %s, %s against %s', (family, given, found) => {
  const stated = { family: spellings(family), given: spellings(given) };
  const { score } = compareNames(stated, { family: words(found), given: ['ANA'], cut: false });
  expect(score).toBeLessThan(1);
  expect(score).toBeGreaterThan(LIMITS.fail);
});
