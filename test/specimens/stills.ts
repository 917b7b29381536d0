import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/**
 * Pictures of people as a test package carries them: read where it lies and cut at run time, never kept
 * in this repository.
 */
const FOLDER = join(
  dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api')),
  '../demo',
);

/** Where a face is in the package's pictures: middle and half width of the head, in pixels. */
export interface Still {
  file: string;
  x: number;
  y: number;
  /** From the middle of the face to its outline. */
  half: number;
}

/** Two people who look ahead, whose faces are clear. */
export const STILLS = {
  one: { file: 'sample3.jpg', x: 695, y: 476, half: 116 },
  other: { file: 'sample6.jpg', x: 1264, y: 464, half: 115 },
} as const satisfies Record<string, Still>;

/** All pictures of the package with people, by path. */
export function stillFiles(): string[] {
  return [1, 2, 3, 4, 5, 6].map((n) => join(FOLDER, `sample${n}.jpg`));
}

/** Raw RGB of one face with its surroundings, the face in the middle; what is not in the picture is grey. */
export interface Raw {
  data: Buffer;
  width: number;
  height: number;
}

/** `margin`: how much of the surroundings, in half widths of the face. */
export async function stillOf(
  { file, x, y, half }: Still,
  { margin = 2.2, width = 720 } = {},
): Promise<Raw> {
  const side = Math.round(half * 2 * margin);
  const [left, top] = [Math.round(x - side / 2), Math.round(y - side / 2)];
  const picture = sharp(join(FOLDER, file));
  const { width: wide, height: high } = await picture.metadata();
  const [from, above] = [Math.max(0, left), Math.max(0, top)];
  const [to, below] = [Math.min(wide, left + side), Math.min(high, top + side)];
  const cut = await picture
    .extract({ left: from, top: above, width: to - from, height: below - above })
    .toBuffer();
  const whole = await sharp(cut)
    .extend({
      left: from - left,
      top: above - top,
      right: left + side - to,
      bottom: top + side - below,
      background: '#8a8f94',
    })
    .png()
    .toBuffer();
  const { data, info } = await sharp(whole)
    .resize({ width })
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
