import { describe, expect, test } from 'vitest';
import { RULE } from '../../../../domain/access/access.ts';
import { CASE_EVENTS, type CaseEvent } from '../../../../domain/case/event.ts';
import { areAnswers, isEventOf } from '../../../../domain/case/received/event-shapes.ts';
import { BUILT_IN_POLICIES, STANDARD_1 } from '../../../../domain/policy/built-in-policies.ts';

const evidence = { digests: ['sha256:1'], checks: ['chk_1'], detailsVersion: 1 };
const page = { side: 'front', blob: 'blb_1', digest: 'sha256:1', mediaType: 'image/jpeg' } as const;
const facts = {
  customer: 'cus_1',
  mode: 'test',
  level: 'basic',
  country: 'SE',
  present: ['given_names'],
  detailsVersion: 1,
} as const;
const finding = {
  id: 'chk_1',
  kind: 'screening',
  outcome: 'fail',
  reasons: ['document_expired'],
  hits: [{ id: 'hit_1', strong: true }],
} as const;
const said = { note: null, message: 'txt_1', reasons: [], final: false, evidence };
const purpose = 'face_biometrics';

/** One of each kind: a field that the guard does not know of is found by what changes below. */
const WHOLE: {
  [Kind in CaseEvent['kind']]: Omit<Extract<CaseEvent, { kind: Kind }>, 'actor' | 'kind'>;
} = {
  case_opened: { facts: { ...facts, present: [...facts.present] } },
  documents_submitted: {
    documents: [{ id: 'doc_1', type: 'passport', country: null, pages: [page] }],
    newest: STANDARD_1,
  },
  checks_answered: { document: null, detailsVersion: 1, findings: [] },
  details_changed: { from: 1, to: 2, changed: ['address'], present: ['address'], country: 'SE' },
  details_confirmed: { detailsVersion: 1 },
  level_changed: { level: 'enhanced' },
  decision_made: { ...said, outcome: 'approve', requirements: null, confirms: 'dec_1' },
  documents_requested: {
    requirements: ['identity'],
    reasons: [],
    note: null,
    message: null,
    evidence: null,
  },
  locked: { reason: 'txt_1' },
  unlocked: { reason: null },
  closed: { withdrawn: true, reason: null },
  reopened: { reason: null, newest: STANDARD_1 },
  time_passed: {},
  list_changed: { list: 'sanctions' },
  vendor_answered: {
    id: 'v1',
    document: 'doc_1',
    findings: [{ ...finding, reasons: [...finding.reasons], hits: [...finding.hits] }],
  },
  waived: { requirements: ['address'], reasons: [], note: null, evidence, confirms: null },
  policy_moved: { policy: STANDARD_1 },
  decision_proposed: { ...said, outcome: 'waive', requirements: ['identity'] },
  hit_decided: { hit: 'hit_1', decided: 'this_person', note: null },
  consent_given: { purpose, given: true },
  consent_withdrawn: { purpose },
  review_escalated: { reason: 'txt_1' },
  hold_set: { reason: null },
  hold_lifted: { reason: null },
  erased: {},
};
const ODD = [
  undefined,
  null,
  7,
  -1,
  'x'.repeat(2000),
  true,
  {},
  [{}],
  ['constructor'],
  '__proto__',
];

describe.each(CASE_EVENTS)('%s', (kind) => {
  const whole = { kind, actor: RULE, request: 'req_1', expects: 3, ...WHOLE[kind] };

  test('is taken whole, and with what a later version may add', () => {
    expect(isEventOf([kind], whole)).toBe(true);
    expect(isEventOf([kind], { ...whole, later: 1 })).toBe(true);
    expect(isEventOf([kind], JSON.parse(JSON.stringify(whole)))).toBe(true);
  });

  test('is not taken for another, nor without any of its fields', () => {
    expect(
      isEventOf(
        CASE_EVENTS.filter((one) => one !== kind),
        whole,
      ),
    ).toBe(false);
    const named = ['kind', 'actor', ...Object.keys(WHOLE[kind]).filter((one) => one !== 'newest')];
    for (const name of named) {
      const { [name]: _, ...rest } = whole as Record<string, unknown>;
      expect(isEventOf([kind], rest), name).toBe(false);
      const odd = ODD.filter((one) => !isEventOf([kind], { ...whole, [name]: one }));
      expect(odd.length, `${name} takes almost anything`).toBeGreaterThanOrEqual(ODD.length - 3);
    }
  });
});

test.each(ODD.map((one) => [one]))('%j is no event', (odd) => {
  expect(isEventOf(CASE_EVENTS, odd)).toBe(false);
  expect(isEventOf(CASE_EVENTS, { kind: odd, actor: RULE })).toBe(false);
});

test('fields of a prototype are nobody’s', () => {
  const inherited = Object.create({ kind: 'erased', actor: RULE }) as object;
  expect(
    isEventOf(
      ['locked'],
      Object.assign(Object.create({ reason: null }), { kind: 'locked', actor: RULE }),
    ),
  ).toBe(false);
  expect(isEventOf(['erased'], { ...inherited })).toBe(false);
});

test('every shipped policy may come with an event', () => {
  for (const policy of BUILT_IN_POLICIES) {
    expect(isEventOf(['policy_moved'], { kind: 'policy_moved', actor: RULE, policy })).toBe(true);
  }
});

test('answers are of their round, and whole', () => {
  const asked = [{ id: 'chk_1' }, { id: 'chk_2' }];
  const answer = {
    id: 'chk_1',
    kind: 'file_safety',
    outcome: 'pass',
    reasons: ['of_a_later_version'],
  };
  expect(areAnswers(asked, [answer])).toBe(true);
  for (const other of [null, undefined, {}, 'pass', [], [null], [{ ...answer, id: 'chk_9' }]]) {
    expect(areAnswers(asked, other), JSON.stringify(other)).toBe(false);
  }
  expect(areAnswers(asked, [answer, { ...answer, outcome: 'certainly' }])).toBe(false);
});
