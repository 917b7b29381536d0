import { createCanvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { createBarcodeReader } from '../../../../activities/verification/engines/barcode.ts';
import { barcode, elementsFor, JANE } from '../../../domain/identity/aamva/barcode.ts';
import { ERIKA, makeEuLicence } from '../../../specimens/eu-licence.ts';
import { makeLicenceBack } from '../../../specimens/licence.ts';
import type { Shot } from '../../../specimens/camera.ts';

const reader = createBarcodeReader();
afterAll(() => reader.close());
const signal = AbortSignal.timeout(120_000);

function licence(version: number): Uint8Array {
  const elements = elementsFor(JANE, { version, country: 'US' });
  return barcode({ version, issuer: '636014', elements });
}

const read = async (png: Buffer) => reader.read({ png }, { signal });

/** As in the figures of docs/verification.md, at other angles. */
const GRADES = {
  scan: { width: 1600, height: 1100, noise: 0.5, quality: 92 },
  phone: { width: 1600, height: 1200, angle: -2, tilt: 0.03, blur: 0.6, noise: 3, quality: 80 },
  turned: { width: 1600, height: 1200, angle: 1, blur: 0.5, noise: 2, turn: 90 },
  'upside down': { width: 1600, height: 1200, angle: 2, blur: 0.5, noise: 2, turn: 180 },
  mediocre: { width: 1600, height: 1200, angle: 8, tilt: 0.05, blur: 0.9, noise: 4, quality: 60 },
  hard: {
    width: 1600,
    height: 1200,
    angle: -14,
    tilt: 0.06,
    blur: 1.1,
    noise: 6,
    quality: 45,
    glare: 0.3,
  },
} as const satisfies Record<string, Shot>;

describe('the barcode of a licence', () => {
  test.each(Object.entries(GRADES))('%s, is read byte for byte', async (_, shot) => {
    const bytes = licence(9);
    const { found, measures } = await read(await makeLicenceBack({ bytes, shot, seed: 5 }));
    expect(Buffer.from(found?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true);
    expect(measures['looks']).toBeLessThanOrEqual(4);
  });

  test('is found where it stands on the page', async () => {
    const { width, height } = GRADES.mediocre;
    for (const shot of [GRADES.scan, GRADES.mediocre]) {
      const { found } = await read(await makeLicenceBack({ bytes: licence(4), shot }));
      const [left = 0, top = 0, wide = 0, high = 0] = found?.box ?? [];
      expect(wide).toBeGreaterThan(width * 0.6);
      expect(left).toBeGreaterThan(0);
      expect(left + wide).toBeLessThan(width);
      expect(top).toBeGreaterThan(height * 0.3); // the lower half of the card
      expect(top + high).toBeLessThan(height);
    }
  });

  test('on a transparent ground is found too', async () => {
    const back = await makeLicenceBack({ bytes: licence(8), shot: GRADES.scan });
    const { data, info } = await sharp(back).raw().toBuffer({ resolveWithObject: true });
    const canvas = createCanvas(info.width, info.height);
    const context = canvas.getContext('2d');
    const image = context.createImageData(info.width, info.height);
    for (let at = 0; at < info.width * info.height; at += 1) {
      const dark = (data[at * 3] ?? 255) < 128;
      image.data.set([0, 0, 0, dark ? 255 : 0], at * 4);
    }
    context.putImageData(image, 0, 0);
    expect((await read(canvas.toBuffer('image/png'))).found).not.toBeNull();
  });
});

describe('nothing is found', () => {
  test('on a page without a barcode, in time', async () => {
    const quick = createBarcodeReader({ timeoutMs: 4_000 });
    const canvas = createCanvas(1200, 800);
    canvas.getContext('2d').fillRect(100, 100, 300, 300);
    const { found, measures } = await quick.read({ png: canvas.toBuffer('image/png') }, { signal });
    await quick.close();
    expect(found).toBeNull();
    expect(measures['looks']).toBeGreaterThan(0);
  });

  test('on a front without bars, within half a second', { timeout: 60_000 }, async () => {
    const cpuMs: number[] = [];
    for (const shot of [GRADES.scan, GRADES.phone, GRADES.turned]) {
      const page = await makeEuLicence({ ...ERIKA, shot, seed: 31 });
      const { found, measures } = await read(page);
      expect(found).toBeNull();
      expect(measures).toMatchObject({ bars: 0, looks: 1 });
      cpuMs.push(measures['cpu_ms'] ?? Infinity);
    }
    expect(Math.min(...cpuMs)).toBeLessThan(500); // of three: other work on the machine costs time too
  });

  test('where a sound PDF417 holds something else than a licence', async () => {
    const bytes = Buffer.from(
      'M1ERIKSSON/ANNA       EABC123 ARNFRASK 0123 327Y012A0034 100',
      'latin1',
    );
    const { found, measures } = await read(
      await makeLicenceBack({ bytes, shot: GRADES.scan, seed: 2 }),
    );
    expect(found).toBeNull();
    expect(measures['others']).toBeGreaterThan(0);
  });
});

describe('the engine', () => {
  test('reads its own specimen, and says what it is', async () => {
    expect(await reader.probe(signal)).toBe(true);
    expect(reader.version).toMatch(/^barcode@3 zxing-wasm@\d+\.\d+\.\d+ sharp@\d/);
  });

  test('that is missing or hangs is the machine’s fault, not the file’s', async () => {
    const missing = createBarcodeReader({ main: new URL('file:///nowhere/barcode-main.ts') });
    await expect(missing.probe(signal)).rejects.toMatchObject({ code: 'ChildNotStarted' });
    await missing.close();
    const hanging = createBarcodeReader({ timeoutMs: 5 });
    const page = await makeLicenceBack({ bytes: licence(1), shot: GRADES.scan });
    await expect(hanging.read({ png: page }, { signal })).rejects.toMatchObject({
      code: 'ChildTimedOut',
    });
    await hanging.close();
  });
});
