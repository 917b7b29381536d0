import { existsSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { addressMatch } from '../../../activities/verification/address-match.ts';
import { addressRecency } from '../../../activities/verification/address-recency.ts';
import type { LetterReader } from '../../../activities/verification/engines.ts';
import { createGate } from '../../../activities/verification/gate.ts';
import { openLetter } from '../../../activities/verification/letter.ts';
import { createLetterReader } from '../../../activities/verification/letters.ts';
import { letterLanguages } from '../../../domain/address/languages.ts';
import type { MediaType } from '../../../domain/documents.ts';
import { addressFigures, readers, recencyOf, strangers } from '../../bench/verification/address.ts';
import { handHeld, letterPdf, letterPhoto, letterScan } from '../../specimens/letter-forms.ts';
import { type Ink, type Letter, makeLetter } from '../../specimens/letter.ts';

const gate = createGate();
const reader = createLetterReader();
afterAll(() => Promise.all([gate.close(), reader.close()]));
const signal = AbortSignal.timeout(600_000);
const SLOW = 180_000;

/** The answers of both checks to a letter in some form. */
async function judge(
  made: Letter,
  bytes: Buffer,
  { mediaType = 'image/jpeg', by = reader }: { mediaType?: MediaType; by?: LetterReader } = {},
) {
  const file = { bytes, mediaType, side: 'front' as const, firstPage: 0 };
  const { pages } = await gate.clean(file, { signal });
  const languages = letterLanguages(made.country, made.address.country);
  const letter = openLetter(by, { pages, languages, signal });
  const match = await addressMatch({ letter, details: made });
  return { pages, letter, match, recency: await addressRecency(recencyOf(made, letter)) };
}

describe('figures on seeds that nothing was tuned on', () => {
  test('ten of ten PDFs with text, and nobody else’s', { timeout: SLOW }, async () => {
    const figures = await addressFigures({ form: 'pdf', seed: 2000, letters: 10 });
    expect(figures).toMatchObject({ name: 10, street: 10, postalCode: 10, date: 10, accepted: 10 });
    expect([figures.falseAccepts, figures.triedAgainst]).toEqual([0, 50]);
  });

  test('nine of ten photos or more, and nobody else’s', { timeout: SLOW }, async () => {
    const figures = await addressFigures({ form: 'photo', seed: 2000, letters: 10 });
    expect(figures.missed.length).toBeLessThanOrEqual(1);
    expect(figures.accepted).toBeGreaterThanOrEqual(9);
    expect([figures.falseAccepts, figures.triedAgainst]).toEqual([0, 50]);
  });
});

describe('a photo', () => {
  test(
    'on its side or its head is read, and shown where it stands',
    { timeout: SLOW },
    async () => {
      const made = makeLetter({ seed: 2101, country: 'AT', issuedOn: '2026-11-02' });
      for (const turn of [90, 180] as const) {
        const photo = await letterPhoto(made, { ...handHeld(3), turn });
        const { match, recency, pages } = await judge(made, photo);
        expect([turn, match.outcome, recency.outcome]).toEqual([turn, 'pass', 'pass']);
        const [left = 0, top = 0, wide = 0, high = 0] = match.readings[0]?.box ?? [];
        const { width = 0, height = 0 } = pages[0] ?? {};
        // the receiver stands in the upper part of the letter: at the right, or at the bottom
        if (turn === 90) expect([left > width * 0.6, high > wide]).toEqual([true, true]);
        else expect([top > height * 0.6, wide > high]).toEqual([true, true]);
      }
    },
  );

  test('that is wrong in print is doubt, never a failure', { timeout: SLOW }, async () => {
    const made = makeLetter({ seed: 2102, country: 'FR', issuedOn: '2026-03-02', digits: false });
    const photo = await letterPhoto(made, handHeld(4));
    const { letter, recency } = await judge(made, photo);
    expect([recency.outcome, recency.reasons]).toEqual([
      'inconclusive',
      ['address_document_too_old'],
    ]);
    const [other, lodger, elsewhere] = strangers(made, 2102);
    const reasonsFor = async (details: typeof other) => {
      if (!details) throw new Error('nobody');
      const { outcome, reasons } = await addressMatch({ letter, details });
      return [outcome, ...reasons];
    };
    const [name, address] = ['address_name_mismatch', 'address_mismatch'];
    expect(await reasonsFor(other)).toEqual(['inconclusive', address, name]);
    expect(await reasonsFor(lodger)).toEqual(['inconclusive', name]);
    expect(await reasonsFor(elsewhere)).toEqual(['inconclusive', address]);
  });

  test(
    'whose day may be two is doubt, unless the country says which',
    { timeout: SLOW },
    async () => {
      const issuedOn = '2026-11-08';
      const made = makeLetter({ seed: 2109, country: 'US', issuedOn, digits: true });
      const { letter, recency } = await judge(made, await letterPhoto(made, handHeld(6)));
      expect(recency).toMatchObject({ outcome: 'pass', reasons: [] });
      const issued = recency.readings.find(({ field }) => field === 'issued_on');
      expect(issued?.value).toBe(issuedOn);
      const unsaid = await addressRecency({ ...recencyOf(made, letter), country: null });
      expect([unsaid.outcome, unsaid.reasons]).toEqual([
        'inconclusive',
        ['address_date_ambiguous'],
      ]);
    },
  );

  test('of nothing but a desk asks for another one', { timeout: SLOW }, async () => {
    const made = makeLetter({ seed: 2103, issuedOn: '2026-11-02' });
    const blank = await letterPhoto({ ...made, inks: [] }, handHeld(5));
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
    const mediaType = 'application/pdf';
    const { match, recency, pages } = await judge(
      made,
      await letterScan(made, { first: [cover] }),
      {
        mediaType,
      },
    );
    expect(pages.map(({ width }) => width)).toEqual([1241, 1654]); // 150 and 200 dots an inch
    expect(match).toMatchObject({ outcome: 'pass', measures: { source: 'ocr', pages_read: 1 } });
    expect(match.readings.map(({ page }) => page)).toEqual([1, 1, 1]);
    expect(recency).toMatchObject({ outcome: 'pass', measures: { source: 'ocr' } });
  });

  test('names its sender, whatever the country', async () => {
    for (const country of ['GB', 'DE', 'FR', 'ES', 'PT', 'BR', 'MX', 'CH'] as const) {
      const made = makeLetter({ seed: 2105, country, issuedOn: '2026-11-02' });
      const mediaType = 'application/pdf';
      const { recency, match } = await judge(made, await letterPdf(made), { mediaType });
      const issuer = recency.readings.find(({ field }) => field === 'issuer');
      expect([country, issuer?.value]).toEqual([country, made.issuer]);
      expect([country, match.measures['source']]).toEqual([country, 'pdf_text']);
    }
  });
});

describe('the engine', () => {
  test('reads its own specimen, and says what it is', async () => {
    expect(await reader.probe(signal)).toBe(true);
    expect(reader.version).toMatch(
      /^letters@1 tesseract.js@\d+\.\d+\.\d+ @tesseract.js-data\/eng@\d\S+ sharp@\d/,
    );
  });

  test('keeps two children at most, whatever languages are asked', { timeout: SLOW }, async () => {
    const blank = { width: 300, height: 200, channels: 3, background: 'white' } as const;
    const png = await sharp({ create: blank }).png().toBuffer();
    const asked = [['eng'], ['deu'], ['fra', 'deu'], ['spa'], ['por']] as const;
    const readings = await Promise.all(
      asked.map((languages) => reader.read({ png }, { languages, signal })),
    );
    expect(readings.map(({ lines }) => lines)).toEqual([[], [], [], [], []]);
    if (existsSync('/proc')) expect(readers()).toHaveLength(2);
  });

  test.each([
    ['is missing', { main: new URL('file:///nowhere/letters-main.ts') }, 'ChildNotStarted'],
    ['hangs', { timeoutMs: 5 }, 'ChildTimedOut'],
  ] as const)('that %s is the machine’s fault, not the file’s', async (_, options, code) => {
    const broken = createLetterReader(options);
    const made = makeLetter({ seed: 2106, issuedOn: '2026-11-02' });
    const photo = await letterPhoto(made, { width: 850, height: 1150 });
    try {
      await expect(judge(made, photo, { by: broken })).rejects.toMatchObject({ code });
    } finally {
      await broken.close();
    }
  });

  test('that dies of one page alone: the file’s fault, to a person', async () => {
    const main = new URL('./children/poisoned-letters-main.ts', import.meta.url);
    const fragile = createLetterReader({ main });
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
