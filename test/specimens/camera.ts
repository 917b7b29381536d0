import type { Canvas } from '@napi-rs/canvas';
import sharp from 'sharp';
import { randomFrom } from './random.ts';

/** How a page was photographed. All is optional: a clean, upright picture of 1280 x 960. */
export interface Shot {
  width?: number;
  height?: number;
  /** Degrees, clockwise. */
  angle?: number;
  /** 0 to 0.3: how much smaller the far edge is. */
  tilt?: number;
  /** Quarter turns of the finished picture, clockwise degrees. */
  turn?: 0 | 90 | 180 | 270;
  /** Standard deviation in pixels. */
  blur?: number;
  /** Standard deviation of sensor noise, in 8-bit steps. */
  noise?: number;
  /** 0 to 1: opacity of a white patch of light. */
  glare?: number;
  /** Factor of light; below 1 darker. */
  light?: number;
  /** JPEG quality. */
  quality?: number;
  /** Share of the picture that the page fills, along its tighter side. */
  fills?: number;
  format?: 'jpeg' | 'png';
  seed?: number;
}

type Point = readonly [number, number];

/** A photo of the page on a desk, as an encoded picture. The same shot of the same page gives the same pixels. */
export async function photograph(page: Canvas, shot: Shot = {}): Promise<Buffer> {
  const { width = 1280, height = 960, seed = 1, quality = 72, format = 'jpeg' } = shot;
  const source = page.getContext('2d').getImageData(0, 0, page.width, page.height);
  const pixels = desk(width, height, seed);
  const corners = cornersOf(page, { ...shot, width, height });
  project({ data: source.data, width: page.width, height: page.height }, corners, {
    data: pixels,
    width,
    height,
  });
  lighten(pixels, width, height, shot);
  let picture = sharp(pixels, { raw: { width, height, channels: 3 } });
  if (shot.blur) picture = picture.blur(shot.blur);
  if (shot.turn) picture = picture.rotate(shot.turn);
  return await (format === 'png'
    ? picture.png({ palette: true, colours: 48, compressionLevel: 9 }).toBuffer()
    : picture.jpeg({ quality, mozjpeg: false }).toBuffer());
}

interface Pixels {
  data: Uint8Array | Uint8ClampedArray;
  width: number;
  height: number;
}

function desk(width: number, height: number, seed: number): Uint8Array {
  const random = randomFrom(seed);
  const base = [90 + random() * 60, 80 + random() * 50, 70 + random() * 50];
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const grain = Math.sin(y * 0.13 + Math.sin(y * 0.021) * 5) * 5;
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        pixels[at + channel] = (base[channel] ?? 0) + grain + (x / width) * 14;
      }
    }
  }
  return pixels;
}

function cornersOf(page: Canvas, shot: Shot & { width: number; height: number }): Point[] {
  const { angle = 0, tilt = 0, fills = 0.94 } = shot;
  const turned = (angle * Math.PI) / 180;
  const [sin, cos] = [Math.abs(Math.sin(turned)), Math.cos(turned)];
  const spanX = page.width * cos + page.height * sin;
  const spanY = page.width * sin + page.height * cos;
  const scale = fills * Math.min(shot.width / spanX, shot.height / spanY);
  return (
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const
  ).map(([sideX, sideY]) => {
    const narrow = sideY < 0 ? 1 - tilt : 1;
    const x = (sideX * page.width * scale * narrow) / 2;
    const y = (sideY * page.height * scale * (1 - tilt / 3)) / 2;
    const [sine, cosine] = [Math.sin(turned), Math.cos(turned)];
    return [shot.width / 2 + x * cosine - y * sine, shot.height / 2 + x * sine + y * cosine];
  });
}

/** Draws `from` into the quadrilateral `corners` of `to`, by the inverse of a perspective map. */
function project(from: Pixels, corners: Point[], to: Pixels): void {
  const [a, b, c, d, e, f, g, h] = inverse(squareTo(corners));
  for (let y = 0; y < to.height; y += 1) {
    for (let x = 0; x < to.width; x += 1) {
      const w = g * x + h * y + 1;
      const u = ((a * x + b * y + c) / w) * (from.width - 1);
      const v = ((d * x + e * y + f) / w) * (from.height - 1);
      if (u < 0 || v < 0 || u >= from.width - 1 || v >= from.height - 1) continue;
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [fx, fy] = [u - left, v - top];
      const at = (top * from.width + left) * 4;
      const below = at + from.width * 4;
      const out = (y * to.width + x) * 3;
      for (let k = 0; k < 3; k += 1) {
        const upper = (from.data[at + k] ?? 0) * (1 - fx) + (from.data[at + 4 + k] ?? 0) * fx;
        const lower = (from.data[below + k] ?? 0) * (1 - fx) + (from.data[below + 4 + k] ?? 0) * fx;
        to.data[out + k] = upper * (1 - fy) + lower * fy;
      }
    }
  }
}

type Map8 = [number, number, number, number, number, number, number, number];

/** The perspective map of the unit square to four corners (Heckbert 1989). */
function squareTo(corners: Point[]): Map8 {
  const [p0 = [0, 0], p1 = [0, 0], p2 = [0, 0], p3 = [0, 0]] = corners;
  const [sx, sy] = [p0[0] - p1[0] + p2[0] - p3[0], p0[1] - p1[1] + p2[1] - p3[1]];
  const [dx1, dx2, dy1, dy2] = [p1[0] - p2[0], p3[0] - p2[0], p1[1] - p2[1], p3[1] - p2[1]];
  const whole = dx1 * dy2 - dx2 * dy1;
  const [g, h] = [(sx * dy2 - dx2 * sy) / whole, (dx1 * sy - sx * dy1) / whole];
  return [
    p1[0] - p0[0] + g * p1[0],
    p3[0] - p0[0] + h * p3[0],
    p0[0],
    p1[1] - p0[1] + g * p1[1],
    p3[1] - p0[1] + h * p3[1],
    p0[1],
    g,
    h,
  ];
}

function inverse([a, b, c, d, e, f, g, h]: Map8): Map8 {
  const last = a * e - b * d;
  return [
    (e - f * h) / last,
    (c * h - b) / last,
    (b * f - c * e) / last,
    (f * g - d) / last,
    (a - c * g) / last,
    (c * d - a * f) / last,
    (d * h - e * g) / last,
    (b * g - a * h) / last,
  ];
}

function lighten(pixels: Uint8Array, width: number, height: number, shot: Shot): void {
  const { light = 1, noise = 1.5, glare = 0, seed = 1 } = shot;
  const random = randomFrom(seed + 7);
  const [spotX, spotY] = [width * (0.3 + random() * 0.4), height * (0.25 + random() * 0.3)];
  const spot = width * 0.2;
  for (let at = 0; at < width * height; at += 1) {
    const distance = Math.hypot((at % width) - spotX, Math.floor(at / width) - spotY) / spot;
    const shine = glare * Math.min(1, Math.max(0, 1.4 - distance));
    const shade = light * (1 - 0.08 * ((at % width) / width));
    const speck = (random() + random() + random() - 1.5) * 2 * noise;
    for (let k = at * 3; k < at * 3 + 3; k += 1) {
      const lit = (pixels[k] ?? 0) * shade + speck;
      pixels[k] = Math.max(0, Math.min(255, lit + (255 - lit) * shine));
    }
  }
}
