import { existsSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { addressMatch } from '../../../../activities/verification/checks/address-match.ts';
import { addressRecency } from '../../../../activities/verification/checks/address-recency.ts';
import type { TextReader } from '../../../../activities/verification/engines/engines.ts';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import { openProofOfAddress } from '../../../../activities/verification/address/proof-of-address.ts';
import { createTextReader } from '../../../../activities/verification/engines/text-reader.ts';
import { letterLanguages } from '../../../../domain/address/words/languages.ts';
import type { MediaType } from '../../../../domain/documents/documents.ts';
import { readers, recencyOf, strangers } from '../../../bench/verification/address.ts';
import { handHeld, letterPdf, letterPhoto, letterScan } from '../../../specimens/letter-forms.ts';
import { type Ink, type Letter, makeLetter, MAIN_COUNTRIES } from '../../../specimens/letter.ts';

const gate = createSanitiser();
const reader = createTextReader();
afterAll(() => Promise.all([gate.close(), reader.close()]));
const signal = AbortSignal.timeout(600_000);
const SLOW = 180_000;
const PDF = 'application/pdf';
const COUNTRIES = [...MAIN_COUNTRIES, 'CH'] as const;
type Main = (typeof MAIN_COUNTRIES)[number];

/** The answers of both checks to a letter in some form. */
async function judge(
  made: Letter,
  bytes: Buffer,
  { mediaType = 'image/jpeg', by = reader }: { mediaType?: MediaType; by?: TextReader } = {},
) {
  const file = { bytes, mediaType, side: 'front' as const, firstPage: 0 };
  const { pages } = await gate.clean(file, { signal });
  const languages = letterLanguages(made.country, made.address.country);
  const letter = openProofOfAddress(by, { pages, languages, signal });
  const match = await addressMatch({ letter, details: made });
  return { pages, letter, match, recency: await addressRecency(recencyOf(made, letter)) };
}

const photos = new Map<Main, ReturnType<typeof openPhoto>>();

/** A hand-held photo of a letter of that country, which tests share: to read one takes a second. */
async function photoOf(country: Main) {
  const opened = photos.get(country) ?? openPhoto(country);
  photos.set(country, opened);
  return await opened;
}

async function openPhoto(country: Main) {
  const seed = 2020 + MAIN_COUNTRIES.indexOf(country);
  const made = makeLetter({ seed, country, issuedOn: '2026-11-08', digits: country === 'US' });
  const bytes = await letterPhoto(made, handHeld(seed));
  return { made, bytes, seed, ...(await judge(made, bytes)) };
}

/** What is answered to details that are another person's, in whole or in part. */
async function answersToOthers({ letter, made, seed }: Pick<Shared, 'letter' | 'made' | 'seed'>) {
  const answers: string[][] = [];
  for (const details of strangers(made, seed)) {
    const { outcome, reasons } = await addressMatch({ letter, details });
    answers.push([outcome, ...reasons]);
  }
  return answers;
}

type Shared = Awaited<ReturnType<typeof openPhoto>>;

const [NAME, ADDRESS] = ['address_name_mismatch', 'address_mismatch'];

describe('on seeds that nothing was tuned on', () => {
  test('PDFs with text are accepted, and name their sender', { timeout: SLOW }, async () => {
    for (const country of COUNTRIES) {
      const made = makeLetter({ seed: 2105, country, issuedOn: '2026-11-02' });
      const { recency, match } = await judge(made, await letterPdf(made), { mediaType: PDF });
      const found = Object.fromEntries(recency.readings.map(({ field, value }) => [field, value]));
      expect([country, match.outcome, recency.outcome]).toEqual([country, 'pass', 'pass']);
      expect([match.measures['source'], recency.measures['source']]).toEqual([
        'pdf_text',
        'pdf_text',
      ]);
      expect(found).toEqual({ issued_on: made.issuedOn, issuer: made.issuer });
    }
  });

  test('a PDF with text is nobody else’s', { timeout: SLOW }, async () => {
    const made = makeLetter({ seed: 2106, country: 'DE', issuedOn: '2026-11-02' });
    const { letter } = await judge(made, await letterPdf(made), { mediaType: PDF });
    const answers = await answersToOthers({ letter, made, seed: 2106 });
    expect(answers.map(([outcome]) => outcome)).toEqual(Array(5).fill('fail'));
  });

  test('photos of each language are accepted, and nobody else’s', { timeout: SLOW }, async () => {
    const all = await Promise.all(MAIN_COUNTRIES.map(photoOf));
    const missed = all.filter(
      ({ match, recency }) => match.outcome !== 'pass' || recency.outcome !== 'pass',
    );
    expect(missed.map(({ made }) => made.country).slice(1)).toEqual([]); // of six one at most
    const answers = await Promise.all(all.map(answersToOthers));
    expect(answers.flat().map(([outcome]) => outcome)).toEqual(Array(30).fill('inconclusive'));
  });
});

describe('a photo', () => {
  test(
    'on its side or its head is read, and shown where it stands',
    { timeout: SLOW },
    async () => {
      const { made, bytes } = await photoOf('DE');
      const judged = [90, 180].map(async (turn) => {
        const photo = await sharp(bytes).rotate(turn).jpeg({ quality: 90 }).toBuffer();
        return await judge(made, photo);
      });
      for (const { match, recency } of await Promise.all(judged)) {
        expect([match.outcome, recency.outcome]).toEqual(['pass', 'pass']);
      }
      const [onSide, onHead] = (await Promise.all(judged)).map(({ match, pages }) => {
        const [left = 0, top = 0, wide = 0, high = 0] = match.readings[0]?.box ?? [];
        const { width = 0, height = 0 } = pages[0] ?? {};
        return { isAtRight: left > width * 0.6, isLow: top > height * 0.6, isHigh: high > wide };
      });
      // the receiver stands in the upper part of the letter: at the right, or at the bottom
      expect(onSide).toMatchObject({ isAtRight: true, isHigh: true });
      expect(onHead).toMatchObject({ isLow: true, isHigh: false });
    },
  );

  test('that is wrong in print is doubt, never a failure', { timeout: SLOW }, async () => {
    const shared = await photoOf('FR');
    const late = { ...recencyOf(shared.made, shared.letter), receivedAt: '2027-06-01T09:00:00Z' };
    const { outcome, reasons } = await addressRecency(late);
    expect([outcome, reasons]).toEqual(['inconclusive', ['address_document_too_old']]);
    const [other, lodger, elsewhere] = await answersToOthers(shared);
    expect(other).toEqual(['inconclusive', ADDRESS, NAME]);
    expect(lodger).toEqual(['inconclusive', NAME]);
    expect(elsewhere).toEqual(['inconclusive', ADDRESS]);
  });

  test('whose day may be two is doubt, unless the country says which', async () => {
    const { made, letter, recency } = await photoOf('US');
    expect(recency).toMatchObject({ outcome: 'pass', reasons: [] });
    const issued = recency.readings.find(({ field }) => field === 'issued_on');
    expect(issued?.value).toBe(made.issuedOn);
    const unsaid = await addressRecency({ ...recencyOf(made, letter), country: null });
    expect([unsaid.outcome, unsaid.reasons]).toEqual(['inconclusive', ['address_date_ambiguous']]);
  });

  test('of nothing but a desk asks for another one', { timeout: SLOW }, async () => {
    const made = makeLetter({ seed: 2103, issuedOn: '2026-11-02' });
    const shot = { ...handHeld(5), width: 850, height: 1150 };
    const blank = await letterPhoto({ ...made, inks: [] }, shot);
    const { match, recency } = await judge(made, blank);
    for (const { outcome, reasons } of [match, recency]) {
      expect([outcome, reasons]).toEqual(['inconclusive', ['document_unreadable']]);
    }
  });
});

describe('a PDF', () => {
  const cover: Ink[] = [
    'Dear reader, enclosed is what you asked for.',
    'It has two pages, of which this one says nothing of you.',
  ].map((text, row) => ({ text, x: 60, y: 100 + row * 20, size: 11 }));

  test('whose first page is text and whose second is a scan', { timeout: SLOW }, async () => {
    const made = makeLetter({ seed: 2104, country: 'PT', issuedOn: '2026-11-02' });
    const scan = await letterScan(made, { first: [cover] });
    const { match, recency, pages } = await judge(made, scan, { mediaType: PDF });
    expect(pages.map(({ width }) => width)).toEqual([1241, 1654]); // 150 and 200 dots an inch
    expect(match).toMatchObject({ outcome: 'pass', measures: { source: 'ocr', pages_read: 1 } });
    expect(match.readings.map(({ page }) => page)).toEqual([1, 1, 1]);
    expect(recency).toMatchObject({ outcome: 'pass', measures: { source: 'ocr' } });
  });
});

describe('the engine', () => {
  test('reads its own specimen, and says what it is', async () => {
    expect(await reader.probe(signal)).toBe(true);
    expect(reader.version).toMatch(
      /^letters@3 tesseract.js@\d+\.\d+\.\d+ @tesseract.js-data\/eng@\d\S+ sharp@\d/,
    );
  });

  test('keeps two children at most, whatever languages are asked', { timeout: SLOW }, async () => {
    const blank = { width: 300, height: 200, channels: 3, background: 'white' } as const;
    const png = await sharp({ create: blank }).png().toBuffer();
    const asked = [['eng'], ['fra', 'deu'], ['por']] as const;
    const readings = await Promise.all(
      asked.map((languages) => reader.read({ png }, { languages, signal })),
    );
    expect(readings.map(({ lines }) => lines)).toEqual([[], [], []]);
    if (existsSync('/proc')) expect(readers()).toHaveLength(2);
  });

  test.each([
    ['is missing', { main: new URL('file:///nowhere/letters-main.ts') }, 'ChildNotStarted'],
    ['hangs', { timeoutMs: 5 }, 'ChildTimedOut'],
  ] as const)('that %s is the machine’s fault, not the file’s', async (_, options, code) => {
    const broken = createTextReader(options);
    const made = makeLetter({ seed: 2106, issuedOn: '2026-11-02' });
    const photo = await letterPhoto(made, { width: 850, height: 1150 });
    try {
      await expect(judge(made, photo, { by: broken })).rejects.toMatchObject({ code });
    } finally {
      await broken.close();
    }
  });

  test('that dies of one page alone: the file’s fault, to a person', async () => {
    const main = new URL('../children/poisoned-letters-main.ts', import.meta.url);
    const fragile = createTextReader({ main });
    const made = makeLetter({ seed: 2107, issuedOn: '2026-11-02' });
    const photo = await letterPhoto(made, { width: 850, height: 1150 });
    try {
      const { match, recency } = await judge(made, photo, { by: fragile });
      for (const { outcome, reasons } of [match, recency]) {
        expect([outcome, reasons]).toEqual(['inconclusive', ['file_not_processable']]);
      }
    } finally {
      await fragile.close();
    }
  });
});
