import { isDeepStrictEqual } from 'node:util';
import { apply } from '../../../domain/case/apply.ts';
import { derive, rowOf } from '../../../domain/case/derive.ts';
import { due } from '../../../domain/case/due.ts';
import { endedBy, mandatory } from '../../../domain/case/level.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import { isOpen, recordOf } from '../../../domain/case/step.ts';
import { FINAL_BY_RULE } from '../../../domain/policy/policy.ts';
import { reasonOf } from '../../../domain/reasons/reasons.ts';
import { STATUS_ROWS } from '../../../domain/case/status.ts';
import { WIRE_EVENTS } from '../../../domain/wire/event-types.ts';
import type { NotPlayed, Played } from './play.ts';

const AFTER_CLOSING = ['reopened', 'hold_set', 'hold_lifted', 'time_passed', 'erased'];

function hold(holds: boolean, law: string): void {
  if (!holds) throw new Error(law);
}

/** What no refusal may do, and when a timer may not be refused. */
export function refusedWell({ before, event, at, refusal }: NotPlayed): void {
  const again = apply(before, event, at);
  hold('refusal' in again && again.refusal === refusal, 'a refusal repeats');
  const next = due(before);
  const rings = event.kind === 'time_passed' && next !== undefined && next <= at;
  hold(!rings, 'a timer that is due is never refused');
}

/** The invariants of docs/invariants.md on one version; `seen` holds every id given so far. */
export function appliedWell(played: Played, seen: Set<string>): void {
  versionWell(played);
  stateWell(played.applied.state);
  idsWell(played, seen);
  effectsWell(played);
  decisionsWell(played);
  recordsWell(played);
  wireWell(played);
}

/** Equal to the last letter; the policy is one and the same object. */
function same(a: object, b: object): boolean {
  const text = (of: object) =>
    JSON.stringify(of, (key, value) => (key === 'policy' ? null : value));
  return text(a) === text(b);
}

const sizes = new WeakMap<object, number>();

function sizeOf(policy: object): number {
  const known = sizes.get(policy) ?? JSON.stringify(policy).length;
  sizes.set(policy, known);
  return known;
}

function versionWell({ before, event, at, applied }: Played): void {
  hold(applied.state.version === (before?.version ?? 0) + 1, 'version grows by one');
  if (!before) return;
  hold(same(apply(before, event, at), applied), 'the same input twice is the same');
  if (before.closed) hold(AFTER_CLOSING.includes(event.kind), `${event.kind} after closed`);
  hold(!before.erased, 'nothing happens to an erased case');
  if (event.kind === 'time_passed') {
    const next = due(applied.state);
    hold(next === undefined || next > at, 'the timer moves on');
  }
}

function stateWell(state: CaseState): void {
  const { policy, ...rest } = state;
  const text = JSON.stringify(rest);
  hold(isDeepStrictEqual(JSON.parse(text), rest), 'the state is JSON');
  const size = text.length + sizeOf(policy);
  hold(size < 20_000, `the state is small, not ${size}`);
  const { row, status, statusReason } = derive(state);
  const rule = STATUS_ROWS[row - 1];
  hold(rule?.status === status && rule.reason === statusReason, 'one row');
  hold(state.status === status, 'the kept status is the derived one');
  const waiting = state.requirements.filter((one) => one.state === 'in_review');
  const asked = endedBy(state) ? [] : waiting.map((one) => one.requirement);
  hold(isDeepStrictEqual(state.review?.requirements ?? [], asked), 'the review lists what waits');
  const kinds = state.checks.map((one) => `${one.requirement} ${one.kind}`);
  hold(new Set(kinds).size === kinds.length, 'one check of a kind and requirement');
  hold(
    state.requirements.every(({ attempts, retakes }) => attempts >= 0 && retakes >= 0),
    'counts are not negative',
  );
  hold(!endedBy(state) || !state.documents.some(isOpen), 'an ended case judges no document');
  hold(rowOf(state) !== 9 || state.checks.length + waiting.length > 0, 'row 9 has work to do');
}

function idsWell({ before, applied }: Played, seen: Set<string>): void {
  const { state, decisions } = applied;
  const checks = state.checks.filter((one) => !before?.checks.some(({ id }) => id === one.id));
  const review = state.review && state.review.id !== before?.review?.id ? [state.review] : [];
  for (const { id } of [...checks, ...review, ...decisions]) {
    hold(!seen.has(id), `${id} is given once`);
    hold(/^(chk|rvw|dec)_7_\d+_\d+$/.test(id), `${id} is derived`);
    seen.add(id);
  }
}

