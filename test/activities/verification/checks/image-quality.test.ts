import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { SanitiserAnswer } from '../../../../activities/verification/engines/engines.ts';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import {
  imageQuality,
  judgeQuality,
  selfieQuality,
} from '../../../../activities/verification/checks/image-quality.ts';

const FILES = new URL('../../../specimens/files/', import.meta.url);
const gate = createSanitiser();
const signal = new AbortController().signal;
afterAll(() => gate.close());

async function judge(name: string) {
  const bytes = readFileSync(new URL(name, FILES));
  const mediaType = name.endsWith('png') ? 'image/png' : 'image/jpeg';
  const answer = await gate.clean({ bytes, mediaType, side: 'front', firstPage: 0 }, { signal });
  return imageQuality([answer], gate.version);
}

describe('a good picture passes', () => {
  it.each([
    'passport.jpg',
    'passport-angle.jpg',
    'passport-flat.png',
    'passport-rotated-90.jpg',
    'id-card-front.jpg',
    'id-card-back.jpg',
    'hostile/cmyk.jpg',
  ])('%s', async (name) => {
    expect(await judge(name)).toMatchObject({ outcome: 'pass', reasons: [] });
  });
});

describe('a poor one asks for another, and never fails', () => {
  it.each([
    ['passport-blurred.jpg', 'image_blurred'],
    ['hostile/dark.jpg', 'image_dark'],
    ['hostile/glare.jpg', 'image_glare'],
    ['hostile/one-pixel.png', 'image_too_small'],
  ])('%s: %s', async (name, reason) => {
    expect(await judge(name)).toMatchObject({ outcome: 'inconclusive', reasons: [reason] });
  });
});

describe('limits', () => {
  const good = { sharpness: 900, light: 180, nearWhite: 0.01, whitePaper: 0.02, longSide: 1280 };
  it.each([
    ['just sharp enough', { sharpness: 100 }, []],
    ['just not', { sharpness: 99.9 }, ['image_blurred']],
    ['a reflection', { nearWhite: 0.12 }, ['image_glare']],
    ['the scan of white paper', { nearWhite: 0.92, whitePaper: 0.99 }, []],
    ['a copy in hard contrast on a grey desk', { nearWhite: 0.7, whitePaper: 0.9 }, []],
    ['a reflection over half a page', { nearWhite: 0.49, whitePaper: 0.6 }, ['image_glare']],
    [
      'blurred and with a reflection',
      { sharpness: 9, nearWhite: 0.3 },
      ['image_blurred', 'image_glare'],
    ],
  ])('%s', (_, over, reasons) => {
    expect(judgeQuality([{ ...good, ...over }], null).reasons).toEqual(reasons);
  });

  it('a refused file fails with the reason of its refusal', () => {
    const refused = { reason: 'file_corrupt', detail: 'decoder' } as const;
    expect(judgeQuality([], refused)).toMatchObject({ outcome: 'fail', reasons: ['file_corrupt'] });
  });
});

it('a selfie is not held to the edges of print, but to light and size', () => {
  const quality = (reasons: SanitiserAnswer['quality']['reasons']): SanitiserAnswer => ({
    safety: { outcome: 'pass', reasons: [], measures: {} },
    quality: { outcome: 'inconclusive', reasons, measures: { sharpness: 20 } },
    pages: [],
  });
  expect(selfieQuality([quality(['image_blurred'])], 'gate@1')).toMatchObject({
    outcome: 'pass',
    reasons: [],
    measures: { sharpness: 20 },
  });
  const dark = selfieQuality([quality(['image_blurred', 'image_dark'])], 'gate@1');
  expect(dark).toMatchObject({ outcome: 'inconclusive', reasons: ['image_dark'] });
  expect(imageQuality([quality(['image_blurred'])], 'gate@1').outcome).toBe('inconclusive');
});
