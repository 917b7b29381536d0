import { sharp } from '../narrow-sharp.ts';

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

/** The picture at an exact size. */
export async function resized(
  { data, width, height }: Picture,
  to: { width: number; height: number },
): Promise<Picture> {
  const raw = { width, height, channels: 3 } as const;
  const pixels = await sharp(data, { raw })
    .resize({ ...to, fit: 'fill' })
    .raw()
    .toBuffer();
  return { data: pixels, ...to };
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
