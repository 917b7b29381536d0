import { afterAll, describe, expect, test } from 'vitest';
import { createBarcodeReader } from '../../../../activities/verification/engines/barcode.ts';
import type { CleanPage } from '../../../../activities/verification/engines/engines.ts';
import { judgeValidity } from '../../../../activities/verification/checks/identity-validity.ts';
import { matchIdentity } from '../../../../activities/verification/checks/identity-match.ts';
import { createTextRecognizer } from '../../../../activities/verification/engines/ocr.ts';
import { readIdentity } from '../../../../activities/verification/checks/identity-reading.ts';
import type { DocumentType, Side } from '../../../../domain/documents/documents.ts';
import { barcode, elementsFor, type Holder, JANE } from '../../../domain/identity/aamva/barcode.ts';
import type { Shot } from '../../../specimens/camera.ts';
import { makeLicenceBack, makeLicenceFront } from '../../../specimens/licence.ts';

const recognizer = createTextRecognizer();
const barcodes = createBarcodeReader();
afterAll(() => Promise.all([recognizer.close(), barcodes.close()]));

const signal = new AbortController().signal;
const receivedAt = '2026-11-23T09:00:00.000Z';
const PHONE = { width: 1600, height: 1200, angle: 2, tilt: 0.03, blur: 0.6, noise: 3 } as const;
const THRESHOLDS = {
  minimumAge: 18,
  issuingCountries: ['US'],
  accepts: ['passport', 'driving_licence'] as DocumentType[],
  namePass: 0.9,
  nameFail: 0.6,
};
const OTHER: Holder = { ...JANE, family: 'RIVERA', first: 'MARCO', middle: 'LUIS', number: 'A1' };

function pageOf(png: Buffer, side: Side): CleanPage {
  const index = side === 'back' ? 1 : 0;
  return { index, side, png, width: 1600, height: 1200, text: null, measures: {} };
}

async function back(of: Holder, version = 10, shot: Shot = PHONE): Promise<CleanPage> {
  const elements = elementsFor(of, { version, country: 'US' });
  const bytes = barcode({ version, issuer: '636000', elements });
  return pageOf(await makeLicenceBack({ bytes, shot, seed: version }), 'back');
}

async function front(of: Holder, shot: Shot = PHONE): Promise<CleanPage> {
  const { family, first, middle = '', number, birth, expires, address } = of;
  const given = `${first} ${middle}`.trim();
  const lines = [address.line1, `${address.city}, ${address.region} 23269`];
  const printed = { family, given, number, birth, expires, address: lines };
  return pageOf(await makeLicenceFront({ ...printed, shot, seed: 3 }), 'front');
}

const read = async (pages: CleanPage[], country: string | null = 'US') =>
  readIdentity(
    { recognizer, barcodes },
    { pages, type: 'driving_licence', country, printedText: 'review', receivedAt, signal },
  );

