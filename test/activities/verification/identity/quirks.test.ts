import { afterAll, expect, test } from 'vitest';
import { createBarcodeReader } from '../../../../activities/verification/engines/barcode.ts';
import type { IdentityFacts } from '../../../../activities/verification/identity/identity.ts';
import { judgeValidity } from '../../../../activities/verification/checks/identity-validity.ts';
import { matchIdentity } from '../../../../activities/verification/checks/identity-match.ts';
import { createTextRecognizer } from '../../../../activities/verification/engines/ocr.ts';
import { readIdentity } from '../../../../activities/verification/checks/identity-reading.ts';
import { birthDate } from '../../../../domain/identity/mrz/dates.ts';
import type { DocumentType } from '../../../../domain/documents/documents.ts';
import { makePassport } from '../../../specimens/passport.ts';
import { PEOPLE } from '../../../specimens/people.ts';
import { QUIRKS } from '../../../specimens/quirky-zone.ts';
import { seenQuirk, type QuirkSeen } from '../kit/quirks-kit.ts';

const engines = { recognizer: createTextRecognizer(), barcodes: createBarcodeReader() };
afterAll(() => Promise.all([engines.recognizer.close(), engines.barcodes.close()]));

const receivedAt = '2026-11-23T10:00:00.000Z';
const THRESHOLDS = {
  minimumAge: 18,
  issuingCountries: null,
  accepts: ['passport', 'national_id', 'residence_permit'] as DocumentType[],
  namePass: 0.9,
  nameFail: 0.6,
};

const FACTS: IdentityFacts = {
  types: ['passport'],
  names: [{ family: ['ERIKSSON'], given: ['ANNA', 'MARIA'], cut: false }],
  isNameCertain: true,
  isCertain: true,
  documentNumber: '98304721',
  issuer: 'SWE',
  issuerKind: 'country',
  issuingCountry: 'SE',
  nationality: 'SE',
  birth: { year: '1974', month: '08', date: '12', day: '1974-08-12' },
  birthAgain: 'not_read',
  expiresOn: '2031-04-15',
};

function validity(
  facts: Partial<IdentityFacts>,
  statedBirth = '1974-08-12',
  more: { issuingCountries?: string[] | null } = {},
) {
  const { outcome, reasons, measures, validUntil } = judgeValidity({
    facts: { ...FACTS, ...facts },
    type: 'passport',
    country: null,
    statedBirth,
    receivedAt,
    mode: 'live',
    thresholds: { ...THRESHOLDS, ...more },
  });
  return { outcome, reasons, detail: measures['detail'], validUntil };
}

function born(text: string): Pick<IdentityFacts, 'birth'> {
  const birth = birthDate(text, receivedAt.slice(0, 10));
  if (birth === null) throw new Error('no birth');
  return { birth };
}

test('a document for life never expires; one without a known end goes to a person', () => {
  const forLife = validity({ expiresOn: null, term: 'unlimited' });
  expect(forLife).toEqual({ outcome: 'pass', reasons: [] });
  for (const facts of [{ term: 'unknown' as const }, {}]) {
    expect(validity({ expiresOn: null, ...facts })).toMatchObject({
      outcome: 'inconclusive',
      reasons: [],
      detail: 'expiry_not_known',
    });
  }
});

test.each([
  ['unknown', false, null],
  ['XQQ', true, null],
  ['XQQ', true, ['SE']],
])('an issuer that nobody knows (%s) is not said to be refused', (issuer, isCertain, countries) => {
  const unknown = { issuer, isCertain, issuerKind: null, issuingCountry: null };
  expect(validity(unknown, '1974-08-12', { issuingCountries: countries })).toMatchObject({
    outcome: 'inconclusive',
    reasons: [],
    detail: 'issuer_not_known',
  });
});

test('a word beside a refusal explains that refusal, and no other matter', () => {
  const other = validity({ types: ['driving_licence'] });
  expect(other).toMatchObject({ outcome: 'fail', detail: 'declared_type_differs' });
  const over = validity({ types: ['national_id'], expiresOn: '2020-01-01' });
  expect(over).toMatchObject({ reasons: ['document_expired'], detail: undefined });
});

test.each([
  // the details tell that it is a child: two words of it
  ['140302', '2014-03-02', 'fail', 'under_minimum_age'],
  // a hundred years older by the details alone: print has to show it
  ['140302', '1914-03-02', 'inconclusive', 'birth_year_two_ways'],
  ['140302', '1974-08-12', 'inconclusive', 'birth_year_two_ways'],
  ['080302', '2008-03-02', 'pass', ''],
  ['050302', '1974-08-12', 'pass', ''],
  ['74<<<<', '1974-08-12', 'pass', ''],
  ['080000', '1974-08-12', 'inconclusive', 'birth_year_two_ways'],
  ['<<<<<<', '1974-08-12', 'inconclusive', 'birth_date_open'],
])('a birth of %s, stated as %s: %s %s', (text, stated, outcome, why) => {
  const found = validity(born(text), stated);
  expect(found.outcome).toBe(outcome);
  expect(found.reasons.join() || found.detail || '').toBe(why);
});

test('no year of two digits contradicts a stated day that it can mean', () => {
  const match = (text: string, birthDay: string) =>
    matchIdentity({
      facts: { ...FACTS, ...born(text) },
      details: { ...PEOPLE.anna, birthDate: birthDay },
      thresholds: THRESHOLDS,
    }).reasons;
  expect(match('260109', '1926-01-09')).toEqual([]);
  expect(match('260109', '2026-01-09')).toEqual([]);
  expect(match('260109', '1976-01-09')).toEqual(['birth_date_mismatch']);
});

test(
  'a woman of a hundred passes where print has her whole year',
  { timeout: 60_000 },
  async () => {
    const person = { ...PEOPLE.anna, birthDate: '1926-03-19' };
    const png = await makePassport({ person, shot: { angle: 2 }, seed: 5 });
    const page = { index: 0, side: 'front', png, width: 1280, height: 960, text: null } as const;
    const { judged, facts } = await readIdentity(engines, {
      pages: [{ ...page, measures: {} }],
      type: 'passport',
      country: null,
      printedText: 'review',
      receivedAt,
      signal: new AbortController().signal,
    });
    expect(judged.outcome).toBe('pass');
    expect(facts?.birth).toMatchObject({ day: '1926-03-19' });
    const found = validity(facts ?? {}, person.birthDate);
    expect(found.outcome).toBe('pass');
  },
);

/** Here one of each; all three hundred by `ZONES=300`. */
const COUNT = Number(process.env['ZONES'] ?? 10);
const EVERY = COUNT < QUIRKS.length ? 3 : 1;
const SEED = 8231;
const PATIENCE_MS = 20_000;

test(
  'zones with the quirks of real issuers: none is read wrongly, nearly all are read or shown',
  { timeout: 60_000 + COUNT * PATIENCE_MS },
  async () => {
    const seen: QuirkSeen[] = [];
    for (let at = 0; at < COUNT; at += 1) seen.push(await seenQuirk(engines, at * EVERY, SEED));
    expect(seen.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    const due = seen.filter(({ quirk }) => quirk !== 'wrong_digit');
    const shown = due.filter(({ as }) => as !== 'unread');
    expect(shown.length).toBeGreaterThanOrEqual(Math.floor(0.95 * due.length));
    expect(Math.max(...seen.map(({ cpuMs }) => cpuMs))).toBeLessThan(5000);
  },
);
