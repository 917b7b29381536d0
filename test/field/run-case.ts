import type { RoundEngines } from '../../activities/verification/round/judge-round.ts';
import { apply } from '../../domain/case/apply.ts';
import { describe as record } from '../../domain/case/shown/describe.ts';
import type { CaseEvent } from '../../domain/case/event.ts';
import { openCase } from '../../domain/case/open.ts';
import type { Effect } from '../../domain/case/recorded.ts';
import type { CaseState } from '../../domain/case/state.ts';
import type { CheckAnswer } from '../../domain/checks/checks.ts';
import { sniff } from '../../domain/documents/file-signatures.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { RULE } from '../../domain/access/access.ts';
import { BUILT_IN_POLICIES } from '../../domain/policy/built-in-policies.ts';
import { newId } from '../../platform/new-id.ts';
import { runRound } from '../activities/verification/kit/round-kit.ts';
import { APP, makeCustomer, saveCase, type TestCase, type TestStore } from '../store/kit/make.ts';
import type { FieldCase } from './cases.ts';
import type { Outcome } from './expected.ts';

/** The day of the folder: its bills are recent on it. */
const NOW = '2026-11-30T12:00:00.000Z';

/** What came of a case: its outcome, and the answers of the checks. */
export interface Ran {
  outcome: Outcome;
  answers: CheckAnswer[];
}

/** The newest shipped version of the policy that new customers are under. */
function standard(): Policy {
  const versions = BUILT_IN_POLICIES.filter(({ name }) => name === 'standard');
  const newest = versions.toSorted((a, b) => b.version - a.version)[0];
  if (!newest) throw new Error('no standard policy');
  return newest;
}

/** Runs one case with real engines: stored files, rounds of checks, and the law of the case. */
export async function runCase(
  store: TestStore,
  engines: RoundEngines,
  one: FieldCase,
): Promise<Ran> {
  const policy = standard();
  const { details, type, country, requirement } = one;
  const named = { name: policy.name, version: policy.version };
  const opening = await makeCustomer(store, { details, policy: named, at: NOW });
  const opened = openCase(opening.facts, policy, { openedAt: NOW, actor: opening.actor });
  let made: TestCase = {
    customer: opening.facts.customer,
    state: opened.state,
    recorded: [record(null, opened, opened.event, NOW)],
    effects: opened.effects,
  };
  const pages = await Promise.all(
    one.files.map(async ({ side, bytes }) => {
      const mediaType = sniff(bytes);
      if (mediaType === null) return null;
      const blob = newId('blob');
      await store.blobs.put({ customer: made.customer, id: blob, bytes });
      return { side, blob, digest: `sha256:${blob}`, mediaType };
    }),
  );
  const taken = pages.flatMap((page) => page ?? []);
  if (taken.length < pages.length) return { outcome: 'again', answers: [] };
  const documents = [{ id: newId('document'), type, country, pages: taken }];
  made = next(made, { kind: 'documents_submitted', actor: APP, request: 'req_1', documents });
  await saveCase(store, made);
  const answers: CheckAnswer[] = [];
  for (let effects = made.effects; effects.length > 0;) {
    const rounds = effects.flatMap((effect) => roundIn(effect));
    effects = [];
    for (const round of rounds) {
      const findings = await runRound(store, engines, round, {}, NOW);
      answers.push(...findings);
      const { document, detailsVersion } = round;
      const event = { kind: 'checks_answered' as const, actor: RULE, document };
      made = next(made, { ...event, detailsVersion, findings });
      effects.push(...made.effects);
    }
  }
  return { outcome: outcomeOf(made.state, requirement), answers };
}

function roundIn(effect: Effect) {
  return effect.kind === 'run_checks' ? [effect.round] : [];
}

function next(one: TestCase, event: CaseEvent): TestCase {
  const applied = apply(one.state, event, NOW);
  if ('refusal' in applied) throw new Error(`the case refused: ${applied.refusal}`);
  const recorded = record(one.state, applied, event, NOW);
  const { state, effects } = applied;
  return { ...one, state, effects, recorded: [...one.recorded, recorded] };
}

function outcomeOf(state: CaseState, requirement: FieldCase['requirement']): Outcome {
  const kept = state.requirements.find((one) => one.requirement === requirement)?.state;
  if (kept === 'satisfied') return 'pass';
  if (kept === 'in_review') return 'person';
  if (state.rejected !== null) return 'ended';
  return 'again';
}
