import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowOf } from '../../../domain/case/derive.ts';
import { CASE_EVENTS, type CaseEventKind } from '../../../domain/case/event.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import { STATUS_ROWS, STATUSES, type StatusRow } from '../../../domain/case/status.ts';
import { APP } from './drive.ts';
import { eventOf, instantOf, type Move, moves } from './moves.ts';
import { attempt, play, type Played } from './play.ts';
import { lives, worldOf, type Life } from './worlds.ts';

/** Changes of row, before and after the first approval, with the kinds of events that caused them. */
type Arrows = Map<string, Set<CaseEventKind>>;
type Phase = 'before' | 'after';

const SEED = 20_270_101;
/** Kinds of states that are tried out: many would show no new arrow and take their time. */
const SHAPES_PER_ROW = 60;

/** Causes of row 7. */
const AGAIN: readonly string[] = ['rejected', 'retake', 'requested'];

/** Tried on every state, so that the plain ways are not left to chance. */
const SURELY: Partial<Record<CaseEventKind, number[][]>> = {
  decision_made: [
    [0, 6, 1, 2], // a final rejection of all that is in review
    [0, 1, 1, 2], // its approval
    [0, 3, 1, 2], // an ordinary rejection
  ],
  checks_answered: [
    [0, 1, 50, 0, 1], // rounds that pass
    [99, 1, 50, 0, 1],
  ],
};
/** What needs more tries than others: there is more to choose. */
const OFTEN: Partial<Record<CaseEventKind, number>> = {
  checks_answered: 14,
  decision_made: 14,
  documents_submitted: 8,
  details_changed: 10,
  time_passed: 8,
};

const arrows = explore(SEED);

test('docs/status-diagram.md is what the functions do', async () => {
  expect(new Set(STATUS_ROWS.map(({ row }) => row))).toEqual(
    new Set([...arrows.keys()].flatMap((arrow) => partsOf(arrow).slice(1))),
  );
  await expect(document()).toMatchFileSnapshot('../../../docs/status-diagram.md');
});

test('every change of a status goes along an arrow', () => {
  const strays = new Set<string>();
  for (const life of fc.sample(lives(), { numRuns: 1000, seed: SEED + 1 })) {
    for (const step of play(life)) {
      const arrow = 'refusal' in step ? null : arrowOf(step);
      if (arrow && !arrows.has(arrow)) strays.add(`${arrow} by ${step.event.kind}`);
    }
  }
  expect([...strays]).toEqual([]);
});

test('nothing leads out of a closed case but reopening', () => {
  for (const [arrow, kinds] of arrows) {
    const [, from] = partsOf(arrow);
    if (from === 1) expect([...kinds]).toEqual(['reopened']);
  }
});

test('time alone makes nothing better', () => {
  const better = [10, 11, 12];
  for (const [arrow, kinds] of arrows) {
    const [, from, to] = partsOf(arrow);
    if (kinds.has('time_passed')) expect(better.includes(to) && from !== 11, arrow).toBe(false);
  }
});

function arrowOf({ before, applied }: Played): string | null {
  if (!before) return null;
  const [from, to] = [rowOf(before), rowOf(applied.state)];
  return from === to ? null : `${before.approval ? 'after' : 'before'} ${from} ${to}`;
}

function partsOf(arrow: string): [Phase, StatusRow, StatusRow] {
  const [phase, from, to] = arrow.split(' ');
  return [phase as Phase, Number(from) as StatusRow, Number(to) as StatusRow];
}

/** Generated lives; then from every kind of state met, each kind of event in several ways, until no new kind of state is met. */
function explore(seed: number): Arrows {
  const found: Arrows = new Map();
  const known = new Set<string>();
  const seen = new Map<string, number>();
  const open: { state: CaseState; at: string; life: Life }[] = [];
  const note = (step: Played, life: Life) => {
    const arrow = arrowOf(step);
    if (arrow) found.set(arrow, (found.get(arrow) ?? new Set()).add(step.event.kind));
    const { state } = step.applied;
    const shape = shapeOf(state);
    const row = `${rowOf(state)} ${state.approval !== null}`;
    if (known.has(shape) || (seen.get(row) ?? 0) >= SHAPES_PER_ROW) return;
    known.add(shape);
    seen.set(row, (seen.get(row) ?? 0) + 1);
    open.push({ state, at: step.at, life });
  };
  for (const life of fc.sample(lives(), { numRuns: 1200, seed })) {
    for (const step of play(life)) if (!('refusal' in step)) note(step, life);
  }
  const tries = CASE_EVENTS.flatMap((kind) => [
    ...fc.sample(moves([kind]), { numRuns: OFTEN[kind] ?? 4, seed }).map(atOnce),
    ...(SURELY[kind] ?? []).map((pick): Move => ({ kind, gap: 'none', by: APP, pick })),
  ]);
  for (let from = open.shift(); from; from = open.shift()) {
    const { state, at, life } = from;
    for (const move of tries) {
      const now = instantOf(state, at, move);
      const step = attempt(state, eventOf(state, move, { ...worldOf(life), now }), now);
      if (!('refusal' in step)) note(step, life);
    }
  }
  return found;
}

