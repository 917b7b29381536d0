import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import type { CheckAnswer, CheckKind } from '../../../domain/checks/checks.ts';
import type { Finding } from '../../../domain/checks/findings.ts';
import { NOT_PROVEN_BY } from '../../../domain/checks/not-proven.ts';
import type { RunChecks } from '../../../domain/case/round.ts';
import type { VerificationWork } from '../../../domain/work.ts';
import type { Log, LogFields } from '../../../platform/log.ts';
import type { Meters } from '../../../platform/metrics/meters.ts';
import { isOutage } from '../../../store/db/outage.ts';
import { asFailure } from '../../failure.ts';
import type { FileSanitiser } from '../engines/engines.ts';
import { askedValues, testModeAnswers } from './test-mode-answers.ts';
import { judgeRound, type RoundEngines } from './judge-round.ts';
import { findingDraft, type FindingDraft } from './finding-draft.ts';
import type { Evidence } from './evidence.ts';
import { openPictures } from './open-pictures.ts';

export interface RunChecksDeps extends RoundEngines {
  evidence: Evidence;
  now: () => string;
  /** From this try on a fault of an engine is answered as `unavailable`; an outage of ours never is. */
  triesMax: number;
  crash: (name: string) => void;
  log: Pick<Log, 'error'>;
  meters?: Pick<Meters, 'count' | 'observe'>;
}

const HEARTBEAT_MS = 4000;
/** Engines get this share of the activity's time: a try that Temporal ends cannot answer any more. */
const ENGINES_SHARE = 0.9;

/**
 * One round of checks: opens the document, has it cleaned once, asks each check and stores each
 * finding as it comes, so that a retry asks only what is missing. Answers codes alone. Throws only
 * faults of the machine. From try `triesMax` on those of engines are answered as `unavailable`;
 * outages (`isOutage`) are thrown for as long as Temporal tries, though they advance the count too.
 */
export function runChecks(deps: RunChecksDeps): VerificationWork['runChecks'] {
  return async (round) => {
    const { attempt, startToCloseTimeoutMs } = activityInfo();
    const late = AbortSignal.timeout(Math.floor(startToCloseTimeoutMs * ENGINES_SHARE));
    const beat = setInterval(() => heartbeat(), HEARTBEAT_MS);
    const { meters } = deps;
    const elapsed = stopwatch();
    if (attempt > 1) meters?.count('vouch_round_retries_total', {});
    const ended = (result: 'answered' | 'failed' | 'unavailable') =>
      meters?.count('vouch_rounds_total', { result });
    try {
      const answers = await answer(deps, round, AbortSignal.any([cancellationSignal(), late]));
      ended('answered');
      return answers;
    } catch (error) {
      deps.log.error('round.failed', error, fieldsOf(round));
      const isLast = attempt >= deps.triesMax && !isOutage(error);
      ended(isLast ? 'unavailable' : 'failed');
      if (cancellationSignal().aborted || !isLast) throw asFailure(error);
      return await unavailable(deps, round);
    } finally {
      meters?.observe('vouch_round_duration_seconds', {}, elapsed());
      clearInterval(beat);
    }
  };
}

async function answer(
  deps: RunChecksDeps,
  round: RunChecks,
  signal: AbortSignal,
): Promise<CheckAnswer[]> {
  const { evidence, gate } = deps;
  const open = await missing(deps, round);
  if (open.length === 0) return await evidence.stored(round);
  const startedAt = deps.now();
  const details = await evidence.details(round); // its audit entry stands before any page is opened
  const { encryptedPdf } = round.policy.thresholds;
  const encrypted = encryptedPdf ? { encryptedPdf } : {};
  const clean: FileSanitiser['clean'] = async (file, options) => {
    const elapsed = stopwatch();
    const cleaned = await gate.clean(file, { ...options, ...encrypted });
    deps.meters?.observe('vouch_cleaning_duration_seconds', {}, elapsed());
    return cleaned;
  };
  const pictures = await openPictures({ evidence, clean }, round, signal);
  const { answers } = pictures;
  deps.crash('verification.cleaned');
  const { givenNames } = details;
  const magic = await askedValues(round, { files: () => evidence.testValues(round), givenNames });
  const judge = magic
    ? testModeAnswers(gate, { answers, signal, at: deps.now() }, magic)
    : judgeRound(deps, {
        round,
        ...pictures,
        details,
        hasFaceConsent: () => evidence.hasFaceConsent(round),
        othersWith: (facts) => evidence.othersWith(round, facts),
        othersWithDigests: (digests) => evidence.othersWithDigests(round, digests),
        signal,
      });
  for (const { id, kind } of open) {
    const elapsed = stopwatch();
    const result = await judge(kind);
    countCheck(deps, kind, { ...result, seconds: elapsed() });
    await store(deps, round, { ...result, id, kind, startedAt, endedAt: deps.now() });
    deps.crash('verification.stored');
    heartbeat();
  }
  return await evidence.stored(round);
}

async function missing(deps: RunChecksDeps, round: RunChecks): Promise<RunChecks['checks']> {
  const known = new Set((await deps.evidence.stored(round)).map(({ id }) => id));
  return round.checks.filter(({ id }) => !known.has(id));
}

/** The fault outlasted its tries: said as such, so that a person looks; never a rejection. */
async function unavailable(deps: RunChecksDeps, round: RunChecks): Promise<CheckAnswer[]> {
  const at = deps.now();
  const result: FindingDraft = findingDraft('unavailable', ['check_unavailable'], {
    engine: 'none',
  });
  try {
    for (const { id, kind } of await missing(deps, round)) {
      await store(deps, round, { ...result, id, kind, startedAt: at, endedAt: at });
      countCheck(deps, kind, result);
    }
    return await deps.evidence.stored(round);
  } catch (error) {
    throw asFailure(error); // the store is away too: the workflow answers by itself
  }
}

function countCheck(
  { meters }: RunChecksDeps,
  kind: CheckKind,
  { outcome, engine, seconds }: Pick<FindingDraft, 'outcome' | 'engine'> & { seconds?: number },
): void {
  meters?.count('vouch_checks_total', { kind, outcome, engine: engineOf(engine) });
  if (seconds !== undefined) meters?.observe('vouch_check_duration_seconds', { kind }, seconds);
}

/** The rule and its version; the libraries behind it would make a series of each upgrade. */
function engineOf(engine: string): string {
  return /^[a-z_-]{1,40}(@\w{1,20})?(?= |$)/.exec(engine)?.[0] ?? 'other';
}

function stopwatch(): () => number {
  const startedAt = performance.now();
  return () => (performance.now() - startedAt) / 1000;
}

function fieldsOf({ customer, document }: RunChecks): LogFields {
  return document === null ? { customer } : { customer, document };
}

async function store(deps: RunChecksDeps, round: RunChecks, finding: Finding): Promise<void> {
  const { kind, notProven } = finding;
  const told = notProven.length > 0 ? notProven : [...NOT_PROVEN_BY[kind]];
  await deps.evidence.storeFinding(round, { ...finding, notProven: told });
}
