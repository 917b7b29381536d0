import type { Sharp } from 'sharp';
import type { Quality } from './facts.ts';

const COPY_WIDTH = 800;
const NEAR_WHITE = 250;
/** Darker are ink, shadow and most of what lies about a page. */
const NOT_DARK = 150;

/** Sharpness, light and glare of a picture, on a grey copy 800 px wide. */
export async function measureQuality(picture: Sharp, longSide: number): Promise<Quality> {
  const { data, info } = await picture
    .resize({ width: COPY_WIDTH })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { sharpness: laplacianVariance(data, info), ...light(data), longSide };
}

/** Variance of the 4-neighbour Laplacian: small where no edge is sharp. */
function laplacianVariance(grey: Buffer, { width, height }: { width: number; height: number }) {
  let sum = 0;
  let squares = 0;
  let count = 0;
  const at = (index: number) => grey[index] ?? 0;
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      const edge = at(i - 1) + at(i + 1) + at(i - width) + at(i + width) - 4 * at(i);
      sum += edge;
      squares += edge * edge;
      count += 1;
    }
  }
  if (count === 0) return 0;
  const mean = sum / count;
  return rounded(squares / count - mean * mean, 1);
}

function light(grey: Buffer) {
  let [sum, white, pale] = [0, 0, 0];
  for (const value of grey) {
    sum += value;
    if (value >= NEAR_WHITE) white += 1;
    else if (value >= NOT_DARK) pale += 1;
  }
  const total = Math.max(1, grey.length);
  return {
    light: rounded(sum / total, 1),
    nearWhite: rounded(white / total, 4),
    whitePaper: rounded(white / Math.max(1, white + pale), 4),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
