import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derive, rowOf } from '../../../domain/case/derive.ts';
import type {
  CaseState,
  DoubtCause,
  DueCause,
  KeptState,
  RequirementRecord,
} from '../../../domain/case/state.ts';
import { DOUBTS, DUE_CAUSES } from '../../../domain/case/state.ts';
import type { Requirement } from '../../../domain/case/requirements.ts';
import { STATUS_ROWS, type StatusRow } from '../../../domain/case/status.ts';
import { approved, drive } from './drive.ts';

/** A case of the level `standard` with its facts set by hand. */
function state(change: Partial<CaseState>, records: Partial<Record<Requirement, Records>> = {}) {
  const made = structuredClone(drive().state());
  for (const record of made.requirements) Object.assign(record, records[record.requirement]);
  return { ...made, ...change };
}
type Records = Partial<RequirementRecord>;

const AT = '2027-02-01T00:00:00.000Z';
const APPROVAL = { at: AT, decision: 'dec_7_1_1', policyVersion: 1 };
const REVIEW = {
  id: 'rvw_7_1_1',
  openedAt: AT,
  dueAt: AT,
  requirements: ['identity' as const],
  reasons: [],
  escalatedAt: null,
};
const DONE: Records = { state: 'satisfied', cause: 'initial', overdueSince: null };
const PROVEN = { details: DONE, identity: DONE, address: DONE };
const OVERDUE: Records = { state: 'currently_due', overdueSince: AT };
const check = (document: string | null): CaseState['checks'][number] => ({
  id: 'chk_7_1_1',
  kind: 'screening',
  requirement: 'details',
  document,
  detailsVersion: 1,
  outcome: null,
  reasons: [],
});
const doubt = (cause: DoubtCause = 'details_changed'): CaseState['doubts'] => [
  { cause, touched: ['identity'] },
];
const approval = { approval: APPROVAL };

const ROWS: Record<StatusRow, CaseState[]> = {
  1: [state({ closed: { at: AT, withdrawn: false }, lock: { at: AT }, ...approval }, PROVEN)],
  2: [
    state({ lock: { at: AT } }),
    state({ lock: { at: AT }, rejected: { at: AT, decision: 'dec', reasons: [] } }),
  ],
  3: [state({ rejected: { at: AT, decision: 'dec', reasons: [] }, expiredAt: AT, ...approval })],
  4: [state({ expiredAt: AT, review: REVIEW })],
  5: [state(approval, { ...PROVEN, identity: { ...OVERDUE, graceOver: true } })],
  6: [
    state(approval, { ...PROVEN, identity: OVERDUE }),
    state(approval, { ...PROVEN, identity: { ...OVERDUE, state: 'pending' } }),
    state({ ...approval, doubts: doubt() }, { ...PROVEN, identity: OVERDUE }),
  ],
  7: [
    state({}, { identity: { cause: 'rejected' } }),
    state({}, { identity: { cause: 'retake' } }),
    state({ review: REVIEW }, { address: { cause: 'requested' } }),
    state({ ...approval, doubts: doubt() }, { ...PROVEN, identity: due('rejected') }),
  ],
  8: [state({ ...approval, doubts: doubt() }, { ...PROVEN, identity: due('details_changed') })],
  9: [
    state({ ...approval, doubts: doubt() }, { ...PROVEN, identity: { state: 'pending' } }),
    state({ ...approval, doubts: doubt('screening_hit') }, { ...PROVEN, details: inReview() }),
  ],
  10: [
    state(approval, { ...PROVEN, address: due('rejected') }),
    state(approval, { ...PROVEN, identity: { ...DONE, dueSoon: true } }),
    state(approval, { ...PROVEN, identity: { state: 'pending' } }),
    state({ ...approval, review: REVIEW }, { ...PROVEN, identity: inReview() }),
  ],
  11: [
    state(approval, PROVEN),
    state(approval, { ...PROVEN, address: { state: 'waived' } }),
    state({ ...approval, checks: [check(null)] }, PROVEN),
  ],
  12: [
    state({ review: REVIEW }, { identity: inReview() }),
    state({ review: REVIEW, checks: [check('doc_1')] }, { identity: inReview() }),
  ],
  13: [
    state({ checks: [check('doc_1')] }, { identity: { state: 'pending' } }),
    state({ checks: [check(null)] }, { ...PROVEN, details: { state: 'pending' } }),
  ],
  14: [
    state({}),
    state({ checks: [check(null)] }, { details: { state: 'pending' } }), // the customer is waited for
    state({ checks: [{ ...check('doc_1'), outcome: 'pass' }] }),
  ],
};

function due(cause: DueCause): Records {
  return { state: 'currently_due', cause };
}

function inReview(): Records {
  return { state: 'in_review' };
}

