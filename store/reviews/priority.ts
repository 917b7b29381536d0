import { type Risk, RISKS } from '../../domain/policy/policy.ts';

/**
 * The rank of a review in the queue by its case's risk. A lower number comes first, for keyset pagination.
 */
export function priorityOf(risk: Risk): number {
  return RISKS.length - 1 - RISKS.indexOf(risk);
}
