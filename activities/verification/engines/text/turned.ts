import type { Box, Turn } from '../engines.ts';
import { sharp } from '../narrow-sharp.ts';
import type { Grey } from './grey.ts';

/** A picture as the reader takes it, and the way back from its pixels to those of the page. */
export interface Turned {
  encoded: Buffer;
  boxOnPage: (box: Box) => Box;
}

const WHITE = '#ffffff';

/** Grey pixels turned the same way, to be looked at by us. */
export async function turnedGrey({ data, width, height }: Grey, whole: number): Promise<Grey> {
  if (whole === 0) return { data, width, height };
  const { data: pixels, info } = await sharp(data, { raw: { width, height, channels: 1 } })
    .rotate(whole, { background: WHITE })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: pixels, width: info.width, height: info.height };
}

/** The page turned clockwise by a quarter turn and some degrees, on white; `scale` as `loadGrey` gives it. */
export async function turned(
  { data, width, height }: Grey,
  { turn, angle, scale }: { turn: Turn; angle: number; scale: number },
): Promise<Turned> {
  const whole = turn + angle;
  const picture = sharp(data, { raw: { width, height, channels: 1 } });
  const { data: encoded, info } = await (
    whole === 0 ? picture : picture.rotate(whole, { background: WHITE })
  )
    .toColourspace('b-w')
    .png({ compressionLevel: 1 })
    .toBuffer({ resolveWithObject: true });
  const radians = (-whole * Math.PI) / 180;
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  const back = (x: number, y: number) => {
    const [dx, dy] = [x - info.width / 2, y - info.height / 2];
    return [
      (dx * cos - dy * sin + width / 2) * scale,
      (dx * sin + dy * cos + height / 2) * scale,
    ] as const;
  };
  const boxOnPage = ([left, top, wide, high]: Box): Box => {
    const corners = [
      back(left, top),
      back(left + wide, top),
      back(left, top + high),
      back(left + wide, top + high),
    ];
    const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
    const [x, y] = [Math.max(0, Math.min(...xs)), Math.max(0, Math.min(...ys))];
    return [x, y, Math.max(...xs) - x, Math.max(...ys) - y].map(Math.round) as Box;
  };
  return { encoded, boxOnPage };
}
