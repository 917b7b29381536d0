import { afterAll, describe, expect, test } from 'vitest';
import { createBarcodeReader } from '../../../../activities/verification/engines/barcode.ts';
import type { CleanPage } from '../../../../activities/verification/engines/engines.ts';
import { judgeValidity } from '../../../../activities/verification/checks/identity-validity.ts';
import { matchIdentity } from '../../../../activities/verification/checks/identity-match.ts';
import { createTextRecognizer } from '../../../../activities/verification/engines/ocr.ts';
import { readIdentity } from '../../../../activities/verification/checks/identity-reading.ts';
import type { DocumentType, Side } from '../../../../domain/documents/documents.ts';
import type { Policy } from '../../../../domain/policy/policy.ts';
import { makeCard } from '../../../specimens/card.ts';
import { ERIKA, type EuLicence, makeEuLicence } from '../../../specimens/eu-licence.ts';
import { PEOPLE } from '../../../specimens/people.ts';
import { makePrintedCard, type PrintedCardOf } from '../../../specimens/printed-card.ts';

const recognizer = createTextRecognizer();
const barcodes = createBarcodeReader();
afterAll(() => Promise.all([recognizer.close(), barcodes.close()]));

const signal = new AbortController().signal;
const receivedAt = '2026-11-23T09:00:00.000Z';
const THRESHOLDS = {
  minimumAge: 18,
  issuingCountries: null,
  accepts: ['driving_licence'] as DocumentType[],
  namePass: 0.9,
  nameFail: 0.6,
};
const PHONE = { width: 1600, height: 1200, angle: 2, tilt: 0.03, blur: 0.6, noise: 3 } as const;
const PRINTED: EuLicence = { ...ERIKA, shot: PHONE };
const LUCIE: EuLicence = {
  ...PRINTED,
  letters: 'F',
  title: 'PERMIS DE CONDUIRE',
  family: 'LEFEVRE',
  given: 'LUCIE MARIE',
  birth: '1991-05-03',
  birthPlace: 'LYON',
  authority: 'PREFECTURE',
  number: '13AA00002',
};

async function read(
  of: EuLicence,
  more: { country?: string | null; printedText?: Policy['printedText'] } = {},
) {
  const { country = 'DE', printedText = 'review' } = more;
  const png = await makeEuLicence(of);
  const page = { index: 0, side: 'front', png, width: 1600, height: 1200, text: null } as const;
  const pages: CleanPage[] = [{ ...page, measures: {} }];
  const asked = { pages, type: 'driving_licence', country, printedText, receivedAt } as const;
  return readIdentity({ recognizer, barcodes }, { ...asked, signal });
}

describe('a European licence', () => {
  test.each([
    ['German', PRINTED, 'DE'],
    ['French', LUCIE, 'FR'],
  ] as const)(
    '%s, is read by its print, and a person looks',
    { timeout: 60_000 },
    async (_, of, country) => {
      const { judged, facts } = await read(of, { country });
      expect(judged).toMatchObject({
        outcome: 'inconclusive',
        reasons: [],
        measures: { detail: 'printed_only', source: 'print' },
      });
      const values = Object.fromEntries(judged.readings.map(({ field, value }) => [field, value]));
      expect(values).toEqual({
        family_name: of.family,
        given_names: of.given,
        birth_date: of.birth,
        issued_on: of.issued,
        expires_on: of.expires,
        document_number: of.number,
      });
      for (const { box } of judged.readings) expect(box?.every((side) => side > 0)).toBe(true);
      expect(facts).toMatchObject({ isCertain: false, issuingCountry: country });
    },
  );

  test('passes where the policy accepts print', async () => {
    const { judged } = await read(PRINTED, { printedText: 'accepted' });
    expect(judged).toMatchObject({ outcome: 'pass', measures: { detail: 'printed_only' } });
    expect(judged.notProven.join(' ')).toContain('That every letter was read rightly');
  });

  test('that breaks a rule is doubt: a letter may be misread', async () => {
    const { facts } = await read({ ...PRINTED, expires: '2025-02-28' });
    const asked = { facts, type: 'driving_licence', country: 'DE', receivedAt } as const;
    const validity = judgeValidity({ ...asked, mode: 'live', thresholds: THRESHOLDS });
    expect(validity).toMatchObject({ outcome: 'inconclusive', reasons: ['document_expired'] });
    const details = { givenNames: 'Marco', familyName: 'Rivera', birthDate: '1990-01-01' };
    const match = matchIdentity({ facts, details, thresholds: THRESHOLDS });
    expect(match.outcome).toBe('inconclusive');
    expect(match.reasons).toContain('birth_date_mismatch');
  });

  test('that cannot be read is to be photographed again', async () => {
    const { judged, facts } = await read({ ...PRINTED, shot: { ...PHONE, blur: 12 } });
    expect(judged).toMatchObject({
      outcome: 'inconclusive',
      reasons: ['document_unreadable'],
      measures: { source: 'print', detail: 'no_fields' },
    });
    expect(facts).toBeNull();
  });

  test.each(['on its back', 'below its print'])(
    'with a zone %s is read by that, as digits confirm it',
    { timeout: 60_000 },
    async (where) => {
      const isBack = where === 'on its back';
      const { front, back } = await makeCard({
        person: PEOPLE.lucia,
        format: isBack ? 'TD1' : 'TD2',
      });
      const sides = { front: isBack ? await makeEuLicence(PRINTED) : front, ...(back && { back }) };
      const { judged, facts } = await readCard(sides, { type: 'driving_licence' });
      expect(judged).toMatchObject({ outcome: 'pass', measures: { source: 'mrz' } });
      expect(facts).toMatchObject({ isCertain: true, documentNumber: PEOPLE.lucia.documentNumber });
    },
  );
});

