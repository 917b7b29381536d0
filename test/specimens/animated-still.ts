import sharp from 'sharp';
import type { Step } from '../../domain/faces/liveness.ts';
import { randomFrom } from './random.ts';
import { type Raw, type Still, STILLS, stillOf } from './stills.ts';

/**
 * An attack, committed so that nobody forgets it: one still, turned by software as a head would turn,
 * passes an active challenge. Nobody was before a camera, and the check cannot tell.
 */
export async function animatedStill(
  steps: readonly Step[],
  { still = STILLS.one, mirrored = false, seed = 1 }: Attack = {},
): Promise<Buffer[]> {
  const raw = await stillOf(still);
  return Promise.all(
    steps.map(async (step, n) => {
      const frame = camera(turned(raw, TURNS[step]), seed * 100 + n);
      const picture = sharp(frame, { raw: { width: raw.width, height: raw.height, channels: 3 } });
      return await (mirrored ? picture.flop() : picture).jpeg({ quality: 88 }).toBuffer();
    }),
  );
}

export interface Attack {
  still?: Still;
  /** As a client sends that shows the person themselves in a mirror. */
  mirrored?: boolean;
  seed?: number;
}

/** Radians by which the head is turned, found by trying: negative to the person's own right. */
const TURNS = { left: 0.8, front: 0.1, right: -0.55 } as const satisfies Record<Step, number>;

/** Of the face's half width: how wide and high the head is that the still is put upon. */
const HEAD = { wide: 1.15, high: 1.5, edge: 0.3 };

/** The still upon an upright cylinder with rounded ends, turned; what is beside the head stays. */
function turned({ data, width, height }: Raw, angle: number): Buffer {
  const half = width / 2 / 2.2;
  const [wide, high] = [half * HEAD.wide, half * HEAD.high];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const out = Buffer.alloc(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [u, v] = [(x - width / 2) / wide, (y - height / 2) / high];
      const r = u * u + v * v;
      const depth = Math.sqrt(Math.max(0, 1 - r));
      const share = Math.min(1, Math.max(0, (1 - Math.sqrt(r)) / HEAD.edge));
      const from = width / 2 + wide * (u * (1 - share) + (u * cos - depth * sin) * share);
      blend(data, { y, from: r < 1 ? from : x, width }, out, (y * width + x) * 3);
    }
  }
  return out;
}

function blend(
  data: Buffer,
  at: { y: number; from: number; width: number },
  out: Buffer,
  to: number,
): void {
  const from = Math.max(0, Math.min(at.width - 1.001, at.from));
  const left = Math.floor(from);
  const share = from - left;
  for (let k = 0; k < 3; k += 1) {
    const pixel = (at.y * at.width + left) * 3 + k;
    out[to + k] = (data[pixel] ?? 0) * (1 - share) + (data[pixel + 3] ?? 0) * share;
  }
}

/** A camera's noise: no two frames have the same bytes. */
function camera(data: Buffer, seed: number): Buffer {
  const random = randomFrom(seed);
  const noise = () => (random() + random() - 1) * 7;
  return Buffer.from(data.map((value) => Math.max(0, Math.min(255, Math.round(value + noise())))));
}

/** A selfie of the person of the still, as it is. */
export async function selfieOf(still: Still = STILLS.one): Promise<Buffer> {
  const { data, width, height } = await stillOf(still);
  return await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88 })
    .toBuffer();
}
