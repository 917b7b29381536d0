import { afterAll, describe, expect, test } from 'vitest';
import { createBarcodeReader } from '../../../activities/verification/barcode.ts';
import type { CleanPage } from '../../../activities/verification/engines.ts';
import { judgeValidity } from '../../../activities/verification/judge-validity.ts';
import { matchIdentity } from '../../../activities/verification/match-identity.ts';
import { createTextRecognizer } from '../../../activities/verification/ocr.ts';
import { readIdentity } from '../../../activities/verification/read-identity.ts';
import type { DocumentType } from '../../../domain/documents.ts';
import type { Policy } from '../../../domain/policy.ts';
import { type EuLicence, makeEuLicence } from '../../specimens/eu-licence.ts';

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
const ERIKA: EuLicence = {
  letters: 'D',
  title: 'FÜHRERSCHEIN',
  family: 'MUSTERMANN',
  given: 'ERIKA',
  birth: '1983-08-12',
  birthPlace: 'BERLIN',
  issued: '2021-03-01',
  expires: '2036-02-28',
  authority: 'LANDRATSAMT',
  number: 'B072RRE2I55',
  shot: PHONE,
};
const LUCIE: EuLicence = {
  ...ERIKA,
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
    ['German', ERIKA, 'DE'],
    ['French', LUCIE, 'FR'],
  ] as const)('%s, is read by its print, and a person looks', async (_, of, country) => {
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
  });

  test('passes where the policy accepts print', async () => {
    const { judged } = await read(ERIKA, { printedText: 'accepted' });
    expect(judged).toMatchObject({ outcome: 'pass', measures: { detail: 'printed_only' } });
    expect(judged.notProven.join(' ')).toContain('That every letter was read rightly');
  });

  test('that breaks a rule is doubt: a letter may be misread', async () => {
    const { facts } = await read({ ...ERIKA, expires: '2025-02-28' });
    const asked = { facts, type: 'driving_licence', country: 'DE', receivedAt } as const;
    const validity = judgeValidity({ ...asked, mode: 'live', thresholds: THRESHOLDS });
    expect(validity).toMatchObject({ outcome: 'inconclusive', reasons: ['document_expired'] });
    const details = { givenNames: 'Marco', familyName: 'Rivera', birthDate: '1990-01-01' };
    const match = matchIdentity({ facts, details, thresholds: THRESHOLDS });
    expect(match.outcome).toBe('inconclusive');
    expect(match.reasons).toContain('birth_date_mismatch');
  });

  test('that cannot be read is to be photographed again', async () => {
    const { judged, facts } = await read({ ...ERIKA, shot: { ...PHONE, blur: 12 } });
    expect(judged).toMatchObject({ outcome: 'inconclusive', reasons: ['document_unreadable'] });
    expect(facts).toBeNull();
  });
});
