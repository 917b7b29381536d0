import { setTimeout as wait } from 'node:timers/promises';
import { type ReasonCode, reasonOf } from '../../domain/reasons.ts';
import { listChecks } from '../../store/checks/list-checks.ts';
import { listAnswers } from '../../store/findings/store-findings.ts';
import type { AnyCall } from '../call.ts';

const SECONDS_MAX = 10;
const PAUSE_MS = 100;

/** The seconds of `Prefer: wait=3`; 0 without one, at most 10. */
export function waitSeconds(prefer: string | null): number {
  const given = /(?:^|[,;\s])wait=(\d{1,3})(?:$|[,;\s])/.exec(prefer ?? '')?.[1];
  return Math.min(Number(given ?? 0), SECONDS_MAX);
}

type Advice = Record<string, { code: ReasonCode; message: string }[]>;

/**
 * What the first look at each document's pictures said, by document id. Bytes are parsed in the
 * gate's child alone: this waits for its stored finding, and gives up when the time is over.
 */
export async function adviceOf(
  call: AnyCall,
  asked: { customer: string; documents: string[]; seconds: number },
): Promise<Advice> {
  const until = performance.now() + asked.seconds * 1000;
  for (;;) {
    const { advice, isWhole } = asked.seconds === 0 ? NOTHING : await look(call, asked);
    if (isWhole || performance.now() + PAUSE_MS > until) return advice;
    await wait(PAUSE_MS);
  }
}

const NOTHING = { advice: {}, isWhole: true };

async function look(
  call: AnyCall,
  { customer, documents }: { customer: string; documents: string[] },
): Promise<{ advice: Advice; isWhole: boolean }> {
  const { database } = call.deps.store;
  const checks = (await listChecks(database, call.scope, customer)).filter(
    ({ kind, document }) => kind === 'image_quality' && documents.includes(document ?? ''),
  );
  const found = await listAnswers(database, {
    customer,
    checks: checks.map(({ id }) => id),
  });
  const advice: Advice = {};
  for (const { id, reasons } of found) {
    const document = checks.find((check) => check.id === id)?.document ?? '';
    const told = reasons.filter((code) => reasonOf(code).tells === 'reason');
    advice[document] = told.map((code) => ({ code, message: reasonOf(code).customer }));
  }
  return { advice, isWhole: found.length === checks.length };
}
