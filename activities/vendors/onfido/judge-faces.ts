import type { FacialSimilarityPhotoReport } from '@onfido/api';
import { findingDraft, type FindingDraft } from '../../verification/round/finding-draft.ts';
import { isFlagged, unanswered, wordOf } from './words.ts';

/**
 * `face_match`. A look that was poor, or a picture of a picture, is a doubt; only two faces that were
 * seen well and differ are a failure, and a person looks at that too.
 */
export function judgeFaces(
  report: FacialSimilarityPhotoReport | undefined,
  version: string,
): FindingDraft {
  const { result, breakdown = {} } = report ?? {};
  if (result !== 'clear' && result !== 'consider' && result !== 'unidentified') {
    return unanswered(version, report ? 'unknown_result' : 'no_such_report');
  }
  const { image_integrity: image, visual_authenticity: look, face_comparison: faces } = breakdown;
  const match = faces?.breakdown?.face_match as { properties?: { score?: unknown } } | undefined;
  const score = match?.properties?.score;
  const rest = {
    engine: `face_match@1 ${version}`,
    measures: {
      source: 'onfido',
      result,
      image_integrity: wordOf(image?.result),
      visual_authenticity: wordOf(look?.result),
      face_comparison: wordOf(faces?.result),
      ...(typeof score === 'number' ? { vendor_score: Math.round(score * 1000) / 1000 } : {}),
    },
    notProven: ['That a living person was before the camera: stills alone were compared.'],
  };
  if (isFlagged(image?.breakdown?.face_detected)) {
    return findingDraft('inconclusive', ['face_not_found'], rest);
  }
  if (isFlagged(image) || isFlagged(look))
    return findingDraft('inconclusive', ['face_mismatch'], rest);
  if (isFlagged(faces)) return findingDraft('fail', ['face_mismatch'], rest);
  return result === 'clear'
    ? findingDraft('pass', [], rest)
    : findingDraft('inconclusive', ['face_mismatch'], rest);
}