const CARD: PrintedCardOf = {
  family: 'GARCIA NUNEZ',
  given: 'LUCIA',
  birth: '2000-02-29',
  issued: '2025-01-10',
  expires: '2035-01-09',
  number: 'XDD482915',
  language: 'es',
  layout: 'below',
  days: 'words',
};

async function readCard(
  sides: Partial<Record<Side, Buffer>>,
  more: { type?: DocumentType; country?: string | null; printedText?: Policy['printedText'] } = {},
) {
  const { type = 'national_id', country = 'ES', printedText = 'review' } = more;
  const pages = Object.entries(sides).map(([side, png], index): CleanPage => {
    const size = { width: 1600, height: 1200 };
    return { index, side: side as Side, png, ...size, text: null, measures: {} };
  });
  const asked = { pages, type, country, printedText, receivedAt, signal };
  return readIdentity({ recognizer, barcodes }, asked);
}

describe('a card without a zone', () => {
  test.each([
    ['es', 'below', 'words', 'national_id'],
    ['de', 'beside', 'digits', 'national_id'],
    ['fr-en', 'below', 'digits', 'national_id'],
    ['de-en', 'beside', 'words', 'residence_permit'],
  ] as const)('%s, %s, is read by its captions', { timeout: 60_000 }, async (...row) => {
    const [language, layout, days, type] = row;
    const sides = await makePrintedCard({ ...CARD, language, layout, days, seed: 40 });
    const { judged, facts } = await readCard(sides, { type, country: 'DE' });
    expect(judged).toMatchObject({
      outcome: 'inconclusive',
      reasons: [],
      measures: { detail: 'printed_only', source: 'print' },
    });
    const values = Object.fromEntries(judged.readings.map(({ field, value }) => [field, value]));
    const { family_name: family, ...others } = values;
    expect(family?.replace(' ', '')).toBe('GARCIANUNEZ');
    expect(others).toEqual({
      given_names: CARD.given,
      birth_date: CARD.birth,
      issued_on: CARD.issued,
      expires_on: CARD.expires,
      document_number: CARD.number,
    });
    expect(facts?.types).toContain(type);
    for (const { box } of judged.readings) expect(box?.every((side) => side > 0)).toBe(true);
    const match = matchIdentity({ facts, details: PEOPLE.lucia, thresholds: THRESHOLDS });
    expect(match).toMatchObject({ outcome: 'pass', measures: { certain: 'no' } });
  });

  test.each(['family', 'number', 'expires'] as const)(
    'whose caption of the %s is not there is unreadable, never guessed',
    { timeout: 60_000 },
    async (without) => {
      const { judged, facts } = await readCard(await makePrintedCard({ ...CARD, without }));
      const unread = { outcome: 'inconclusive', reasons: ['document_unreadable'] };
      expect(judged).toMatchObject(unread);
      expect(facts).toBeNull();
    },
  );
});

describe('a side that was not sent', () => {
  test.each([
    ['national_id', 'ES'],
    ['residence_permit', null],
  ] as const)('is asked for: the back of a %s', { timeout: 60_000 }, async (type, country) => {
    const { front } = await makeCard({ person: PEOPLE.lucia, format: 'TD1' });
    const { judged, facts } = await readCard({ front }, { type, country });
    expect(judged).toMatchObject({
      outcome: 'inconclusive',
      reasons: ['document_side_missing'],
      measures: { detail: 'no_zone' },
    });
    expect(facts).toBeNull();
  });

  test('is asked for before print is taken for the card', { timeout: 60_000 }, async () => {
    const { front } = await makePrintedCard(CARD);
    const { judged } = await readCard({ front }, { printedText: 'accepted' });
    expect(judged.reasons).toEqual(['document_side_missing']);
  });

  test('is not missed on a card whose zone stands on its front', { timeout: 60_000 }, async () => {
    const { front } = await makeCard({ person: PEOPLE.lucia, format: 'TD2' });
    const { judged } = await readCard({ front });
    expect(judged).toMatchObject({ outcome: 'pass', reasons: [] });
  });
});
