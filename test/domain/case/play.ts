import { apply } from '../../../domain/case/apply.ts';
import { describe } from '../../../domain/case/shown/describe.ts';
import type { CaseEvent } from '../../../domain/case/event.ts';
import { evidenceParts } from '../../../domain/case/evidence.ts';
import { acceptedTypes, endedBy, missingFields } from '../../../domain/case/level.ts';
import { openCase } from '../../../domain/case/open.ts';
import type { Recorded } from '../../../domain/case/recorded.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import type { Applied } from '../../../domain/case/step.ts';
import type { RefusalCode } from '../../../domain/refusal.ts';
import { STANDARD_1 } from '../../../domain/policy/built-in-policies.ts';
import { APP, ENGINE, OPENED_AT } from './drive.ts';
import { eventOf, instantOf, paper } from './moves.ts';
import { worldOf, type Life } from './worlds.ts';

/** One version of a generated case, and how it came about. */
export interface Played {
  before: CaseState | null;
  event: CaseEvent;
  at: string;
  applied: Applied;
  recorded: Recorded;
}
export interface NotPlayed {
  before: CaseState;
  event: CaseEvent;
  at: string;
  refusal: RefusalCode;
}

/** Plays a life; every state is frozen, so that a function which changed its input would throw. */
export function* play(life: Life, onlyFaults = false): Generator<Played | NotPlayed> {
  const first = opening(life);
  yield first;
  let state = first.applied.state;
  let now = OPENED_AT;
  for (let event = nextGood(state); life.ready && event; event = nextGood(state)) {
    const played = attempt(state, event, now);
    yield played;
    if ('refusal' in played) break;
    state = played.applied.state;
  }
  const world = worldOf(life, onlyFaults);
  for (const move of life.moves) {
    now = instantOf(state, now, move);
    const played = attempt(state, eventOf(state, move, { ...world, now }), now);
    yield played;
    if (!('refusal' in played)) state = played.applied.state;
  }
}

function opening({ level, country, present, policies }: Life): Played {
  const facts = {
    customer: 'cus_7',
    mode: 'test',
    level,
    country,
    present,
    detailsVersion: 1,
  } as const;
  const policy = policies[0] ?? STANDARD_1;
  const at = OPENED_AT;
  const opened = openCase({ ...facts, present }, policy, { openedAt: at, actor: APP });
  freeze(opened.state);
  const { event } = opened;
  return { before: null, event, at, applied: opened, recorded: describe(null, opened, event, at) };
}

/** One event tried on a case. */
export function attempt(before: CaseState, event: CaseEvent, at: string): Played | NotPlayed {
  const applied = apply(before, freeze(event), at);
  if ('refusal' in applied) return { before, event, at, refusal: applied.refusal };
  freeze(applied.state);
  return { before, event, at, applied, recorded: describe(before, applied, event, at) };
}

/** The next event on the straight way to an approval; undefined at its end, or where it goes no further. */
function nextGood(state: CaseState): CaseEvent | undefined {
  if (state.approval || endedBy(state) || missingFields(state).length > 0) return undefined;
  const running = state.checks.filter(({ outcome }) => outcome === null);
  if (running.length > 0) {
    const findings = running.map(({ id, kind }) => ({
      id,
      kind,
      outcome: 'pass' as const,
      reasons: [],
    }));
    const { detailsVersion } = state;
    return { kind: 'checks_answered', actor: ENGINE, document: null, detailsVersion, findings };
  }
  const due = state.requirements.find((one) => one.state === 'currently_due');
  const type = due && acceptedTypes(state, due.requirement)[0];
  if (type) return { kind: 'documents_submitted', actor: APP, documents: [paper(type)] };
  if (!state.review) return undefined;
  return {
    kind: 'decision_made',
    actor: APP, // whom four eyes do not bind
    outcome: 'approve',
    requirements: null,
    reasons: [],
    final: false,
    note: null,
    message: null,
    evidence: evidenceParts(state),
    confirms: null,
  };
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
