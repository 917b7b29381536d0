/** `pass`: proven by rule; `person`: in review; `again`: another document is asked for; `ended`: locked. */
export type Outcome = 'pass' | 'person' | 'again' | 'ended';

const PASS = ['pass'] as const;
const DOUBT = ['person'] as const;
const PASS_OR_DOUBT = ['pass', 'person'] as const;

/** What the folder says in prose of identity documents, for machines. */
const IDENTITY: Readonly<Record<string, readonly Outcome[]>> = {
  D04: PASS_OR_DOUBT,
  D05: PASS_OR_DOUBT,
  D06: PASS_OR_DOUBT,
  D07: PASS,
  D14: PASS_OR_DOUBT,
  D16: PASS_OR_DOUBT,
  D21: PASS,
  D22: DOUBT,
  D25: DOUBT,
  D30: DOUBT,
  D32: PASS,
  D34: PASS,
  E04: DOUBT,
  F13: PASS_OR_DOUBT,
  S09: ['pass', 'person', 'again'],
  W01: PASS_OR_DOUBT,
  W02: DOUBT,
};

/** The outcomes that are right for a case; `right` is what its folder says. */
export function expectationOf(id: string, right: string): readonly Outcome[] {
  const told = IDENTITY[id];
  if (told) return told;
  if (right === '!pass') return ['person', 'again', 'ended'];
  if (right === 'person') return DOUBT;
  if (right === 'pass|person') return PASS_OR_DOUBT;
  return PASS;
}
