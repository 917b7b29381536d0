import { sharp } from '../narrow-sharp.ts';

/** Grey pixels, row by row. */
export interface Grey {
  data: Uint8Array;
  width: number;
  height: number;
}

/** The side of a block whose brightest part is its paper, as a share of the long side. */
const BLOCKS = 36;
const WHITE = 255;

/** A clean page in grey at the size at which letters are read; `scale` leads back to its own pixels. */
export async function loadGrey(
  encoded: Uint8Array,
  longest: number,
): Promise<{ grey: Grey; scale: number }> {
  const source = sharp(encoded, { limitInputPixels: 40e6, failOn: 'error' });
  const own = await source.metadata();
  const { data, info } = await source
    .flatten({ background: '#ffffff' })
    .resize({ width: longest, height: longest, fit: 'inside' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const grey = { data, width: info.width, height: info.height };
  return { grey, scale: own.width / info.width };
}

/** The page without the light that fell on it: each pixel against the paper around it. */
export async function evenLight({ data, width, height }: Grey): Promise<Grey> {
  const side = Math.max(8, Math.round(Math.max(width, height) / BLOCKS));
  const [across, down] = [Math.ceil(width / side), Math.ceil(height / side)];
  const paper = new Uint8Array(across * down);
  for (let row = 0; row < down; row += 1) {
    for (let column = 0; column < across; column += 1) {
      const block = { left: column * side, top: row * side, side };
      paper[row * across + column] = brightOf({ data, width, height }, block);
    }
  }
  const spread = await sharp(paper, { raw: { width: across, height: down, channels: 1 } })
    .median(3)
    .resize({ width: across * side, height: down * side, fit: 'fill', kernel: 'linear' })
    .extract({ left: 0, top: 0, width, height })
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const even = new Uint8Array(width * height);
  for (let at = 0; at < even.length; at += 1) {
    const ground = Math.max(24, spread[at] ?? WHITE);
    even[at] = Math.min(WHITE, ((data[at] ?? 0) * WHITE) / ground);
  }
  return { data: even, width, height };
}

/** The grey level below which three quarters of a block's pixels lie: its paper, not its letters. */
function brightOf(
  { data, width, height }: Grey,
  { left, top, side }: { left: number; top: number; side: number },
): number {
  const counts = new Uint32Array(256);
  const [right, bottom] = [Math.min(width, left + side), Math.min(height, top + side)];
  for (let y = top; y < bottom; y += 2) {
    for (let x = left; x < right; x += 2) {
      const level = data[y * width + x] ?? 0;
      counts[level] = (counts[level] ?? 0) + 1;
    }
  }
  const quarter = counts.reduce((sum, count) => sum + count, 0) / 4;
  let seen = 0;
  for (let level = WHITE; level > 0; level -= 1) {
    seen += counts[level] ?? 0;
    if (seen > quarter) return level;
  }
  return WHITE;
}
