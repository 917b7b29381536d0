import type { CheckKind } from '../../../domain/checks/checks.ts';
import { BIOMETRIC } from '../../../domain/case/rounds.ts';
import type { Details } from '../../../domain/case/details.ts';
import type { Response } from '../../../domain/faces/liveness.ts';
import { possible } from '../../../domain/checks/possible-outcomes.ts';
import type { RunChecks } from '../../../domain/case/round.ts';
import { letterLanguages } from '../../../domain/address/words/languages.ts';
import type { DocumentDigest } from '../../../store/findings/register-document-digests.ts';
import { addressMatch } from '../checks/address-match.ts';
import { addressRecency } from '../checks/address-recency.ts';
import { documentUnique } from '../checks/document-unique.ts';
import type {
  BarcodeReader,
  CleanPage,
  FaceReader,
  FileSanitiser,
  SanitiserAnswer,
  TextReader,
  TextRecognizer,
} from '../engines/engines.ts';
import { fileSafety } from '../checks/file-safety.ts';
import type { IdentityFacts, IdentityReading } from '../identity/identity.ts';
import { imageQuality, selfieQuality } from '../checks/image-quality.ts';
import { findingDraft, type FindingDraft } from './finding-draft.ts';
import { judgeLiveness } from '../checks/liveness.ts';
import { judgeUnique, type OthersWith } from '../checks/identity-unique.ts';
import { judgeValidity } from '../checks/identity-validity.ts';
import { openProofOfAddress } from '../address/proof-of-address.ts';
import { matchFace } from '../checks/face-match.ts';
import { matchIdentity } from '../checks/identity-match.ts';
import { shownIdentity } from '../identity/shown-identity.ts';

export interface RoundEngines {
  gate: FileSanitiser;
  recognizer: TextRecognizer;
  barcodes: BarcodeReader;
  letters: TextReader;
  faces: FaceReader;
}

/** What one round looks at: the clean pages of its document and the details it is held against. */
export interface RoundEvidence {
  round: RunChecks;
  /** The uploaded files, as they came. */
  files: readonly Uint8Array[];
  answers: SanitiserAnswer[];
  pages: CleanPage[];
  /** Of the document that this one is held against. */
  others: CleanPage[];
  /** The challenge that a selfie answers. */
  response: Response | null;
  details: Details;
  /** Counts other customers with this document number; stores the number first (docs/record.md#a-round-of-checks). */
  othersWith: OthersWith;
  /** Counts other customers with one of these digests; stores them first. */
  othersWithDigests: (digests: readonly DocumentDigest[]) => Promise<number>;
  /** Asked right before a face is measured: a consent may have been withdrawn since. */
  hasFaceConsent: () => Promise<boolean>;
  signal: AbortSignal;
}

/** Answers the checks of a round one by one; what two of them need is read once. */
export function judgeRound(
  engines: RoundEngines,
  evidence: RoundEvidence,
): (kind: CheckKind) => Promise<FindingDraft> {
  const { round, files, answers, pages, others, response, details, signal } = evidence;
  const document = round.documents[0];
  if (!document) throw new Error('a round without a document has no engine yet');
  const { type, country, receivedAt } = document;
  const { mode, policy } = round;
  const { thresholds } = policy;
  const printedText = thresholds.printedText ?? 'review';
  const isSafe = answers.every(({ safety }) => safety.outcome === 'pass');
  let reading: Promise<IdentityReading> | undefined;
  const fits = (facts: IdentityFacts) =>
    matchIdentity({ facts, details, thresholds }).outcome === 'pass';
  const asked = { pages, type, country, printedText, receivedAt, fits, signal };
  const read = () => (reading ??= shownIdentity(engines, asked));
  const languages = letterLanguages(country, details.address.country);
  const letter = openProofOfAddress(engines.letters, { pages, languages, signal });

  const ask = {
    file_safety: () => fileSafety(answers, engines.gate.version, thresholds.malwareScan),
    image_quality: () =>
      (type === 'selfie' ? selfieQuality : imageQuality)(answers, engines.gate.version),
    identity_reading: async () => (await read()).judged,
    identity_validity: async () => {
      const { facts } = await read();
      const { birthDate: statedBirth } = details;
      return judgeValidity({ facts, type, country, statedBirth, receivedAt, mode, thresholds });
    },
    identity_match: async () => {
      const { facts } = await read();
      return matchIdentity({ facts, details, thresholds });
    },
    identity_unique: async () =>
      judgeUnique((await read()).facts, { othersWith: evidence.othersWith, printedText }),
    document_unique: async () => {
      const scans = document.requirement === 'address' ? (await letter.scans()).pages : [];
      const words = [...letter.text, ...scans];
      return documentUnique({ files, pages: words }, evidence.othersWithDigests);
    },
    address_match: () =>
      addressMatch({ letter, details, addressUnit: thresholds.addressUnit ?? 'required' }),
    address_recency: () =>
      addressRecency({
        letter,
        type,
        country: country ?? details.address.country,
        receivedAt,
        thresholds,
      }),
    face_match: () =>
      matchFace(engines.faces, {
        selfie: pages,
        portrait: others,
        source: response ? 'challenge_frame' : 'selfie',
        thresholds,
        signal,
      }),
    liveness: () => judgeLiveness(engines.faces, { frames: pages, response, signal }),
  } satisfies Partial<Record<CheckKind, () => FindingDraft | Promise<FindingDraft>>>;

  return async (kind) => {
    const first = kind === 'file_safety' || kind === 'image_quality';
    if (!isSafe && !first) return notLookedAt(kind);
    if (BIOMETRIC.includes(kind) && !(await evidence.hasFaceConsent())) return notMeasured(kind);
    if (!(kind in ask)) throw new Error(`no engine answers ${kind}`);
    return possible(kind, await ask[kind as keyof typeof ask]());
  };
}

/** Nothing is concluded from a file that safety did not let through. */
export function notLookedAt(kind: CheckKind): FindingDraft {
  const measures = { detail: 'file_not_safe' };
  return findingDraft('inconclusive', [], { engine: `${kind}@1`, measures });
}

/**
 * Faces are not measured without the customer's consent. By then the case has already dropped such a check.
 */
function notMeasured(kind: CheckKind): FindingDraft {
  return findingDraft('inconclusive', [], {
    engine: `${kind}@1`,
    measures: { detail: 'no_consent' },
  });
}
