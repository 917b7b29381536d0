import type { DocumentType } from '../documents/documents.ts';
import type { Level, Risk } from '../policy/policy.ts';
import { REQUIREMENTS, type DetailField, type Requirement } from './requirements.ts';
import type { CaseState } from './state.ts';

/** Risk from country, confirmed hits and level. A hit nobody confirmed changes nothing that shows. */
export function riskOf(state: CaseState): Risk {
  const { highRisk, mediumRiskLevels } = state.policy;
  if (highRisk.countries.includes(state.country)) return 'high';
  if (state.hits.some(({ decided }) => decided === 'this_person')) return 'high';
  return mediumRiskLevels.includes(state.level) ? 'medium' : 'low';
}

/** The levels whose demands are in force: the customer's own and, at high risk, the policy's. */
function levels(state: CaseState): Level[] {
  const names = [state.level];
  if (riskOf(state) === 'high') names.push(state.policy.highRisk.level);
  return names.flatMap((name) => state.policy.levels[name] ?? []);
}

export function levelInForce(state: CaseState): string {
  return riskOf(state) === 'high' && state.policy.levels[state.policy.highRisk.level]
    ? state.policy.highRisk.level
    : state.level;
}

/** What must be proven now, in the order of the closed list. */
export function mandatory(state: CaseState): Requirement[] {
  const asked = new Set(levels(state).flatMap(({ requirements }) => requirements));
  return REQUIREMENTS.filter((requirement) => asked.has(requirement));
}

export function missingFields(state: CaseState): DetailField[] {
  const asked = new Set(levels(state).flatMap(({ fields }) => fields));
  return [...asked].filter((field) => !state.present.includes(field));
}

/** The operator does not serve the country of residence. */
export function unserved(state: CaseState): boolean {
  return state.policy.countries !== null && !state.policy.countries.includes(state.country);
}

/** Document types that count for a requirement; a country may have its own list. */
export function acceptedTypes(state: CaseState, requirement: Requirement): DocumentType[] {
  const rules = state.policy.requirements[requirement];
  return rules.acceptsByCountry?.[state.country] ?? rules.accepts;
}

/** Nothing but reopening, holds, closing, time and erasure may happen to such a case. */
export function endedBy(state: CaseState): 'case_closed' | 'case_rejected' | 'case_expired' | null {
  if (state.closed || state.erased) return 'case_closed';
  if (state.rejected) return 'case_rejected';
  return state.expiredAt ? 'case_expired' : null;
}
