import { cosine } from '../../../domain/faces/faces.ts';
import {
  type Frame,
  judgeFrames,
  type Response,
  responseDoubt,
  shownAs,
} from '../../../domain/faces/liveness.ts';
import { sha256Hex } from '../../../store/sealing/digest.ts';
import type { CleanPage, Face, FaceReader } from '../engines/engines.ts';
import { facesThatCount, SELFIE_PX_MIN, SHARPNESS_MIN } from '../faces/faces-that-count.ts';
import { findingDraft, type FindingDraft } from '../round/finding-draft.ts';
import { orFileFault } from '../round/file-fault.ts';

const RULE = 'liveness@1';

/** Said of every answer, and of a pass above all. */
const NOT_PROVEN = [
  'That a living person was before the camera: not ISO 30107-3 tested.',
  'That the frames come from a camera: a still that software turns passes, and so does a fed-in video.',
];

/** Two pictures of a camera never agree this closely: above it they are the same picture twice. */
const IDENTICAL = 0.9999;

/**
 * Whether the frames show what the challenge asked, by one face. Without a challenge there is never a
 * pass: no score of a still says that a person is there. Throws what is the machine's fault.
 */
export async function judgeLiveness(
  engine: FaceReader,
  asked: { frames: readonly CleanPage[]; response: Response | null; signal: AbortSignal },
): Promise<FindingDraft> {
  const { frames, response, signal } = asked;
  const rest = { engine: `${RULE} ${engine.version}`, notProven: NOT_PROVEN };
  if (response === null) {
    return findingDraft('inconclusive', [], { ...rest, measures: { detail: 'no_challenge' } });
  }
  const common = {
    steps: response.steps.join(' '),
    frames: frames.length,
    challenge_number: response.number,
    first_byte_after_s: Math.round(response.firstByteAfterMs / 1000),
    last_byte_after_s: Math.round(response.lastByteAfterMs / 1000),
  };
  const shown = responseDoubt(response) ?? (await look(engine, { frames, response, signal }));
  if (shown === null) {
    return findingDraft('inconclusive', ['file_not_processable'], { ...rest, measures: common });
  }
  const assurance = shown.outcome === 'pass' ? { assurance: 'challenge_only' } : {};
  const measures = { ...common, ...shown.measures, ...assurance };
  return findingDraft(shown.outcome, shown.reasons, { ...rest, measures });
}

async function look(
  engine: FaceReader,
  asked: { frames: readonly CleanPage[]; response: Response; signal: AbortSignal },
) {
  const { frames, response, signal } = asked;
  const digests = new Set(frames.map(({ png }) => sha256Hex(png)));
  if (digests.size < frames.length) return shownAs('fail', 'identical_frames');
  const seen = await orFileFault(engine, signal, async () => {
    const faces: Face[][] = [];
    for (const frame of frames) {
      faces.push(facesThatCount((await engine.read(frame, { turns: false, signal })).faces));
    }
    return faces;
  });
  if (seen === null) return null;
  const isTwice = seen.some((faces, n) => seen.slice(0, n).some((other) => areOne(faces, other)));
  if (isTwice) return shownAs('fail', 'identical_frames');
  const isFrontal = (_: Face[], n: number) => response.steps[response.shown[n] ?? 0] === 'front';
  const first = seen.filter(isFrontal).flat().find(isClear);
  return judgeFrames(response, seen.map(asFrame(first)));
}

function asFrame(first: Face | undefined): (faces: Face[]) => Frame {
  return (faces) => {
    const [face] = faces;
    if (!face || !first) return { faces: faces.length, isClear: false, yaw: 0, same: 0 };
    const same = cosine(face.embedding, first.embedding);
    return { faces: faces.length, isClear: isClear(face), yaw: face.yaw, same };
  };
}

function isClear({ box, sharpness }: Face): boolean {
  return box[2] >= SELFIE_PX_MIN && sharpness >= SHARPNESS_MIN;
}

function areOne([a]: Face[], [b]: Face[]): boolean {
  return a !== undefined && b !== undefined && cosine(a.embedding, b.embedding) > IDENTICAL;
}
