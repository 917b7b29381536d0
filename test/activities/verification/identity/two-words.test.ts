import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareWithViz } from '../../../../activities/verification/identity/compare-viz.ts';
import type { IdentityFacts } from '../../../../activities/verification/identity/identity.ts';
import { judgeValidity } from '../../../../activities/verification/checks/identity-validity.ts';
import type { DocumentType } from '../../../../domain/documents/documents.ts';
import { FINAL_BY_RULE } from '../../../../domain/policy/policy.ts';

/** Received when `YOUNG` is 15 and `OLD` 40. */
const RECEIVED = '2026-11-23T09:00:00.000Z';
const YOUNG = '2011-03-17';
const OLD = '1986-03-17';
const WORDS = ['absent', 'young', 'old'] as const;
type Word = (typeof WORDS)[number];
const DAYS = { young: YOUNG, old: OLD };

interface Combination {
  /** Which reading the facts are of. */
  source: 'zone' | 'barcode' | 'print';
  read: 'young' | 'old';
  /** What stands in print beside an MRZ or a barcode, and whether its year is whole. */
  print: Word;
  isWhole: boolean;
  certainty: number;
  stated: Word;
}

const combinations = fc.record<Combination>({
  source: fc.constantFrom('zone', 'barcode', 'print'),
  read: fc.constantFrom('young', 'old'),
  print: fc.constantFrom(...WORDS),
  isWhole: fc.boolean(),
  certainty: fc.constantFrom(0.5, 0.89, 0.9, 1),
  stated: fc.constantFrom(...WORDS),
});

function answerTo(one: Combination) {
  const day = DAYS[one.read];
  const [year = '', month = '', date = ''] = day.split('-');
  const printed = one.print === 'absent' ? null : DAYS[one.print].split('-').toReversed();
  const shown = printed?.with(2, one.isWhole ? (printed[2] ?? '') : (printed[2] ?? '').slice(2));
  const line = (text: string, top: number) => ({
    text,
    certainty: one.certainty,
    box: [100, top, 200, 30] as [number, number, number, number],
  });
  const lines = shown ? [line('Date of birth', 100), line(shown.join(' '), 140)] : [];
  const first = {
    birth: year.slice(2) + month + date,
    expiry: '310415',
    sex: 'F',
    nationality: 'SWE',
    number: '98304721',
    name: { family: ['ERIKSSON'], given: ['ANNA'], cut: false },
    whole: '98304721',
  } as const;
  const isPrint = one.source === 'print';
  const again = compareWithViz({ ...first, name: { ...first.name, family: [], given: [] } }, [
    { lines, angle: 0 },
  ]);
  const facts: IdentityFacts = {
    types: ['passport'],
    names: [],
    isNameCertain: !isPrint,
    isCertain: !isPrint,
    documentNumber: first.number,
    issuer: 'SWE',
    issuerKind: 'country',
    issuingCountry: 'SE',
    nationality: null,
    birth: { year, month, date, day },
    birthAgain: isPrint ? 'not_read' : again.birthAgain(day),
    expiresOn: '2031-04-15',
  };
  return judgeValidity({
    facts,
    type: 'passport',
    country: 'SE',
    receivedAt: RECEIVED,
    mode: 'live',
    ...(one.stated === 'absent' ? {} : { statedBirth: DAYS[one.stated] }),
    thresholds: {
      minimumAge: 18,
      issuingCountries: null,
      accepts: ['passport'] as DocumentType[],
    },
  });
}

test('no final reason follows one reading alone, nor a reading that another contradicts', () => {
  let final = 0;
  fc.assert(
    fc.property(combinations, (one) => {
      const { outcome, reasons } = answerTo(one);
      if (outcome !== 'fail' || !reasons.some((code) => FINAL_BY_RULE.includes(code))) return;
      final += 1;
      expect(one.source).not.toBe('print');
      expect(one.read).toBe('young');
      const isRead = one.print === 'young' && one.isWhole && one.certainty >= 0.9;
      expect(isRead || one.stated === 'young').toBe(true);
      if (one.certainty >= 0.9) expect(one.print).not.toBe('old');
    }),
    { numRuns: 3000, seed: 11 },
  );
  expect(final).toBeGreaterThan(100);
});

test('who is too young by one reading alone is for a person, who is old enough passes', () => {
  const one: Combination = {
    source: 'zone',
    read: 'young',
    print: 'absent',
    isWhole: true,
    certainty: 1,
    stated: 'old',
  };
  expect(answerTo(one)).toMatchObject({
    outcome: 'inconclusive',
    reasons: ['under_minimum_age'],
    measures: { detail: 'age_by_one_reading', age_said: 'once' },
  });
  expect(answerTo({ ...one, stated: 'young' })).toMatchObject({ outcome: 'fail' });
  expect(answerTo({ ...one, read: 'old' })).toMatchObject({ outcome: 'pass' });
});
