import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { Quality, Refused } from '../child/sanitiser/facts.ts';
import type { SanitiserAnswer, Judgement } from '../engines/engines.ts';
import { findingDraft, worstOf, type FindingDraft } from '../round/finding-draft.ts';

/**
 * Start values (variance 975 sharp, 38 at blur 3; dark mean 48; glare 12 % of
 * near-white against 5.5 %), set on our specimens. They ask for another picture and never reject.
 */
export const QUALITY_LIMITS = {
  /** Variance of the Laplacian at 800 px. */
  sharpnessMin: 100,
  /** Mean light, 0 to 255. */
  lightMin: 60,
  /** Share of near-white pixels that is a reflection, unless so much of all that is light is white: the paper. */
  nearWhiteMax: 0.09,
  whitePaperMin: 0.8,
  longSideMinPx: 600,
} as const;

/** One file: pictures are measured; a PDF's pages were drawn and have no camera's faults. */
export function judgeQuality(pages: (Quality | null)[], refused: Refused | null): Judgement {
  if (refused !== null) return { outcome: 'fail', reasons: [refused.reason], measures: {} };
  const taken = pages.filter((page) => page !== null);
  if (taken.length === 0) return { outcome: 'pass', reasons: [], measures: { picture: 'drawn' } };
  const reasons = [...new Set(taken.flatMap(faultsOf))].sort();
  const [first] = taken;
  const measures = { picture: 'taken', ...first };
  return { outcome: reasons.length > 0 ? 'inconclusive' : 'pass', reasons, measures };
}

/** The check `image_quality` of a document: the gravest answer of its files. */
export function imageQuality(answers: readonly SanitiserAnswer[], engine: string): FindingDraft {
  const { outcome, reasons, measures } = worstOf(answers.map((answer) => answer.quality));
  return findingDraft(outcome, reasons, { engine, measures });
}

/**
 * The same of a selfie: a sharp face before a plain wall has fewer edges than a page of letters. Whether
 * the face itself is blurred is the face engine's to say.
 */
export function selfieQuality(answers: readonly SanitiserAnswer[], engine: string): FindingDraft {
  const found = imageQuality(answers, engine);
  const reasons = found.reasons.filter((code) => code !== 'image_blurred');
  const isSharpEnough = found.outcome === 'inconclusive' && reasons.length === 0;
  return { ...found, reasons, outcome: isSharpEnough ? 'pass' : found.outcome };
}

/** Too few pixels or too little light say nothing of sharpness. */
function faultsOf({ longSide, light, nearWhite, whitePaper, sharpness }: Quality): ReasonCode[] {
  const limits = QUALITY_LIMITS;
  if (longSide < limits.longSideMinPx) return ['image_too_small'];
  if (light < limits.lightMin) return ['image_dark'];
  const faults: ReasonCode[] = [];
  if (sharpness < limits.sharpnessMin) faults.push('image_blurred');
  if (nearWhite > limits.nearWhiteMax && whitePaper < limits.whitePaperMin)
    faults.push('image_glare');
  return faults;
}
