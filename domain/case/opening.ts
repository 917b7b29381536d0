import type { Actor } from '../access/access.ts';
import type { Policy } from '../policy/policy.ts';
import type { Facts } from './state.ts';

/** All that version 1 of a case rests on, and who asked for it: from it, the opening can be computed again. */
export interface CaseOpening {
  facts: Facts;
  policy: Policy;
  openedAt: string;
  actor: Actor;
  /** The generation of rules it is opened under; absent in what was started before there were two. */
  rules?: number;
}

/** As a customer's row keeps it, so that the reconciler can give the same start again. */
export interface KeptOpening extends Omit<CaseOpening, 'policy' | 'rules'> {
  policy: { name: string; version: number };
}
