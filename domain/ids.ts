/** Prefixes of ids: an id carries its kind (CONTRIBUTING.md#style). */
export const ID_PREFIXES = {
  customer: 'cus',
  document: 'doc',
  check: 'chk',
  review: 'rvw',
  decision: 'dec',
  event: 'evt',
  text: 'txt',
  blob: 'blb',
  key: 'key',
  consent: 'con',
  challenge: 'lch',
  request: 'req',
  policyMove: 'mov',
  webhook_endpoint: 'whe',
  webhook_secret: 'whs',
  webhook_delivery: 'dlv',
  webhook_replay: 'rpl',
  link: 'lnk',
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

/**
 * An id that a case gives by itself: kind, the customer's suffix, version, index. Never random:
 * validators do not run at replay, so a drawn id would silently change the state.
 */
export function derivedId(
  kind: 'check' | 'review' | 'decision' | 'event',
  from: { customer: string; version: number; index: number },
): string {
  const suffix = from.customer.slice(from.customer.indexOf('_') + 1);
  return `${ID_PREFIXES[kind]}_${suffix}_${from.version}_${from.index}`;
}

/** The workflow id of a customer's case. */
export function caseId(customer: string): string {
  return `case/${customer}`;
}

/** The workflow id of a move of cases to another policy: of no customer, so it carries ids only. */
export function policyMoveId(move: string): string {
  return `sys/policy-move/${move}`;
}

/** The customer of a case's workflow id; null for any other workflow. */
export function customerOf(workflowId: string): string | null {
  return /^case\/(cus_[^/]+)$/.exec(workflowId)?.[1] ?? null;
}
