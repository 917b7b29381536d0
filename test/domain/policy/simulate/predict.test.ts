import { describe, expect, it } from 'vitest';
import type { IdentityFacts } from '../../../../activities/verification/identity/identity.ts';
import { matchIdentity } from '../../../../activities/verification/checks/identity-match.ts';
import type { CheckKind } from '../../../../domain/checks/checks.ts';
import type { Policy } from '../../../../domain/policy/policy.ts';
import type { Requirement } from '../../../../domain/case/requirements.ts';
import { MANUAL_1, STANDARD_1 } from '../../../../domain/policy/built-in-policies.ts';
import { foretell } from '../../../../domain/policy/simulate/predict.ts';
import { drive, policyWith, type Verdict } from '../../case/drive.ts';

/** A recorded answer held against another policy. */
function foretold(
  kind: CheckKind,
  recorded: { says: Verdict; measures?: Record<string, number | string> },
  policy: Partial<Policy>,
) {
  const one = drive({ policy: MANUAL_1, level: 'enhanced' });
  one.submit('passport', 'utility_bill', 'selfie');
  const [outcome, ...reasons] = recorded.says;
  const requirement: Requirement = kind.startsWith('address') ? 'address' : 'identity';
  const document = one.document(requirement)?.id ?? null;
  const check = { id: 'chk_1', kind, requirement, document, detailsVersion: 1, outcome, reasons };
  return foretell(check, {
    before: one.state(),
    after: { ...one.state(), policy: { ...MANUAL_1, ...policy } },
    measures: recorded.measures ? { chk_1: recorded.measures } : {},
  });
}

const NAMES = [
  ['ERIKSSON', 'ANNA MARIA'],
  ['ERIKSSEN', 'ANNA MARIA'],
  ['ERIKSSON', 'ANNA M'],
  ['ERIKSSON', 'ANNA MARIA EVA'],
  ['ERICSON', 'HANNAH M'],
  ['SVENSSON', 'BO'],
  ['LINDQVIST', 'ANNA'],
] as const;
const BANDS = [
  { pass: 0.9, fail: 0.6 },
  { pass: 0.97, fail: 0.6 },
  { pass: 0.8, fail: 0.3 },
  { pass: 0.99, fail: 0.88 },
  { pass: 0.5, fail: 0.1 },
];

/** Of an MRZ read alike twice, of one that was not, and of print alone. */
const CERTAINTIES = [
  [true, true],
  [false, true],
  [false, false],
] as const;

/** What the engine itself says of a reading under these limits. */
function engine(
  [family, given]: readonly [string, string],
  names: Policy['names'],
  how: { isNameCertain: boolean; isCertain: boolean; birth: string },
) {
  const facts = {
    names: [{ family: [family], given: given.split(' '), cut: false }],
    isNameCertain: how.isNameCertain,
    isCertain: how.isCertain,
    birth: { year: '1974', month: '08', date: '12', day: '1974-08-12' },
  } as unknown as IdentityFacts;
  const details = { givenNames: 'Anna Maria', familyName: 'Eriksson', birthDate: how.birth };
  return matchIdentity({
    facts,
    details,
    thresholds: { namePass: names.pass, nameFail: names.fail },
  });
}

describe('a name score under other limits', () => {
  it('gives the answer that the engine itself gives', () => {
    const seen = new Set<string>();
    for (const name of NAMES) {
      for (const [isNameCertain, isCertain] of CERTAINTIES) {
        for (const birth of ['1974-08-12', '1980-01-01']) {
          const recorded = engine(name, STANDARD_1.names, { isNameCertain, isCertain, birth });
          for (const names of BANDS) {
            const { outcome, reasons } = engine(name, names, { isNameCertain, isCertain, birth });
            const says: Verdict = [recorded.outcome, ...recorded.reasons];
            const told = foretold(
              'identity_match',
              { says, measures: recorded.measures },
              { names },
            );
            expect(told && { ...told, reasons: told.reasons.toSorted() }).toEqual({
              outcome,
              reasons: reasons.toSorted(),
            });
            seen.add(`${recorded.outcome} ${outcome}`);
          }
        }
      }
    }
    const moved = [
      'pass inconclusive',
      'inconclusive pass',
      'inconclusive fail',
      'fail inconclusive',
    ];
    expect([...seen]).toEqual(expect.arrayContaining(moved));
  });

  it('is not foretold at the very limit, nor without its measure; what was unread stays so', () => {
    const names = { pass: 0.85, fail: 0.6 };
    const says: Verdict = ['inconclusive', 'name_mismatch'];
    const measures = { name_score: 0.85, birth_date: 'agrees', name_certain: 'yes' };
    expect(foretold('identity_match', { says, measures }, { names })).toBeNull();
    expect(foretold('identity_match', { says }, { names })).toBeNull();
    const unread: Verdict = ['inconclusive', 'document_unreadable'];
    expect(foretold('identity_match', { says: unread, measures: {} }, { names })).toEqual({
      outcome: 'inconclusive',
      reasons: ['document_unreadable'],
    });
  });

  it('of an older record, which lacks the certainty, is told where the answer shows it', () => {
    const names = { pass: 0.95, fail: 0.8 };
    const says: Verdict = ['inconclusive', 'name_mismatch'];
    const of = (name_score: number) =>
      foretold(
        'identity_match',
        { says, measures: { name_score, birth_date: 'agrees' } },
        { names },
      );
    expect(of(0.7)).toBeNull(); // between the old limits: certain or not, nobody wrote down
    expect(of(0.5)).toEqual({ outcome: 'inconclusive', reasons: ['name_mismatch'] });
  });
});

