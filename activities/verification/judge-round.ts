import type { CheckKind } from '../../domain/checks.ts';
import type { Details } from '../../domain/details.ts';
import { possible } from '../../domain/possible-outcomes.ts';
import type { RunChecks } from '../../domain/work.ts';
import { matchingAddress } from './address-match.ts';
import { addressRecency } from './address-recency.ts';
import type { BarcodeReader, CleanPage, FileGate, GateAnswer, TextRecognizer } from './engines.ts';
import { fileSafety } from './file-safety.ts';
import type { IdentityReading } from './identity.ts';
import { imageQuality } from './image-quality.ts';
import { judged, type Judged } from './judged.ts';
import { judgeUnique, type OthersWith } from './judge-unique.ts';
import { judgeValidity } from './judge-validity.ts';
import { matchIdentity } from './match-identity.ts';
import { readIdentity } from './read-identity.ts';

export interface RoundEngines {
  gate: FileGate;
  recognizer: TextRecognizer;
  barcodes: BarcodeReader;
}

/** What one round looks at: the clean pages of its document and the details it is held against. */
export interface RoundEvidence {
  round: RunChecks;
  answers: GateAnswer[];
  pages: CleanPage[];
  details: Details;
  /** Counts other customers with this document number; stores the number first (record.md section 4). */
  othersWith: OthersWith;
  signal: AbortSignal;
}

/** Answers the checks of a round one by one; what two of them need is read once. */
export function judgeRound(
  engines: RoundEngines,
  evidence: RoundEvidence,
): (kind: CheckKind) => Promise<Judged> {
  const { round, answers, pages, details, signal } = evidence;
  const document = round.documents[0];
  if (!document) throw new Error('a round without a document has no engine yet');
  const { type, country, receivedAt } = document;
  const { mode, policy } = round;
  const { thresholds } = policy;
  const printedText = thresholds.printedText ?? 'review';
  const isSafe = answers.every(({ safety }) => safety.outcome === 'pass');
  let reading: Promise<IdentityReading> | undefined;
  const read = () =>
    (reading ??= readIdentity(engines, {
      pages,
      type,
      country,
      printedText,
      receivedAt,
      signal,
    }));
  const matchAddress = matchingAddress({ text: engines.recognizer });

  const ask = {
    file_safety: () => fileSafety(answers, engines.gate.version),
    image_quality: () => imageQuality(answers, engines.gate.version),
    identity_reading: async () => (await read()).judged,
    identity_validity: async () => {
      const { facts } = await read();
      return judgeValidity({ facts, type, country, receivedAt, mode, thresholds });
    },
    identity_match: async () => {
      const { facts } = await read();
      return matchIdentity({ facts, details, thresholds });
    },
    identity_unique: async () =>
      judgeUnique((await read()).facts, { othersWith: evidence.othersWith, printedText }),
    address_match: () => matchAddress({ pages, details }, { signal }),
    address_recency: () =>
      addressRecency({
        pages,
        type,
        country: country ?? details.address.country,
        receivedAt,
        thresholds,
      }),
  } satisfies Partial<Record<CheckKind, () => Judged | Promise<Judged>>>;

  return async (kind) => {
    const first = kind === 'file_safety' || kind === 'image_quality';
    if (!isSafe && !first) return notLookedAt(kind);
    if (!(kind in ask)) throw new Error(`no engine answers ${kind}`);
    return possible(kind, await ask[kind as keyof typeof ask]());
  };
}

/** Nothing is concluded from a file that safety did not let through. */
export function notLookedAt(kind: CheckKind): Judged {
  const measures = { detail: 'file_not_safe' };
  return judged('inconclusive', [], { engine: `${kind}@1`, measures });
}
