import { apply } from '../../../domain/case/apply.ts';
import { describe } from '../../../domain/case/describe.ts';
import type { CaseEvent } from '../../../domain/case/event.ts';
import { openCase } from '../../../domain/case/open.ts';
import type { Recorded } from '../../../domain/case/recorded.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import type { Applied } from '../../../domain/case/step.ts';
import type { RefusalCode } from '../../../domain/refusal.ts';
import { STANDARD_1 } from '../../../domain/shipped.ts';
import { APP, OPENED_AT } from './drive.ts';
import { eventOf, instantOf } from './moves.ts';
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
  const { level, country, present, policies } = life;
  const facts = { customer: 'cus_7', mode: 'test', level, country, present, detailsVersion: 1 } as const;
  const policy = policies[0] ?? STANDARD_1;
  let now = OPENED_AT;
  const { event: opening, ...opened } = openCase({ ...facts, present }, policy, {
    openedAt: now,
    actor: APP,
  });
  let state = freeze(opened.state);
  yield {
    before: null,
    event: opening,
    at: now,
    applied: opened,
    recorded: describe(null, opened, opening, now),
  };
  const world = worldOf(life, onlyFaults);
  for (const move of life.moves) {
    now = instantOf(state, now, move);
    world.now = now;
    const event = freeze(eventOf(state, move, world));
    const before = state;
    const next = apply(before, event, now);
    if ('refusal' in next) {
      yield { before, event, at: now, refusal: next.refusal };
      continue;
    }
    state = freeze(next.state);
    yield {
      before,
      event,
      at: now,
      applied: next,
      recorded: describe(before, next, event, now),
    };
  }
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}
