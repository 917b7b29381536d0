import type {
  Check,
  DocumentBreakdown,
  DocumentReport,
  FacialSimilarityPhotoReport,
  Report,
} from '@onfido/api';
import type { CheckKind } from '../../../domain/checks/checks.ts';
import type { ReasonCode } from '../../../domain/reasons/reasons.ts';
import type { IdentityFacts } from '../../verification/identity/identity.ts';
import { findingDraft, type FindingDraft } from '../../verification/round/finding-draft.ts';
import { judgeUnique } from '../../verification/checks/identity-unique.ts';
import { judgeValidity } from '../../verification/checks/identity-validity.ts';
import { matchIdentity } from '../../verification/checks/identity-match.ts';
import type { FindingInput } from '../vendor.ts';
import { factsOf, readingsOf } from './facts-of.ts';
import { judgeFaces } from './judge-faces.ts';
import { isFlagged, unanswered, wordOf } from './words.ts';

export interface OnfidoAnswer {
  check: Check;
  reports: Report[];
}

/**
 * What the reports mean to our checks (docs/case.md#documents-and-checks). The vendor reads and looks; age,
 * term, issuer and names are judged by our own rules on what it read, and its own word on these can
 * only add doubt. A word it never used before is no answer.
 */
export function judgeAnswer(
  { reports }: OnfidoAnswer,
  by: FindingInput,
  version: string,
): (kind: CheckKind) => Promise<FindingDraft> {
  const document = reports.find(({ name }) => name === 'document') as DocumentReport | undefined;
  const faces = reports.find(({ name }) => name === 'facial_similarity_photo');
  const read = document ? readDocument(document, version) : null;
  return async (kind) => {
    if (kind === 'face_match') {
      return judgeFaces(faces as FacialSimilarityPhotoReport | undefined, version);
    }
    if (!document || !read || read.judged.outcome === 'unavailable') {
      return unanswered(version, 'no_such_report');
    }
    const { facts } = read;
    if (kind === 'identity_reading') return read.judged;
    const answer = await ours(kind, facts, by);
    if (!answer) return unanswered(version, 'not_answered');
    return doubted(kind, document.breakdown ?? {}, named(answer, version));
  };
}

/** Applies our rule to what the vendor read. */
async function ours(
  kind: CheckKind,
  facts: IdentityFacts | null,
  { round, details, othersWith }: FindingInput,
): Promise<FindingDraft | null> {
  const [document] = round.documents;
  const { thresholds } = round.policy;
  if (kind === 'identity_validity' && document) {
    const { type, country, receivedAt } = document;
    const asked = { facts, type, country, receivedAt, mode: round.mode, thresholds };
    return judgeValidity({ ...asked, statedBirth: details.birthDate });
  }
  if (kind === 'identity_match') return matchIdentity({ facts, details, thresholds });
  if (kind === 'identity_unique') {
    return judgeUnique(facts, { othersWith, printedText: thresholds.printedText ?? 'review' });
  }
  return null;
}

/** The vendor's own comparison disagrees where our rule had nothing to say: a person looks. */
function doubted(
  kind: CheckKind,
  breakdown: DocumentBreakdown,
  answer: FindingDraft,
): FindingDraft {
  if (answer.outcome !== 'pass') return answer;
  const doubts = (DOUBTS[kind] ?? []).filter(([flagged]) => flagged(breakdown));
  if (doubts.length === 0) return answer;
  const reasons = doubts.map(([, reason]) => reason);
  return {
    ...answer,
    ...findingDraft('inconclusive', reasons, answer),
    outcome: 'inconclusive',
    reasons,
  };
}

type Flag = [(breakdown: DocumentBreakdown) => boolean, ReasonCode];

const DOUBTS: Partial<Record<CheckKind, Flag[]>> = {
  identity_match: [
    [(b) => isFlagged(b.data_comparison?.breakdown?.last_name), 'name_mismatch'],
    [(b) => isFlagged(b.data_comparison?.breakdown?.first_name), 'name_mismatch'],
    [(b) => isFlagged(b.data_comparison?.breakdown?.date_of_birth), 'birth_date_mismatch'],
  ],
  identity_validity: [
    [(b) => isFlagged(b.data_validation?.breakdown?.document_expiration), 'document_expired'],
  ],
};

/** The vendor's look at the document itself, and what it read of it where that is certain. */
function readDocument(
  report: DocumentReport,
  version: string,
): { judged: FindingDraft; facts: IdentityFacts | null } {
  const { result, sub_result: sub, breakdown = {} } = report;
  if (result !== 'clear' && result !== 'consider' && result !== 'unidentified') {
    return { judged: unanswered(version, 'unknown_result'), facts: null };
  }
  const facts = isFlagged(breakdown.image_integrity) ? null : factsOf(report.properties ?? {});
  const rest = {
    engine: `identity_reading@2 ${version}`,
    measures: { source: 'onfido', result, sub_result: wordOf(sub), ...flagsOf(breakdown) },
    readings: facts ? readingsOf(report.properties ?? {}) : [],
    notProven: NOT_PROVEN,
  };
  if (isFlagged(breakdown.image_integrity) || sub === 'rejected') {
    const isKnown = !isFlagged(breakdown.image_integrity?.breakdown?.supported_document);
    const reasons: ReasonCode[] = isKnown ? ['document_unreadable'] : []; // another picture helps
    return { judged: findingDraft('inconclusive', reasons, rest), facts: null };
  }
  if (sub === 'suspected')
    return { judged: findingDraft('fail', ['document_inconsistent'], rest), facts };
  if (
    sub === 'caution' ||
    SUSPICIOUS.some((name) => isFlagged(breakdown[name])) ||
    isMalformed(breakdown)
  ) {
    return { judged: findingDraft('inconclusive', ['document_inconsistent'], rest), facts };
  }
  if (facts === null || result === 'unidentified') {
    return { judged: findingDraft('inconclusive', ['document_unreadable'], rest), facts: null };
  }
  return { judged: findingDraft('pass', [], rest), facts };
}

/** Flags of the document itself; those of its holder are for our own rules. */
const SUSPICIOUS = [
  'visual_authenticity',
  'data_consistency',
  'police_record',
  'compromised_document',
  'issuing_authority',
] as const satisfies (keyof DocumentBreakdown)[];

/** Fields that break their own form; a document that is merely over is judged by `identity_validity`. */
function isMalformed({ data_validation: validation }: DocumentBreakdown): boolean {
  const { document_expiration: _, ...forms } = validation?.breakdown ?? {};
  return Object.values(forms).some(isFlagged);
}

const NOT_PROVEN = [
  'What the vendor did not look at: its answer tells which of its own tests had a doubt.',
  'That the person who sent it is its holder.',
];

function flagsOf(breakdown: DocumentBreakdown): Record<string, string> {
  const parts = [...SUSPICIOUS, 'image_integrity', 'data_validation', 'data_comparison'] as const;
  return Object.fromEntries(
    parts.flatMap((name) => {
      const result = breakdown[name]?.result;
      return result ? [[name, wordOf(result)]] : [];
    }),
  );
}

/** Rule and reader both stand in the record. */
function named(answer: FindingDraft, version: string): FindingDraft {
  return { ...answer, engine: `${answer.engine} ${version}` };
}
