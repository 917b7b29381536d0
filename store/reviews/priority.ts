import { type Risk, RISKS } from '../../domain/policy/policy.ts';

/** Where a review stands in the queue by its case's risk: ascending, as one keyset needs it. */
export function priorityOf(risk: Risk): number {
  return RISKS.length - 1 - RISKS.indexOf(risk);
}