describe('a licence of the United States', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])(
    'of version %i is read and matched, front and back',
    { timeout: 60_000 },
    async (version) => {
      const { judged, facts } = await read([await front(JANE), await back(JANE, version)]);
      expect(judged).toMatchObject({ outcome: 'pass', reasons: [] });
      expect(judged.measures).toMatchObject({ aamva_version: version, printed_names: 'agree' });
      const asked = { facts, country: 'US', receivedAt, mode: 'live', thresholds: THRESHOLDS };
      const validity = judgeValidity({ ...asked, type: 'driving_licence', mode: 'live' });
      expect(validity).toMatchObject({ outcome: 'pass', validUntil: '2031-03-01T00:00:00.000Z' });
      const details = {
        givenNames: 'Jane Quincy',
        familyName: 'Sample',
        birthDate: '1986-02-28',
      };
      const match = matchIdentity({ facts, details, thresholds: THRESHOLDS });
      expect(match).toMatchObject({ outcome: 'pass' });
    },
  );

  test('every reading has its page and its box', { timeout: 60_000 }, async () => {
    const { judged, facts } = await read([await front(JANE), await back(JANE)]);
    const values = Object.fromEntries(judged.readings.map(({ field, value }) => [field, value]));
    expect(values).toMatchObject({
      family_name: 'SAMPLE',
      given_names: 'JANE QUINCY',
      document_number: 'T64235789',
      postal_code: '23269',
      expires_on: '2031-02-28',
    });
    for (const { page, box } of judged.readings) {
      expect(page).toBe(1);
      expect(box?.every((side) => side > 0)).toBe(true);
    }
    expect(facts).toMatchObject({ issuer: 'US-VA', issuingCountry: 'US', nationality: null });
    expect(judged.notProven.join(' ')).toContain('anybody can print one');
  });

  test('whose front is another person’s disagrees with itself', { timeout: 60_000 }, async () => {
    const { judged } = await read([await front(OTHER), await back(JANE)]);
    expect(judged).toMatchObject({ outcome: 'inconclusive', reasons: ['document_inconsistent'] });
  });

  test('whose front has another day is for a person', { timeout: 60_000 }, async () => {
    const { judged } = await read([
      await front({ ...JANE, expires: '2029-07-14' }),
      await back(JANE),
    ]);
    expect(judged).toMatchObject({
      outcome: 'inconclusive',
      reasons: ['document_inconsistent'],
      measures: { detail: 'expiry_differs_in_print' },
    });
  });

  test('whose front cannot be read is to be photographed again', { timeout: 60_000 }, async () => {
    const blurred = await front(JANE, { ...PHONE, blur: 14 });
    const { judged } = await read([blurred, await back(JANE)]);
    expect(judged).toMatchObject({ outcome: 'inconclusive', reasons: ['document_unreadable'] });
  });

  test('whose back was not sent is asked for both sides', { timeout: 60_000 }, async () => {
    const { judged, facts } = await read([await front(JANE)]);
    expect(judged).toMatchObject({ outcome: 'inconclusive', reasons: ['document_side_missing'] });
    expect(facts).toBeNull();
  });

  test('whose back cannot be read is read by the print of its front', async () => {
    const pages = [await front(JANE), await back(JANE, 10, { ...PHONE, blur: 9 })];
    const { judged, facts } = await read(pages);
    expect(judged).toMatchObject({ outcome: 'inconclusive', reasons: [] });
    expect(judged.measures).toMatchObject({ source: 'print', detail: 'printed_only' });
    expect(facts).toMatchObject({ documentNumber: JANE.number, birth: { day: JANE.birth } });
  });

  test('whose barcode holds the tracks of a stripe is read by the print of its front', async () => {
    const stripe =
      '%BCVICTORIA^SAMPLE,$JANE^1 SAMPLE ST$VICTORIA BC^?;6360282222222=310219860228=?_%0AV8W3Y8?';
    const bytes = Buffer.from(stripe, 'latin1');
    const page = pageOf(await makeLicenceBack({ bytes, shot: PHONE, seed: 4 }), 'back');
    const { judged, facts } = await read([await front(JANE), page], 'CA');
    expect(judged).toMatchObject({ outcome: 'inconclusive', reasons: [] });
    expect(judged.measures).toMatchObject({ barcode: 'magnetic_stripe', detail: 'printed_only' });
    expect(facts).toMatchObject({ isCertain: false, expiresOn: JANE.expires });
  });

  test('with a doubtful barcode goes to a person with what it says', async () => {
    const elements = { ...elementsFor(JANE, { version: 1, country: 'US' }), DAA: 'JANE Q SAMPLE' };
    const bytes = barcode({ version: 1, issuer: '636025', elements });
    const page = pageOf(await makeLicenceBack({ bytes, shot: PHONE, seed: 6 }), 'back');
    const { judged, facts } = await read([await front(JANE), page]);
    expect(judged).toMatchObject({ outcome: 'inconclusive', reasons: [] });
    expect(judged.measures).toMatchObject({ detail: 'name_unparted' });
    expect(judged.readings).toContainEqual(expect.objectContaining({ value: JANE.number }));
    expect(facts).toMatchObject({ isCertain: false, isNameCertain: false });
  });
});

test(
  'an expired licence is expired, a stranger’s is a stranger’s',
  { timeout: 60_000 },
  async () => {
    const expired = { ...JANE, expires: '2025-02-28' };
    const { facts } = await read([await front(expired), await back(expired)]);
    const asked = { facts, type: 'driving_licence', country: 'US', receivedAt } as const;
    const validity = judgeValidity({ ...asked, mode: 'live', thresholds: THRESHOLDS });
    expect(validity).toMatchObject({ outcome: 'fail', reasons: ['document_expired'] });
    const details = { givenNames: 'Marco', familyName: 'Rivera', birthDate: '1990-01-01' };
    expect(matchIdentity({ facts, details, thresholds: THRESHOLDS })).toMatchObject({
      outcome: 'fail',
      reasons: ['birth_date_mismatch', 'name_mismatch'],
    });
  },
);
