import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import {
  heicEnd,
  webpEnd,
} from '../../../../activities/verification/child/sanitiser/extent-boxes.ts';
import { createSanitiser } from '../../../../activities/verification/engines/sanitiser.ts';
import type { MediaType } from '../../../../domain/documents/documents.ts';

const SPECIMENS = new URL('../../../specimens/', import.meta.url);
const specimen = (name: string) => readFileSync(new URL(name, SPECIMENS));
const PHOTO = specimen('files/passport.jpg');
const HEIC = specimen('heic/passport.heic');
const signal = new AbortController().signal;
const gate = createSanitiser();
afterAll(() => gate.close());

async function clean(bytes: Buffer, mediaType: MediaType) {
  const answer = await gate.clean({ bytes, mediaType, side: 'front', firstPage: 0 }, { signal });
  const { safety, pages } = answer;
  return { ...answer, safety, page: pages[0], detail: safety.measures['detail'] };
}

/** Mean light of a square around a point of the page, as shares of its sides. */
async function lightAt(png: Buffer, x: number, y: number): Promise<number> {
  const { width, height } = await sharp(png).metadata();
  const area = { left: Math.round(width * x), top: Math.round(height * y), width: 40, height: 40 };
  const { channels } = await sharp(await sharp(png).extract(area).toBuffer()).stats();
  return channels[0]?.mean ?? 0;
}

describe('a WebP', () => {
  it('comes back as the JPEG does', async () => {
    const { safety, quality, page } = await clean(
      await sharp(PHOTO).keepMetadata().webp({ quality: 90 }).toBuffer(),
      'image/webp',
    );
    expect(safety).toMatchObject({ outcome: 'pass', measures: { trailing_bytes: 0 } });
    expect(quality).toMatchObject({ outcome: 'pass', measures: { picture: 'taken' } });
    expect([page?.width, page?.height]).toEqual([1280, 960]);
    expect(page?.png.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  });

  it('turned by its EXIF stands upright, and keeps no EXIF', async () => {
    const small = sharp(PHOTO).resize(900, 675).withMetadata({ orientation: 6 });
    const { page } = await clean(await small.webp().toBuffer(), 'image/webp');
    expect([page?.width, page?.height]).toEqual([675, 900]);
    expect(page?.png.includes('Exif')).toBe(false);
  });

  it('that moves shows its first frame alone', async () => {
    const frame = async (background: string) =>
      await sharp({ create: { width: 700, height: 500, channels: 3, background } })
        .png()
        .toBuffer();
    const frames = [await frame('white'), await frame('black')];
    const moving = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(2);
    const { safety, page } = await clean(moving, 'image/webp');
    expect(safety.outcome).toBe('pass');
    expect([page?.width, page?.height]).toEqual([700, 500]);
    expect(await lightAt(page?.png ?? Buffer.alloc(0), 0.5, 0.5)).toBeGreaterThan(240);
  });

  it.each(['lossless', 'lossy', 'alpha'])('%s: its size stands in its header', async (kind) => {
    const bytes = await sharp({
      create: { width: 321, height: 123, channels: kind === 'alpha' ? 4 : 3, background: '#4568' },
    })
      .webp({ lossless: kind === 'lossless' })
      .toBuffer();
    expect(webpEnd(bytes)).toMatchObject({ width: 321, height: 123, end: bytes.length });
    expect(webpEnd(bytes.subarray(0, -1))).toBeNull();
  });
});

describe('a HEIC', () => {
  it('comes back with the pixels of the JPEG it was made from', async () => {
    const { safety, quality, page } = await clean(HEIC, 'image/heic');
    expect(safety).toMatchObject({ outcome: 'pass', measures: { trailing_bytes: 0 } });
    expect(quality.measures).toMatchObject({ picture: 'taken', longSide: 1280 });
    expect([page?.width, page?.height]).toEqual([1280, 960]);
    for (const [x, y] of [0.1, 0.5, 0.8].flatMap((at) => [
      [at, 0.2] as const,
      [at, 0.8] as const,
    ])) {
      const [seen, meant] = [await lightAt(page?.png ?? HEIC, x, y), await lightAt(PHOTO, x, y)];
      expect(Math.abs(seen - meant)).toBeLessThan(6);
    }
  });

  it('is turned by its container alone: an EXIF turn would be a second one', async () => {
    const { page } = await clean(specimen('heic/exif-turned.heic'), 'image/heic');
    expect([page?.width, page?.height]).toEqual([900, 675]);
    expect(page?.png.includes('Exif')).toBe(false);
  });

  it('with several pictures shows the first, and says so', async () => {
    const { safety, page } = await clean(specimen('heic/two-pictures.heic'), 'image/heic');
    expect(safety).toMatchObject({ outcome: 'pass', measures: { pictures: 2 } });
    expect([page?.width, page?.height]).toEqual([400, 300]);
  });

  it('whose size is a bomb is refused before anything is decoded', async () => {
    const bomb = Buffer.from(HEIC);
    const size = bomb.indexOf('ispe') + 8;
    bomb.writeUInt32BE(16_000, size);
    bomb.writeUInt32BE(16_000, size + 4);
    expect(await clean(bomb, 'image/heic')).toMatchObject({
      safety: { outcome: 'fail', reasons: ['file_too_large'] },
      detail: 'pixels',
    });
  });

  it.each([
    ['cut off', HEIC.subarray(0, HEIC.length - 500), 'file_corrupt', 'no_end'],
    ['without pixels', damaged(HEIC), 'file_corrupt', 'decoder'],
    [
      'with a PDF after it',
      Buffer.concat([HEIC, Buffer.from('%PDF-1.7\n')]),
      'file_unsafe',
      'polyglot',
    ],
    [
      'with a ZIP in a box',
      Buffer.concat([HEIC, freeBox('PK\u0003\u0004')]),
      'file_unsafe',
      'polyglot',
    ],
  ])('%s is refused', async (_, bytes, reason, detail) => {
    const answer = await clean(bytes, 'image/heic');
    expect(answer).toMatchObject({ safety: { outcome: 'fail', reasons: [reason] }, detail });
    expect(answer.pages).toEqual([]);
  });

  it('ends where its last box does', () => {
    const longer = Buffer.concat([HEIC, freeBox('plain')]);
    expect(heicEnd(longer)).toMatchObject({ end: longer.length });
    expect(heicEnd(Buffer.concat([HEIC, Buffer.alloc(12, 7)]))).toMatchObject({ end: HEIC.length });
    expect(heicEnd(HEIC.subarray(0, 40))).toBeNull();
  });
});

/** The coded picture overwritten. */
function damaged(heic: Buffer): Buffer {
  const bytes = Buffer.from(heic);
  return bytes.fill(0x55, bytes.indexOf('mdat') + 4);
}

function freeBox(text: string): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(8 + text.length);
  return Buffer.concat([size, Buffer.from(`free${text}`, 'latin1')]);
}
