import { afterAll, expect, test } from 'vitest';
import { createBarcodeReader } from '../../../../activities/verification/engines/barcode.ts';
import type { CleanPage } from '../../../../activities/verification/engines/engines.ts';
import { createTextRecognizer } from '../../../../activities/verification/engines/ocr.ts';
import { readIdentity } from '../../../../activities/verification/checks/identity-reading.ts';
import { readViz } from '../../../../activities/verification/identity/read-viz.ts';
import {
  gradedCard,
  gradedLicence,
  PRINTED_FIELDS,
  type GradedPrint,
} from '../../../specimens/graded-print.ts';

/** Neither of the bench nor of those the reader was tuned on. */
const SEED = 345;
const recognizer = createTextRecognizer();
const barcodes = createBarcodeReader();
afterAll(() => Promise.all([recognizer.close(), barcodes.close()]));

const signal = AbortSignal.timeout(300_000);
const ASKED = { printedText: 'review', receivedAt: '2026-11-23T09:00:00.000Z', signal } as const;

/** The fields that are not as printed; null where the print was not read. */
async function wrongIn(
  { png, country, real }: GradedPrint,
  type: 'driving_licence' | 'national_id',
): Promise<string[] | null> {
  const size = { width: 1600, height: 1200 };
  const page: CleanPage = { index: 0, side: 'front', png, ...size, text: null, measures: {} };
  const asked = { ...ASKED, pages: [page], country, type };
  const read = type === 'driving_licence' ? readIdentity : readViz;
  const { judged, facts } = await read({ recognizer, barcodes }, asked);
  expect(judged.outcome).toBe('inconclusive');
  if (!facts) return null;
  const values = new Map(judged.readings.map(({ field, value }) => [`${field}`, value]));
  return PRINTED_FIELDS.filter((field) => values.get(field) !== real[field]);
}

test.each([
  ['licences', 10, gradedLicence, 'driving_licence'],
  ['cards', 5, gradedCard, 'national_id'],
] as const)(
  '%s of every grade of photo: nine of ten are read, names and days without a fault',
  { timeout: 300_000 },
  async (_, count, make, type) => {
    const wrong: (string[] | null)[] = [];
    for (let index = 0; index < count; index += 1) {
      wrong.push(await wrongIn(await make(index, SEED), type));
    }
    const read = wrong.flatMap((fields) => (fields ? [fields] : []));
    expect(read.length).toBeGreaterThanOrEqual(0.9 * count);
    expect(read.flat().filter((field) => field !== 'document_number')).toEqual([]);
    expect(read.flat().length).toBeLessThanOrEqual(0.1 * count);
  },
);
