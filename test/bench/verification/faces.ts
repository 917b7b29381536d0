import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Face } from '../../../activities/verification/engines/engines.ts';
import { createFaceReader } from '../../../activities/verification/engines/faces.ts';
import { cosine } from '../../../domain/faces/faces.ts';
import { STANDARD_2 } from '../../../domain/policy/built-in-policies.ts';
import type { Shot } from '../../specimens/camera.ts';
import { makePassport } from '../../specimens/passport.ts';
import { PEOPLE } from '../../specimens/people.ts';
import { stillFiles, stillOf, type Still } from '../../specimens/stills.ts';
import { upperBound } from './upper-bound.ts';

/** How a passport with a face printed into it was photographed. */
const TIERS = {
  scan: { width: 1600, height: 1130, noise: 0.5, quality: 92 },
  phone: { width: 1600, height: 1200, angle: -2, tilt: 0.03, blur: 0.6, noise: 3, quality: 80 },
  mediocre: { width: 1280, height: 960, angle: 6, tilt: 0.05, blur: 0.9, noise: 4, quality: 45 },
  hard: {
    width: 1100,
    height: 820,
    angle: 14,
    tilt: 0.08,
    blur: 1.1,
    noise: 6,
    quality: 40,
    glare: 0.35,
  },
} as const satisfies Record<string, Shot>;
type Tier = keyof typeof TIERS;

/** What one tier gave: each still printed, photographed, and held against every still. */
export interface FaceFigures {
  tier: Tier;
  portraits: number;
  found: number;
  genuine: { n: number; accepted: number; grey: number; min: number; median: number };
  impostors: { n: number; accepted: number; grey: number; max: number; upper95: number };
  /** Of the child: median CPU time of a page at the turns it needed, and its memory at most. */
  cpuMs: number;
  rssMb: number;
  /** The 5th of a hundred. */
  sharpnessLow: number;
}

/**
 * Figures on all faces of the test package's pictures, for comparing, not for the field: one photo
 * degraded is easier than a selfie against an old document. Every two of them count as two people.
 */
export async function faceFigures(tiers = Object.keys(TIERS) as Tier[]): Promise<FaceFigures[]> {
  const reader = createFaceReader({ timeoutMs: 60_000 });
  const signal = AbortSignal.timeout(1_800_000);
  const read = (png: Buffer, turns: boolean) => reader.read({ png }, { turns, signal });
  try {
    const stills: Still[] = [];
    for (const path of stillFiles()) {
      const { faces } = await read(await readFile(path), false);
      stills.push(...faces.map((face) => stillAt(path, face)));
    }
    const selfies = await each(stills, async (still) =>
      middle(await read(await png(still), false)),
    );
    const figures: FaceFigures[] = [];
    for (const tier of tiers) {
      const costs: Record<string, number>[] = [];
      const portraits = await each(stills, async (still, seed) => {
        const shot = { ...TIERS[tier], seed: 900 + seed };
        const page = await makePassport({ person: PEOPLE.anna, face: await stillOf(still), shot });
        const { faces, measures } = await read(page, true);
        costs.push(measures);
        return faces[0] ?? null;
      });
      const cpu = costs.map((one) => one['cpu_ms'] ?? 0).toSorted((a, b) => a - b);
      const cpuMs = cpu[Math.floor(cpu.length / 2)] ?? 0;
      const rssMb = Math.max(...costs.map((one) => one['rss_mb'] ?? 0));
      figures.push({ tier, ...compared(selfies, portraits), cpuMs, rssMb });
    }
    return figures;
  } finally {
    await reader.close();
  }
}

/** The face in the middle of a cut still. */
function middle({ faces }: { faces: Face[] }): Face | null {
  return (
    faces.find(({ box: [x, y, w, h] }) => x < 360 && x + w > 360 && y < 360 && y + h > 360) ?? null
  );
}

function stillAt(path: string, { box: [left, top, wide, high] }: Face): Still {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return { file, x: left + wide / 2, y: top + high / 2, half: wide * 0.32 };
}

async function png(still: Still): Promise<Buffer> {
  const { data, width, height } = await stillOf(still);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

type Compared = Omit<FaceFigures, 'tier' | 'cpuMs' | 'rssMb'>;

function compared(selfies: (Face | null)[], portraits: (Face | null)[]): Compared {
  const { pass, fail } = STANDARD_2.faces;
  const score = (a: Face | null | undefined, b: Face | null | undefined) =>
    a && b ? [cosine(a.embedding, b.embedding)] : [];
  const genuine = selfies.flatMap((one, n) => score(one, portraits[n]));
  const impostors = selfies.flatMap((one, n) =>
    portraits.flatMap((other, m) => {
      return n === m ? [] : score(one, other);
    }),
  );
  const accepted = (scores: number[]) => scores.filter((one) => one >= pass).length;
  const grey = (scores: number[]) => scores.filter((one) => one >= fail && one < pass).length;
  const sorted = genuine.toSorted((a, b) => a - b);
  const sharpness = portraits.flatMap((one) => (one ? [one.sharpness] : []));
  return {
    portraits: portraits.length,
    found: portraits.filter((one) => one !== null).length,
    genuine: {
      n: genuine.length,
      accepted: accepted(genuine),
      grey: grey(genuine),
      min: rounded(sorted[0] ?? 0),
      median: rounded(sorted[Math.floor(sorted.length / 2)] ?? 0),
    },
    impostors: {
      n: impostors.length,
      accepted: accepted(impostors),
      grey: grey(impostors),
      max: rounded(Math.max(...impostors)),
      upper95: rounded(upperBound(accepted(impostors), impostors.length)),
    },
    sharpnessLow: sharpness.toSorted((a, b) => a - b)[Math.floor(sharpness.length / 20)] ?? 0,
  };
}

async function each<T, R>(of: readonly T[], work: (one: T, n: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const [n, one] of of.entries()) results.push(await work(one, n));
  return results;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
