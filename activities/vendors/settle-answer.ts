import type { CauseWord } from '../../domain/reasons/causes.ts';
import type { CheckAnswer } from '../../domain/checks/checks.ts';
import type { RunChecks } from '../../domain/case/round.ts';
import type { Meters } from '../../platform/metrics/meters.ts';
import type { VendorCheck } from '../../store/vendors/vendor-check.ts';
import { findingDraft } from '../verification/round/finding-draft.ts';
import type { OthersWith } from '../verification/checks/identity-unique.ts';
import type { Vendor } from './vendor.ts';
import type { VendorEvidence } from './vendor-evidence.ts';

export interface SettleDeps {
  evidence: VendorEvidence;
  now: () => string;
  meters?: Pick<Meters, 'count' | 'observe'> | undefined;
}

/** The codes of the answer and, of those that were stored before, what stands. */
export interface Settled {
  /** As they are stored: of two that came, the first. */
  stored: CheckAnswer[];
  /** As this answer has them. */
  said: CheckAnswer[];
}

/** Judges what the vendor answered, keeps it sealed, and stores each finding that is not there yet. */
export async function settleAnswer(
  deps: SettleDeps,
  { vendor, check, answer }: { vendor: Vendor; check: VendorCheck; answer: unknown },
): Promise<Settled> {
  const { evidence, now } = deps;
  const { round, startedAt } = check;
  const details = await evidence.details(round);
  const othersWith: OthersWith = (facts) => evidence.othersWith(round, facts);
  const judge = vendor.judge(answer, { round, details, othersWith });
  const said: CheckAnswer[] = [];
  await evidence.note.answer(check, answer);
  for (const { id, kind } of round.checks) {
    const result = await judge(kind);
    const times = { startedAt: startedAt ?? check.begunAt, endedAt: now() };
    const { outcome, reasons, validUntil } = result;
    said.push({ id, kind, outcome, reasons, ...(validUntil ? { validUntil } : {}) });
    const engine = vendor.name;
    deps.meters?.count('vouch_checks_total', { kind, outcome, engine });
    await evidence.storeFinding(round, { ...result, id, kind, ...times });
  }
  return { said, stored: await evidence.stored(round) };
}

/** Stores what nobody could answer as that: a person looks, and it counts as no attempt. */
export async function settleUnanswered(
  { evidence, now, meters }: SettleDeps,
  round: RunChecks,
  detail: CauseWord,
): Promise<CheckAnswer[]> {
  const at = now();
  const engine = round.vendor ?? 'none';
  const result = findingDraft('unavailable', ['check_unavailable'], {
    engine,
    measures: { detail },
  });
  for (const { id, kind } of round.checks) {
    meters?.count('vouch_checks_total', { kind, outcome: 'unavailable', engine });
    await evidence.storeFinding(round, { ...result, id, kind, startedAt: at, endedAt: at });
  }
  return evidence.stored(round);
}
