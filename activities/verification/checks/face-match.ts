import { cosine, faceVerdict } from '../../../domain/faces/faces.ts';
import type { Thresholds } from '../../../domain/policy/policy.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { CleanPage, Face, FaceReader } from '../engines/engines.ts';
import { facesThatCount, SELFIE_PX_MIN, SHARPNESS_MIN } from '../faces/faces-that-count.ts';
import { findingDraft, type FindingDraft } from '../round/finding-draft.ts';
import { orFileFault } from '../round/file-fault.ts';

const RULE = 'face_match@1';
/** A face on a page of print is small: a start value. */
const PORTRAIT_PX_MIN = 80;
const MOST_PAGES = 3;
/** A softer portrait never contradicts: of hard photos one genuine score in 21 fell below 0.55. */
const PORTRAIT_SHARP_MIN = 60;

/** What a comparison of two faces cannot prove. */
const NOT_PROVEN = [
  'That the person is who they claim to be: the score is above this operator’s limit, no more.',
  'That the score means the same for every group of people: nothing was measured of that.',
  'That the portrait in the document is genuine.',
];

/** What is held against what: clean pages of both documents, and the policy's limits. */
export interface MatchFace {
  /** The selfie, or the frontal frame of the challenge. */
  selfie: readonly CleanPage[];
  /** All pages of the identity document. */
  portrait: readonly CleanPage[];
  source: 'selfie' | 'challenge_frame';
  thresholds: Thresholds;
  signal: AbortSignal;
}

/**
 * The face of a selfie against the portrait of the identity document. The numbers of both faces stay in
 * memory; the score alone is kept. Throws what is the machine's fault.
 */
export async function matchFace(engine: FaceReader, asked: MatchFace): Promise<FindingDraft> {
  const { signal, selfie, portrait, source, thresholds } = asked;
  const version = `${RULE} ${engine.version}`;
  const { facePass, faceFail } = thresholds;
  if (facePass === undefined || faceFail === undefined) throw new Error('no limits for faces');
  const [shown] = selfie;
  if (!shown || portrait.length === 0) {
    const measures = { detail: shown ? 'identity_not_looked_at' : 'selfie_not_looked_at' };
    return findingDraft('inconclusive', [], { engine: version, measures, notProven: NOT_PROVEN });
  }
  const seen = await orFileFault(engine, signal, async () => ({
    live: (await engine.read(shown, { turns: true, signal })).faces,
    printed: await portraitOn(engine, portrait, signal),
  }));
  if (seen === null) {
    return findingDraft('inconclusive', ['file_not_processable'], { engine: version });
  }
  const live = facesThatCount(seen.live);
  const { printed } = seen;
  const score = live[0] && printed ? cosine(live[0].embedding, printed.face.embedding) : null;
  const measures = {
    source,
    face_pass: facePass,
    face_fail: faceFail,
    selfie_faces: live.length,
    ...(live[0] ? { selfie_px: live[0].box[2], selfie_sharpness: live[0].sharpness } : {}),
    ...(printed ? measuresOf(printed) : {}),
  };
  const common = { engine: version, notProven: NOT_PROVEN };
  const poor = poorLooks(live);
  if (poor.length > 0) return findingDraft('inconclusive', poor, { ...common, measures });
  // Another selfie cures no portrait: a person looks.
  if (score === null || !printed || printed.face.box[2] < PORTRAIT_PX_MIN) {
    const detail = printed ? 'portrait_too_small' : 'portrait_not_found';
    return findingDraft('inconclusive', [], { ...common, measures: { ...measures, detail } });
  }
  const rest = { ...common, measures: { ...measures, face_score: rounded(score) } };
  const pieces = [{ name: 'cosine', score: rounded(Math.max(0, score)), weight: 1 }];
  const isClear = printed.face.sharpness >= PORTRAIT_SHARP_MIN;
  const verdict = faceVerdict(score, { pass: facePass, fail: faceFail }, isClear);
  if (verdict === 'same') return findingDraft('pass', [], { ...rest, pieces });
  const outcome = verdict === 'other' ? 'fail' : 'inconclusive';
  return findingDraft(outcome, ['face_mismatch'], { ...rest, pieces });
}

interface Portrait {
  page: number;
  turn: number;
  face: Face;
}

/** The largest face on the document, front before back; ghost images are smaller. */
async function portraitOn(
  engine: FaceReader,
  pages: readonly CleanPage[],
  signal: AbortSignal,
): Promise<Portrait | null> {
  const fronts = pages.toSorted((a, b) => Number(a.side === 'back') - Number(b.side === 'back'));
  for (const page of fronts.slice(0, MOST_PAGES)) {
    const { faces, turn } = await engine.read(page, { turns: true, signal });
    if (faces[0]) return { page: page.index, turn, face: faces[0] };
  }
  return null;
}

function measuresOf({ page, turn, face }: Portrait): Record<string, number> {
  return {
    portrait_px: face.box[2],
    portrait_sharpness: face.sharpness,
    portrait_page: page,
    portrait_turn: turn,
  };
}

/**
 * The reasons that a better selfie would remove. A blurred portrait stays as it was printed, so it is none of
 * them.
 */
function poorLooks(live: readonly Face[]): ReasonCode[] {
  const [face] = live;
  if (!face) return ['face_not_found'];
  if (live.length > 1) return ['several_faces'];
  if (face.box[2] < SELFIE_PX_MIN) return ['image_too_small'];
  return face.sharpness < SHARPNESS_MIN ? ['image_blurred'] : [];
}

function rounded(score: number): number {
  return Math.round(score * 1000) / 1000;
}
