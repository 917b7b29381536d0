import type { Box, Face, FaceReading, Turn } from '../engines.ts';
import { sharp } from '../narrow-sharp.ts';
import type { Detect, HumanFace } from './human.ts';

/** More pixels make a face no likelier, and cost memory (256 is what the detector looks at). */
const LONG_SIDE = 1600;
/** Of a face's sharpness: each is measured at one size. */
const MEASURED_WIDTH = 160;
/** Below this Human is as likely to mean a pattern (start value: true faces had 0.8 and more). */
const SCORE_MIN = 0.6;
const TURNS: readonly Turn[] = [0, 90, 270, 180];

/** Of the largest face: from here on it certainly stands upright, and no other turn is looked at. */
const UPRIGHT_SCORE = 0.98;

/**
 * The faces of a clean page, largest first. With `turns` at the turn where the largest stands upright: one
 * that stands on its head is often seen too, but its numbers are nobody's.
 */
export async function findFaces(
  detect: Detect,
  page: Uint8Array,
  { turns }: { turns: boolean },
): Promise<Pick<FaceReading, 'turn' | 'faces'>> {
  if (!turns) return { turn: 0, faces: await facesAt(detect, page, 0) };
  let best: Pick<FaceReading, 'turn' | 'faces'> = { turn: 0, faces: [] };
  for (const turn of TURNS) {
    const faces = await facesAt(detect, page, turn);
    if (uprightScore(faces) > uprightScore(best.faces)) best = { turn, faces };
    if (uprightScore(faces) >= UPRIGHT_SCORE) break;
  }
  return best;
}

function uprightScore([largest]: readonly Face[]): number {
  return largest && Math.abs(largest.roll) <= Math.PI / 4 ? largest.score : 0;
}

async function facesAt(detect: Detect, page: Uint8Array, turn: Turn): Promise<Face[]> {
  const upright = sharp(page).rotate(turn).removeAlpha().toColourspace('srgb');
  const { data, info } = await upright.raw().toBuffer({ resolveWithObject: true });
  const raw = { raw: { width: info.width, height: info.height, channels: info.channels } } as const;
  const scale = Math.min(1, LONG_SIDE / Math.max(info.width, info.height));
  const small = await sharp(data, raw)
    .resize({ width: Math.max(1, Math.round(info.width * scale)) })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = small.info;
  const found = await detect({ data: small.data, width, height });
  const faces = await Promise.all(
    found.flatMap((one) => {
      const box = inside(one, { scale, width: info.width, height: info.height });
      const { rotation, embedding, score } = one;
      if (score < SCORE_MIN || !rotation || !embedding || !box) return [];
      const { yaw, pitch, roll } = rotation.angle;
      const [left, top, wide, high] = box;
      const crop = sharp(data, raw).extract({ left, top, width: wide, height: high });
      return [
        sharpnessOf(crop).then((sharpness): Face => {
          return {
            box,
            score,
            sharpness,
            yaw,
            pitch,
            roll,
            embedding: Float32Array.from(embedding),
          };
        }),
      ];
    }),
  );
  return faces.toSorted((a, b) => b.box[2] - a.box[2]);
}

/** The box on the page itself, cut to it. */
function inside(
  { box }: HumanFace,
  page: { scale: number; width: number; height: number },
): Box | null {
  const [left, top, wide, high] = box.map((side) => side / page.scale) as Box;
  const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))];
  const right = Math.min(page.width, Math.ceil(left + wide));
  const bottom = Math.min(page.height, Math.ceil(top + high));
  return right - x < 8 || bottom - y < 8 ? null : [x, y, right - x, bottom - y];
}

/** Variance of the Laplacian on a grey copy of one width: small where no edge is sharp. */
async function sharpnessOf(crop: ReturnType<typeof sharp>): Promise<number> {
  const { data, info } = await crop
    .resize({ width: MEASURED_WIDTH })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const at = (index: number) => data[index] ?? 0;
  let [sum, squares, count] = [0, 0, 0];
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const i = y * width + x;
      const edge = at(i - 1) + at(i + 1) + at(i - width) + at(i + width) - 4 * at(i);
      [sum, squares, count] = [sum + edge, squares + edge * edge, count + 1];
    }
  }
  const mean = sum / Math.max(1, count);
  return Math.round(squares / Math.max(1, count) - mean * mean);
}