/** Time passes by itself, in other moves. */
function atOnce(move: Move): Move {
  return move.kind === 'time_passed' ? move : { ...move, gap: 'none' };
}

/** What makes two states alike for the diagram: the row, and whatever stands behind it. */
function shapeOf(state: CaseState): string {
  const states = new Set(
    state.requirements.map((one) =>
      one.state === 'currently_due' && AGAIN.includes(one.cause) ? 'again' : one.state,
    ),
  );
  return [
    rowOf(state),
    state.approval !== null,
    state.doubts.map(({ cause }) => cause).join('+'),
    state.requirements.some((one) => one.overdueSince),
    [...states].sort().join('+'),
    state.requirements.filter((one) => one.state !== 'satisfied').length > 1,
    state.proposal?.outcome,
    state.policy.fourEyes.length > 0,
    state.rejected !== null,
    state.expiredAt !== null,
  ].join();
}

/** Said in a sentence, so that the diagrams stay readable. */
const SAID: readonly CaseEventKind[] = ['closed', 'locked', 'unlocked', 'reopened'];

function document(): string {
  return `# How a status changes

Generated by \`test/domain/case/status-diagram.test.ts\` from what the functions in \`domain/case/\` do; not edited by hand.
Each box is a status, each line in it a reason with its row in \`domain/case/status.ts\`; an arrow names the events that were seen to cause it.

Left out of the diagrams and listed below them: every case may be closed (row 1) or locked by an operator (row 2);
unlocked, it shows what it would have shown; a closed, expired or finally rejected case may be reopened.

## Before the first approval

${diagram('before')}

## After it

${diagram('after')}

## Closing, locks and reopening

| from | by | to |
| --- | --- | --- |
${SAID.flatMap(rowsOf).join('\n')}
`;
}

function rowsOf(kind: CaseEventKind): string[] {
  const ends = new Map<StatusRow, Set<StatusRow>>();
  for (const [arrow, kinds] of arrows) {
    const [, from, to] = partsOf(arrow);
    if (kinds.has(kind)) ends.set(from, (ends.get(from) ?? new Set()).add(to));
  }
  const names = (rows: Iterable<StatusRow>) => [...rows].sort((a, b) => a - b).join(', ');
  const same = new Map<string, StatusRow[]>();
  for (const [from, to] of ends) same.set(names(to), [...(same.get(names(to)) ?? []), from]);
  return [...same].map(([to, from]) => `| ${names(from)} | \`${kind}\` | ${to} |`).sort();
}

function diagram(phase: Phase): string {
  const drawn = [...arrows]
    .map(([arrow, kinds]) => ({ arrow: partsOf(arrow), kinds }))
    .map(({ arrow, kinds }) => ({ arrow, kinds: CASE_EVENTS.filter((kind) => kinds.has(kind)) }))
    .map(({ arrow, kinds }) => ({ arrow, kinds: kinds.filter((kind) => !SAID.includes(kind)) }))
    .filter(({ arrow, kinds }) => arrow[0] === phase && kinds.length > 0)
    .sort((a, b) => a.arrow[1] - b.arrow[1] || a.arrow[2] - b.arrow[2]);
  const shown = new Set(drawn.flatMap(({ arrow }) => arrow.slice(1)));
  const boxes = STATUSES.flatMap((status) => {
    const rows = STATUS_ROWS.filter((one) => one.status === status && shown.has(one.row));
    const lines = rows.map(({ row, reason }) => `    row${row} : ${row} ${reason}`);
    return rows.length > 0 ? [`  state ${status} {`, ...lines, '  }'] : [];
  });
  const lines = drawn.map(
    ({ arrow: [, from, to], kinds }) => `  row${from} --> row${to} : ${kinds.join(', ')}`,
  );
  const start = phase === 'before' ? ['  [*] --> row14 : case_opened'] : [];
  return ['```mermaid', 'stateDiagram-v2', ...boxes, ...start, ...lines, '```'].join('\n');
}