const PASS: Verdict = ['pass'];
const OLD: Verdict = ['fail', 'address_document_too_old'];
const { address, identity } = STANDARD_1.requirements;
const accepting = (accepts: Policy['requirements']['address']['accepts']) => ({
  requirements: { ...MANUAL_1.requirements, address: { ...address, accepts } },
});

describe('other limits', () => {
  it.each<
    [string, CheckKind, Verdict, Record<string, number | string>, Partial<Policy>, Verdict | null]
  >([
    ['the same: as it was', 'identity_validity', PASS, {}, { retakesPerRound: 1 }, PASS],
    ['a fault is asked again', 'identity_validity', ['unavailable'], {}, { minimumAge: 16 }, null],
    ['a lower age', 'identity_validity', PASS, {}, { minimumAge: 16 }, PASS],
    ['a higher age', 'identity_validity', PASS, {}, { minimumAge: 21 }, null],
    ['fewer issuers', 'identity_validity', PASS, {}, { issuingCountries: ['SE'] }, null],
    [
      'a longer term',
      'address_recency',
      PASS,
      {},
      { addressAge: { utility_bill: { months: 6 } } },
      PASS,
    ],
    [
      'a longer term, too old',
      'address_recency',
      OLD,
      {},
      { addressAge: { utility_bill: { months: 6 } } },
      null,
    ],
    [
      'a shorter term',
      'address_recency',
      PASS,
      {},
      { addressAge: { utility_bill: { months: 1 } } },
      null,
    ],
    [
      'a shorter term, too old',
      'address_recency',
      OLD,
      {},
      { addressAge: { utility_bill: { months: 1 } } },
      OLD,
    ],
    ['no term', 'address_recency', OLD, {}, { addressAge: {} }, PASS],
    [
      'no longer taken',
      'address_recency',
      PASS,
      {},
      accepting(['tax_bill']),
      ['fail', 'address_type_not_accepted'],
    ],
    [
      'a face above',
      'face_match',
      ['inconclusive', 'face_mismatch'],
      { face_score: 0.7 },
      { faces: { pass: 0.65, fail: 0.4 } },
      PASS,
    ],
    [
      'a face between',
      'face_match',
      PASS,
      { face_score: 0.75 },
      { faces: { pass: 0.8, fail: 0.4 } },
      ['inconclusive', 'face_mismatch'],
    ],
    [
      'a face below',
      'face_match',
      PASS,
      { face_score: 0.75 },
      { faces: { pass: 0.9, fail: 0.8 } },
      null,
    ],
    [
      'no alert',
      'screening',
      ['inconclusive', 'sanctions_possible_match'],
      { screening_score: 0.87 },
      { screening: { alertMin: 0.9, restrictFrom: 0.92 } },
      PASS,
    ],
    [
      'an alert',
      'screening',
      ['inconclusive', 'sanctions_possible_match'],
      { screening_score: 0.95 },
      { screening: { alertMin: 0.9, restrictFrom: 0.92 } },
      ['inconclusive', 'sanctions_possible_match'],
    ],
    [
      'an alert nobody looked at',
      'screening',
      PASS,
      { screening_score: 0.8 },
      { screening: { alertMin: 0.7, restrictFrom: 0.92 } },
      null,
    ],
  ])('%s', (_, kind, says, measures, policy, expected) => {
    const [outcome, ...reasons] = expected ?? [];
    const found = foretold(kind, { says, measures }, policy);
    expect(found).toEqual(expected && { outcome, reasons });
  });

  it('of another type of document say nothing of this one', () => {
    const requirements = {
      ...MANUAL_1.requirements,
      identity: { ...identity, accepts: identity.accepts.toReversed() },
    };
    expect(foretold('address_recency', { says: PASS }, { requirements })).toEqual({
      outcome: 'pass',
      reasons: [],
    });
    expect(policyWith({}).addressAge.tax_bill).toEqual({ months: 12 });
  });
});