function effectsWell({ before, applied }: Played): void {
  const { state, effects } = applied;
  const asked = effects.flatMap((one) => (one.kind === 'run_checks' ? one.round.checks : []));
  const known = new Set(before?.checks.map(({ id }) => id));
  const added = state.checks.filter(({ id, outcome }) => outcome === null && !known.has(id));
  const ids = (of: { id: string }[]) => of.map(({ id }) => id).sort();
  hold(isDeepStrictEqual(ids(asked), ids(added)), 'the checks asked for are the ones that run');
  const opened = effects.filter(({ kind }) => kind === 'open_review').length;
  const closed = effects.filter(({ kind }) => kind === 'close_review').length;
  const had = before?.review ? 1 : 0;
  hold(opened <= 1 && had + opened - closed === (state.review ? 1 : 0), 'one review at most');
}

function decisionsWell({ before, event, applied }: Played): void {
  const { state, decisions } = applied;
  const checks = [...(before?.checks ?? []), ...state.checks];
  const documents = [...(before?.documents ?? []), ...state.documents];
  const digests = documents.flatMap(({ pages }) => pages.map(({ digest }) => digest));
  for (const { evidence } of decisions) {
    hold(
      evidence.checks.every((id) => checks.some((one) => one.id === id)),
      'current checks',
    );
    hold(
      evidence.digests.every((one) => digests.includes(one)),
      'current documents',
    );
  }
  if (state.approval && !before?.approval) {
    const open = mandatory(state).filter((requirement) => {
      const kept = recordOf(state, requirement)?.state;
      return kept !== 'satisfied' && kept !== 'waived';
    });
    hold(open.length === 0, 'no approval while something is open');
    hold(
      decisions.some(({ id }) => id === state.approval?.decision),
      'the approval is a decision',
    );
  }
  if (!state.rejected || before?.rejected) return;
  const found = decisions.find(({ id }) => id === state.rejected?.decision);
  hold(found?.final === true && found.state === 'made', 'a final rejection is a final decision');
  const finals = state.rejected.reasons.filter((one) => reasonOf(one).disposition === 'final');
  hold(finals.length > 0, 'with a final reason');
  if (found?.by.kind !== 'rule') {
    hold(event.kind === 'decision_made', 'or a person said it');
    return;
  }
  hold(!before?.approval, 'a rule ends no relationship');
  hold(
    finals.every((one) => FINAL_BY_RULE.includes(one)),
    'and only for its three reasons',
  );
  const used = finals.includes('attempts_exhausted');
  hold(!used || state.policy.attempts.whenUsedUp === 'reject', 'attempts as the policy says');
}

function recordsWell({ before, event, applied }: Played): void {
  const { state } = applied;
  for (const was of before?.requirements ?? []) {
    const is = recordOf(state, was.requirement);
    if (!is || is.round !== was.round || is.attempts >= was.attempts) continue;
    const overruled = event.kind === 'decision_made' && event.outcome === 'approve';
    hold(overruled, 'attempts of a round fall by an overruling alone');
  }
  for (const was of before?.documents ?? []) {
    const is = state.documents.find(({ id }) => id === was.id);
    if (was.state !== 'accepted' || is?.state !== 'rejected') continue;
    hold(event.kind === 'decision_made', 'an accepted document is rejected by a person alone');
  }
}

function wireWell({ before, applied, recorded }: Played): void {
  const { state } = applied;
  for (const { type, audience, data } of recorded.wire) {
    hold(WIRE_EVENTS.includes(type), `${type} is in the closed list`);
    const told = Array.isArray(data['errors']) ? data['errors'] : [];
    const quiet = told.filter((code) => code in QUIET);
    hold(audience === 'findings' || quiet.length === 0, 'nothing that would tip someone off');
  }
  const kept = (rows: { id: string }[] | undefined, row: { id: string }) =>
    isDeepStrictEqual(
      rows?.find(({ id }) => id === row.id),
      row,
    );
  const changed = [
    ...state.documents.filter((row) => !kept(before?.documents, row)),
    ...state.checks.filter((row) => !kept(before?.checks, row)),
  ].map(({ id }) => id);
  const told = [...recorded.documents, ...recorded.checks].map(({ id }) => id);
  hold(isDeepStrictEqual(changed, told), 'every changed document and check is recorded');
}

const QUIET = {
  document_in_use: true,
  document_suspected_fraud: true,
  sanctions_possible_match: true,
  sanctions_match: true,
  pep_possible_match: true,
  declined_by_reviewer: true,
};
