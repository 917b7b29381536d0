import { sharp } from '../narrow-sharp.ts';
import type { Block } from './blocks.ts';

/** Raw RGB pixels, row by row. */
export interface Picture {
  data: Uint8Array;
  width: number;
  height: number;
}

/** A clean page as pixels, at most `longest` on its long side; `scale` leads back to the page's own pixels. */
export async function loadPicture(
  encoded: Uint8Array,
  longest: number,
): Promise<{ picture: Picture; scale: number }> {
  const source = sharp(encoded, { limitInputPixels: 40e6, failOn: 'error' });
  const { width } = await source.metadata();
  const { data, info } = await source
    .resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = { data, width: info.width, height: info.height };
  return { picture, scale: width / info.width };
}

/** A part of a clean page in the page's own pixels. */
export async function loadPart(
  encoded: Uint8Array,
  box: { left: number; top: number; width: number; height: number },
): Promise<Picture> {
  const { data, info } = await sharp(encoded, { limitInputPixels: 40e6, failOn: 'error' })
    .extract(box)
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

type Size = Pick<Picture, 'width' | 'height'>;

/** The picture at an exact size. */
export async function resized({ data, width, height }: Picture, to: Size): Promise<Picture> {
  const raw = { width, height, channels: 3 } as const;
  const pixels = await sharp(data, { raw })
    .resize({ ...to, fit: 'fill' })
    .raw()
    .toBuffer();
  return { data: pixels, ...to };
}

/** A block's pixels, turned upright, at an exact size. */
export function upright({ data, width, height }: Picture, block: Block, size: Size): Picture {
  const pixels = new Uint8Array(size.width * size.height * 3);
  const [cos, sin] = [Math.cos(block.angle), Math.sin(block.angle)];
  for (let row = 0; row < size.height; row += 1) {
    const v = ((row + 0.5) / size.height - 0.5) * block.height;
    for (let column = 0; column < size.width; column += 1) {
      const u = ((column + 0.5) / size.width - 0.5) * block.length;
      const x = Math.min(width - 1.001, Math.max(0, block.x + u * cos - v * sin - 0.5));
      const y = Math.min(height - 1.001, Math.max(0, block.y + u * sin + v * cos - 0.5));
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [fx, fy] = [x - left, y - top];
      const at = (top * width + left) * 3;
      const below = at + width * 3;
      const to = (row * size.width + column) * 3;
      for (let k = 0; k < 3; k += 1) {
        const upper = (data[at + k] ?? 0) * (1 - fx) + (data[at + 3 + k] ?? 0) * fx;
        const lower = (data[below + k] ?? 0) * (1 - fx) + (data[below + 3 + k] ?? 0) * fx;
        pixels[to + k] = upper * (1 - fy) + lower * fy;
      }
    }
  }
  return { data: pixels, ...size };
}

/** Planes of blue, green and red, `(value / 255 - mean) / deviation`: what the models were trained on. */
export function planes(
  { data, width, height }: Picture,
  norm: { mean: readonly number[]; deviation: readonly number[] },
  into = new Float32Array(3 * width * height),
  stride = width,
): Float32Array {
  const plane = stride * height;
  for (let channel = 0; channel < 3; channel += 1) {
    const scale = 1 / (255 * (norm.deviation[channel] ?? 1));
    const shift = (norm.mean[channel] ?? 0) / (norm.deviation[channel] ?? 1);
    for (let y = 0; y < height; y += 1) {
      let from = y * width * 3 + 2 - channel;
      let to = channel * plane + y * stride;
      for (let x = 0; x < width; x += 1, from += 3, to += 1) {
        into[to] = (data[from] ?? 0) * scale - shift;
      }
    }
  }
  return into;
}
