import { setTimeout as wait } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { type ReasonCode, reasonOf } from '../../domain/reasons/reasons.ts';
import { listChecks } from '../../store/checks/list-checks.ts';
import type { Database } from '../../store/db/database.ts';
import { listAnswers } from '../../store/findings/store-findings.ts';
import type { Scope } from '../../store/db/scope.ts';
import type { AnyCall } from '../http/call.ts';

const SECONDS_MAX = 3;
const PAUSE_MS = 100;

/** The seconds of `Prefer: wait=3`: 0 without one, at most 3. The case itself does not wait. */
export function waitSeconds(prefer: string | null): number {
  const given = /(?:^|[,;\s])wait=(\d{1,3})(?:$|[,;\s])/.exec(prefer ?? '')?.[1];
  return Math.min(Number(given ?? 0), SECONDS_MAX);
}

/** The advice of each document, by document id. */
type Advice = Record<string, { code: ReasonCode; message: string }[]>;

/** The advice that is known now on the pictures of a customer's documents. */
export async function adviceNow(
  { scope }: AnyCall,
  database: Kysely<Database>,
  asked: Asked,
): Promise<Advice> {
  return (await look(database, scope, asked)).advice;
}

interface Asked {
  customer: string;
  documents: readonly string[];
}

/**
 * The advice on each document's pictures, by document id. Only the sanitiser's child process parses files, so
 * this waits for its stored finding, and gives up when the time is over.
 */
export async function adviceOf(call: AnyCall, asked: Asked & { seconds: number }): Promise<Advice> {
  const until = performance.now() + asked.seconds * 1000;
  for (;;) {
    const { database } = call.deps.store;
    const isAsked = asked.seconds > 0;
    const { advice, isWhole } = isAsked ? await look(database, call.scope, asked) : NOTHING;
    if (isWhole || performance.now() + PAUSE_MS > until) return advice;
    await wait(PAUSE_MS);
  }
}

const NOTHING = { advice: {}, isWhole: true };

async function look(
  database: Kysely<Database>,
  scope: Scope,
  { customer, documents }: Asked,
): Promise<{ advice: Advice; isWhole: boolean }> {
  const checks = (await listChecks(database, scope, customer)).filter(
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
