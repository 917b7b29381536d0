import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../domain/case/derive.ts';
import { CASE_EVENTS, type CaseEventKind } from '../../../domain/case/event.ts';
import { appliedWell, refusedWell } from './invariants.ts';
import { play } from './play.ts';
import { lives } from './worlds.ts';

const RUNS = 2000;

/** Refusals that generated events must have met. */
const MET = [
  'late',
  'case_closed',
  'case_rejected',
  'case_expired',
  'level_unknown',
  'details_version_changed',
  'nothing_changed',
  'nothing_to_confirm',
  'already_locked',
  'not_locked',
  'not_reopenable',
  'document_not_asked',
  'document_type_not_accepted',
  'requirement_not_in_review',
  'requirements_open',
  'evidence_changed',
  'review_not_open',
  'four_eyes_required',
  'proposal_unknown',
  'same_person',
  'on_hold',
  'not_on_hold',
  'not_closed',
  'reason_not_allowed',
  'not_found',
];

/** What only people say: left out where nothing but machines may speak. */
const BY_PEOPLE: CaseEventKind[] = ['decision_made', 'decision_proposed', 'vendor_answered'];

describe('any sequence of events, sensible and senseless', () => {
  const applied = new Map<string, number>();
  const refused = new Map<string, number>();
  const rows = new Set<number>();
  const count = (of: Map<string, number>, word: string) => of.set(word, (of.get(word) ?? 0) + 1);

  it('keeps the invariants of docs/invariants.md', () => {
    fc.assert(
      fc.property(lives(), (life) => {
        const seen = new Set<string>();
        for (const step of play(life)) {
          if ('refusal' in step) {
            count(refused, step.refusal);
            refusedWell(step);
          } else {
            count(applied, step.event.kind);
            appliedWell(step, seen);
            rows.add(rowOf(step.applied.state));
          }
        }
      }),
      { numRuns: RUNS },
    );
  }, 60_000);

  it('was no empty exercise: every kind of event was applied, and most refusals met', () => {
    const missing = CASE_EVENTS.filter((kind) => (applied.get(kind) ?? 0) < 5);
    expect(missing).toEqual([]);
    expect(rows.size).toBe(14);
    expect(MET.filter((code) => !refused.has(code))).toEqual([]);
  });
});

describe('faults of machines and vendors', () => {
  const kinds = CASE_EVENTS.filter((kind) => !BY_PEOPLE.includes(kind));

  it('no sequence of passes and `unavailable` answers rejects anything', () => {
    fc.assert(
      fc.property(lives({ kinds, length: 30 }), (life) => {
        const served = {
          ...life,
          policies: life.policies.map((one) => ({ ...one, countries: null })),
        };
        for (const step of play(served, true)) {
          if ('refusal' in step) continue;
          const { state } = step.applied;
          expect(state.rejected).toBeNull();
          expect(state.requirements.every(({ attempts }) => attempts === 0)).toBe(true);
          expect(state.documents.every((one) => one.state !== 'rejected')).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  }, 60_000);
});
