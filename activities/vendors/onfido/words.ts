import type { CauseWord } from '../../../domain/reasons/causes.ts';
import { findingDraft, type FindingDraft } from '../../verification/round/finding-draft.ts';

const WORDS = ['clear', 'consider', 'unidentified', 'rejected', 'suspected', 'caution'];

/** A word of the vendor's closed lists; nothing else of its answer goes into measures. */
export function wordOf(word: string | null | undefined): string {
  return word === null || word === undefined ? 'none' : WORDS.includes(word) ? word : 'other';
}

/** True unless the vendor found nothing, or looked at nothing. */
export function isFlagged(part: { result?: string | null } | null | undefined): boolean {
  const result = part?.result;
  return result !== null && result !== undefined && result !== 'clear';
}

/** No answer that we know how to read. */
export function unanswered(version: string, detail: CauseWord): FindingDraft {
  return findingDraft('unavailable', ['check_unavailable'], {
    engine: version,
    measures: { detail },
  });
}