describe('the table of docs/case.md#status', () => {
  it.each(STATUS_ROWS)('row $row is reached: $status, $reason', ({ row, status, reason }) => {
    for (const one of ROWS[row]) {
      expect(derive(one)).toMatchObject({ row, status, statusReason: reason });
    }
  });

  it('is total: every state of a case has exactly one row, and the row of the words it gives', () => {
    const kept = fc.constantFrom<KeptState>(
      'currently_due',
      'pending',
      'in_review',
      'satisfied',
      'satisfied',
      'satisfied',
      'waived',
    );
    const record = fc.record({
      state: kept,
      cause: fc.constantFrom(...DUE_CAUSES),
      overdueSince: fc.constantFrom(null, null, null, AT),
      graceOver: fc.boolean(),
      dueSoon: fc.constantFrom(false, false, false, true),
    });
    const maybe = <Value>(value: Value) => fc.constantFrom(null, null, value);
    const facts = fc.record({
      closed: maybe({ at: AT, withdrawn: false }),
      lock: maybe({ at: AT }),
      rejected: maybe({ at: AT, decision: 'dec', reasons: [] }),
      expiredAt: maybe(AT),
      approval: fc.constantFrom(null, APPROVAL),
      review: fc.constantFrom(null, REVIEW),
      doubts: fc.constantFrom([], [], [], ...DOUBTS.map((cause) => doubt(cause))),
      checks: fc.constantFrom<CaseState['checks'][]>([], [check(null)], [check('doc_1')]),
    });
    const reached = new Set<number>();
    fc.assert(
      fc.property(facts, record, record, record, (change, details, identity, address) => {
        const made = state(change, { details, identity, address });
        const { row, status, statusReason } = derive(made);
        reached.add(row);
        expect(STATUS_ROWS.filter((one) => one.row === row)).toEqual([
          { row, status, reason: statusReason },
        ]);
        expect(rowOf(JSON.parse(JSON.stringify(made)) as CaseState)).toBe(row);
      }),
      { numRuns: 3000 },
    );
    expect(reached.size).toBe(14);
  });
});

describe('the requirements object', () => {
  it('shows what is due, until when, and what is accepted', () => {
    const one = drive();
    const { items, currentDeadline } = derive(one.state()).requirements;
    expect(items.map((item) => [item.requirement, item.state])).toEqual([
      ['details', 'satisfied'],
      ['identity', 'currently_due'],
      ['address', 'currently_due'],
    ]);
    expect(items[1]?.accepts).toContain('passport');
    expect(currentDeadline).toBe('2027-01-31T12:00:00.000Z');
  });

  it('calls a requirement past due while it waits, and pending once something was sent', () => {
    const waiting = state({ approval: APPROVAL }, { ...PROVEN, identity: OVERDUE });
    expect(derive(waiting).requirements.items[1]?.state).toBe('past_due');
    const sent = state(
      { approval: APPROVAL },
      { ...PROVEN, identity: { ...OVERDUE, state: 'pending' } },
    );
    expect(derive(sent).requirements.items[1]?.state).toBe('pending');
  });

  it('has a country’s own list of documents', () => {
    const made = approved().state();
    const { identity } = made.policy.requirements;
    const own = { ...identity, acceptsByCountry: { SE: ['passport' as const] } };
    const policy = { ...made.policy, requirements: { ...made.policy.requirements, identity: own } };
    expect(derive({ ...made, policy }).requirements.items[1]?.accepts).toEqual(['passport']);
    const abroad = derive({ ...made, policy, country: 'FR' }).requirements.items[1];
    expect(abroad?.accepts).toEqual(identity.accepts);
  });

  it('hushes details in review, so that a hit does not show', () => {
    const made = state({ approval: APPROVAL }, { ...PROVEN, details: inReview() });
    const [details, identity] = derive(made).requirements.items;
    expect([details?.isSensitive, identity?.isSensitive]).toEqual([true, false]);
  });
});

describe('risk', () => {
  const hit = (decided: CaseState['hits'][number]['decided']) => [
    { id: 'hit_1', strong: true, decided },
  ];
  it.each([
    ['low by default', {}, 'low', 'standard'],
    ['high by country', { country: 'IR' }, 'high', 'enhanced'],
    ['low while nobody confirmed a hit', { hits: hit(null) }, 'low', 'standard'],
    ['low when the hit is another person', { hits: hit('not_this_person') }, 'low', 'standard'],
    ['high when the hit is this person', { hits: hit('this_person') }, 'high', 'enhanced'],
  ] as const)('%s', (_, change, risk, level) => {
    expect(derive(state(change as Partial<CaseState>))).toMatchObject({ risk, level });
  });

  it('is medium at the levels the policy names', () => {
    const made = drive().state();
    const policy = { ...made.policy, mediumRiskLevels: ['standard'] };
    expect(derive({ ...made, policy }).risk).toBe('medium');
  });
});
