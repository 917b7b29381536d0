import type { DocumentReport, Report } from '@onfido/api';
import { describe, expect, test } from 'vitest';
import { judgeAnswer } from '../../../activities/vendors/onfido/judge-answer.ts';
import type { CheckKind } from '../../../domain/checks/checks.ts';
import { documentReport, faceReport } from '../../support/fake-onfido/reports.ts';
import { DETAILS } from '../../store/kit/make.ts';
import { passportRound } from './vendor-kit.ts';

const KINDS = [
  'identity_reading',
  'identity_validity',
  'identity_match',
  'identity_unique',
] as const;
type Word = [string, ...string[]];

/** What the reports come to, check by check. */
async function draftedBy(reports: Report[], others = 0) {
  const judge = judgeAnswer(
    { check: { id: 'check', applicant_id: 'applicant' }, reports },
    {
      round: passportRound('cus_1'),
      details: DETAILS,
      othersWith: () => Promise.resolve({ others, alike: 0 }),
    },
    'onfido@1',
  );
  return (kind: CheckKind) => judge(kind);
}

async function words(reports: Report[], others = 0): Promise<Record<string, Word>> {
  const judge = await draftedBy(reports, others);
  const answers = await Promise.all(KINDS.map(async (kind) => [kind, await judge(kind)] as const));
  return Object.fromEntries(
    answers.map(([kind, { outcome, reasons }]) => [kind, [outcome, ...reasons]]),
  );
}

const PASS = Object.fromEntries(KINDS.map((kind) => [kind, ['pass']]));
const read = (more: Partial<DocumentReport> = {}) => documentReport(DETAILS, more);
const bad = { result: 'consider' };

test('a clear report on the person passes, with readings, term and both versions', async () => {
  expect(await words([read()])).toEqual(PASS);
  const judge = await draftedBy([read()]);
  const reading = await judge('identity_reading');
  expect(reading.readings).toContainEqual({
    field: 'family_name',
    value: 'Eriksson',
    page: 0,
    box: null,
  });
  expect(JSON.stringify(reading.measures)).not.toMatch(/eriksson|1974|1234567/i);
  const validity = await judge('identity_validity');
  expect(validity).toMatchObject({ validUntil: '2035-06-02T00:00:00.000Z' });
  expect(validity.engine).toMatch(/^identity_validity@3 onfido@1/);
});

const UNREAD = ['inconclusive', 'document_unreadable'];
const CASES: [string, Partial<DocumentReport>, Record<string, string[]>][] = [
  [
    'a poor picture: another one is asked for',
    { result: 'consider', breakdown: { image_integrity: bad } },
    Object.fromEntries(KINDS.map((kind) => [kind, UNREAD])),
  ],
  [
    'a document that the vendor does not know: a person, and no retake',
    {
      result: 'unidentified',
      breakdown: {
        image_integrity: { ...bad, breakdown: { supported_document: { result: 'unidentified' } } },
      },
    },
    { identity_reading: ['inconclusive'], identity_match: UNREAD },
  ],
  [
    'a turned-down picture',
    { result: 'consider', sub_result: 'rejected' },
    { identity_reading: UNREAD },
  ],
  [
    'signs of forgery: a person, by a reason that no rule rejects for',
    { result: 'consider', sub_result: 'suspected', breakdown: { visual_authenticity: bad } },
    { identity_reading: ['fail', 'document_inconsistent'], identity_match: ['pass'] },
  ],
  [
    'a doubt of the vendor',
    { result: 'consider', sub_result: 'caution' },
    { identity_reading: ['inconclusive', 'document_inconsistent'] },
  ],
  [
    'a flag without a verdict',
    { result: 'consider', sub_result: null as never, breakdown: { police_record: bad } },
    { identity_reading: ['inconclusive', 'document_inconsistent'] },
  ],
  [
    'a number of a wrong form',
    {
      result: 'consider',
      breakdown: { data_validation: { breakdown: { document_numbers: bad } } },
    },
    { identity_reading: ['inconclusive', 'document_inconsistent'] },
  ],
  [
    'a document that is over is read well, and fails by our own rule',
    {
      result: 'consider',
      properties: { date_of_expiry: '2026-12-31' },
      breakdown: { data_validation: { breakdown: { document_expiration: bad } } },
    },
    { ...PASS, identity_validity: ['fail', 'document_expired'] },
  ],
  [
    'a term that the vendor alone doubts',
    {
      result: 'consider',
      breakdown: { data_validation: { breakdown: { document_expiration: bad } } },
    },
    { ...PASS, identity_validity: ['inconclusive', 'document_expired'] },
  ],
  [
    'a child by one reading alone',
    { properties: { date_of_birth: '2012-08-12' } },
    {
      identity_reading: ['pass'],
      identity_validity: ['inconclusive', 'under_minimum_age'],
      identity_match: ['fail', 'birth_date_mismatch'],
    },
  ],
  [
    'another name',
    { properties: { last_name: 'Zhu', first_name: 'Wei' } },
    { ...PASS, identity_match: ['fail', 'name_mismatch'] },
  ],
  [
    'a name that the vendor alone doubts',
    { result: 'consider', breakdown: { data_comparison: { breakdown: { last_name: bad } } } },
    { ...PASS, identity_match: ['inconclusive', 'name_mismatch'] },
  ],
  [
    'a type that the policy does not take',
    { properties: { document_type: 'driving_licence' } },
    { ...PASS, identity_validity: ['fail', 'document_type_not_accepted'] },
  ],
  [
    'a reading without an expiry',
    { properties: { date_of_expiry: '' } },
    Object.fromEntries(KINDS.map((kind) => [kind, UNREAD])),
  ],
];

test.each(CASES)('%s', async (_, more, expected) => {
  expect(await words([read(more)])).toMatchObject(expected);
});

test('a document in use elsewhere is a doubt', async () => {
  expect(await words([read()], 1)).toEqual({
    ...PASS,
    identity_unique: ['inconclusive', 'document_in_use'],
  });
});

describe('what is no answer', () => {
  const away = Object.fromEntries(
    KINDS.map((kind) => [kind, ['unavailable', 'check_unavailable']]),
  );
  test.each([
    ['a word that the vendor never used', [read({ result: 'splendid' as never })]],
    ['none at all', [read({ result: null as never })]],
    ['a report on something else', [faceReport()]],
  ])('%s: unavailable, never a failure', async (_, reports) => {
    expect(await words(reports)).toEqual(away);
  });
});

test.each([
  ['two faces of one person', {}, ['pass']],
  ['two persons, both seen well', { face_comparison: bad }, ['fail', 'face_mismatch']],
  [
    'a face that was not found',
    { image_integrity: { ...bad, breakdown: { face_detected: bad } }, face_comparison: bad },
    ['inconclusive', 'face_not_found'],
  ],
  ['a picture of a screen', { visual_authenticity: bad }, ['inconclusive', 'face_mismatch']],
  [
    'a poor picture of another',
    { image_integrity: bad, face_comparison: bad },
    ['inconclusive', 'face_mismatch'],
  ],
])('faces: %s', async (_, breakdown, expected) => {
  const result = Object.keys(breakdown).length > 0 ? 'consider' : 'clear';
  const judge = await draftedBy([faceReport({ result, breakdown: breakdown as never })]);
  const { outcome, reasons } = await judge('face_match');
  expect([outcome, ...reasons]).toEqual(expected);
  expect((await (await draftedBy([read()]))('face_match')).outcome).toBe('unavailable');
});
