import type { CheckKind } from '../../domain/checks.ts';
import { BIOMETRIC } from '../../domain/case/rounds.ts';
import type { Details } from '../../domain/details.ts';
import type { Response } from '../../domain/liveness.ts';
import type { RunChecks } from '../../domain/work.ts';
import { matchingAddress } from './address-match.ts';
import { addressRecency } from './address-recency.ts';
import type {
  BarcodeReader,
  CleanPage,
  FaceReader,
  FileGate,
  GateAnswer,
  TextRecognizer,
} from './engines.ts';
import { fileSafety } from './file-safety.ts';
import type { IdentityFacts, IdentityReading } from './identity.ts';
import { imageQuality, selfieQuality } from './image-quality.ts';
import { judged, type Judged } from './judged.ts';
import { judgeLiveness } from './judge-liveness.ts';
import { judgeValidity } from './judge-validity.ts';
import { matchFace } from './match-face.ts';
import { matchIdentity } from './match-identity.ts';
import { readIdentity } from './read-identity.ts';

export interface RoundEngines {
  gate: FileGate;
  recognizer: TextRecognizer;
  barcodes: BarcodeReader;
  faces: FaceReader;
}

/** What one round looks at: the clean pages of its document and the details it is held against. */
export interface RoundEvidence {
  round: RunChecks;
  answers: GateAnswer[];
  pages: CleanPage[];
  /** Of the document that this one is held against. */
  others: CleanPage[];
  /** The challenge that a selfie answers. */
  response: Response | null;
  details: Details;
  /** Counts other customers with this document number; stores the number first (record.md section 4). */
  othersWith: (facts: Pick<IdentityFacts, 'documentNumber' | 'issuer'>) => Promise<number>;
  /** Asked right before a face is measured: a consent may have been withdrawn since. */
  hasFaceConsent: () => Promise<boolean>;
  signal: AbortSignal;
}

/** Answers the checks of a round one by one; what two of them need is read once. */
export function judgeRound(
  engines: RoundEngines,
  evidence: RoundEvidence,
): (kind: CheckKind) => Promise<Judged> {
  const { round, answers, pages, others, response, details, signal } = evidence;
  const document = round.documents[0];
  if (!document) throw new Error('a round without a document has no engine yet');
  const { type, country, receivedAt } = document;
  const { mode, policy } = round;
  const { thresholds } = policy;
  const isSafe = answers.every(({ safety }) => safety.outcome === 'pass');
  let reading: Promise<IdentityReading> | undefined;
  const read = () =>
    (reading ??= readIdentity(engines, {
      pages,
      type,
      country,
      printedText: thresholds.printedText ?? 'review',
      receivedAt,
      signal,
    }));
  const matchAddress = matchingAddress({ text: engines.recognizer });

  const ask = {
    file_safety: () => fileSafety(answers, engines.gate.version),
    image_quality: () =>
      (type === 'selfie' ? selfieQuality : imageQuality)(answers, engines.gate.version),
    identity_reading: async () => (await read()).judged,
    identity_validity: async () => {
      const { facts } = await read();
      return judgeValidity({ facts, type, country, receivedAt, mode, thresholds });
    },
    identity_match: async () => {
      const { facts } = await read();
      return matchIdentity({ facts, details, thresholds });
    },
    identity_unique: async () => isUnique((await read()).facts, evidence.othersWith),
    address_match: () => matchAddress({ pages, details }, { signal }),
    address_recency: () =>
      addressRecency({
        pages,
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
  } satisfies Partial<Record<CheckKind, () => Judged | Promise<Judged>>>;

  return async (kind) => {
    const first = kind === 'file_safety' || kind === 'image_quality';
    if (!isSafe && !first) return notLookedAt(kind);
    if (BIOMETRIC.includes(kind) && !(await evidence.hasFaceConsent())) return notMeasured(kind);
    if (!(kind in ask)) throw new Error(`no engine answers ${kind}`);
    return await ask[kind as keyof typeof ask]();
  };
}

/** Nothing is concluded from a file that safety did not let through. */
export function notLookedAt(kind: CheckKind): Judged {
  const measures = { detail: 'file_not_safe' };
  return judged('inconclusive', [], { engine: `${kind}@1`, measures });
}

/** No face is measured without the customer's consent; the case has let go of such a check by then. */
function notMeasured(kind: CheckKind): Judged {
  return judged('inconclusive', [], { engine: `${kind}@1`, measures: { detail: 'no_consent' } });
}

async function isUnique(
  facts: IdentityFacts | null,
  othersWith: RoundEvidence['othersWith'],
): Promise<Judged> {
  const engine = 'identity_unique@1';
  if (!facts) {
    const measures = { detail: 'no_certain_reading' };
    return judged('inconclusive', ['document_unreadable'], { engine, measures });
  }
  const others = await othersWith(facts);
  const measures = { others };
  const notProven = ['that the same document was not used under another number or elsewhere'];
  return others === 0
    ? judged('pass', [], { engine, measures, notProven })
    : judged('inconclusive', ['document_in_use'], { engine, measures, notProven });
}
