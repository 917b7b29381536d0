import type {
  Check,
  DocumentBreakdown,
  DocumentReport,
  FacialSimilarityPhotoReport,
  Report,
} from '@onfido/api';
import type { CheckKind } from '../../../domain/checks.ts';
import type { ReasonCode } from '../../../domain/reasons.ts';
import type { IdentityFacts } from '../../verification/identity.ts';
import { judged, type Judged } from '../../verification/judged.ts';
import { judgeUnique } from '../../verification/judge-unique.ts';
import { judgeValidity } from '../../verification/judge-validity.ts';
import { matchIdentity } from '../../verification/match-identity.ts';
import type { JudgedWith } from '../vendor.ts';
import { factsOf, readingsOf } from './facts-of.ts';
import { judgeFaces } from './judge-faces.ts';
import { isFlagged, unanswered, wordOf } from './words.ts';

export interface OnfidoAnswer {
  check: Check;
  reports: Report[];
}

/**
 * What the reports mean to our checks (verification.md section 1). The vendor reads and looks; age,
 * term, issuer and names are judged by our own rules on what it read, and its own word on these can
 * only add doubt. A word it never used before is no answer.
 */
export function judgeAnswer(
  { reports }: OnfidoAnswer,
  by: JudgedWith,
  version: string,
): (kind: CheckKind) => Promise<Judged> {
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

/** Our rule on what the vendor read. */
async function ours(
  kind: CheckKind,
  facts: IdentityFacts | null,
  { round, details, othersWith }: JudgedWith,
): Promise<Judged | null> {
  const [document] = round.documents;
  const { thresholds } = round.policy;
  if (kind === 'identity_validity' && document) {
    const { type, country, receivedAt } = document;
    return judgeValidity({ facts, type, country, receivedAt, mode: round.mode, thresholds });
  }
  if (kind === 'identity_match') return matchIdentity({ facts, details, thresholds });
  if (kind === 'identity_unique') {
    return judgeUnique(facts, { othersWith, printedText: thresholds.printedText ?? 'review' });
  }
  return null;
}

/** The vendor's own comparison disagrees where our rule had nothing to say: a person looks. */
function doubted(kind: CheckKind, breakdown: DocumentBreakdown, answer: Judged): Judged {
  if (answer.outcome !== 'pass') return answer;
  const doubts = (DOUBTS[kind] ?? []).filter(([flagged]) => flagged(breakdown));
  if (doubts.length === 0) return answer;
  const reasons = doubts.map(([, reason]) => reason);
  return {
    ...answer,
    ...judged('inconclusive', reasons, answer),
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
): { judged: Judged; facts: IdentityFacts | null } {
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
    return { judged: judged('inconclusive', reasons, rest), facts: null };
  }
  if (sub === 'suspected')
    return { judged: judged('fail', ['document_inconsistent'], rest), facts };
  if (
    sub === 'caution' ||
    SUSPICIOUS.some((name) => isFlagged(breakdown[name])) ||
    isMalformed(breakdown)
  ) {
    return { judged: judged('inconclusive', ['document_inconsistent'], rest), facts };
  }
  if (facts === null || result === 'unidentified') {
    return { judged: judged('inconclusive', ['document_unreadable'], rest), facts: null };
  }
  return { judged: judged('pass', [], rest), facts };
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
function named(answer: Judged, version: string): Judged {
  return { ...answer, engine: `${answer.engine} ${version}` };
}
