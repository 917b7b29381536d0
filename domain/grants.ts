import { type Mode, PEOPLE, type Role, type Scope } from './access.ts';

/** What a key opens. */
export interface Grant {
  role: Role;
  mode: Mode;
  scopes: readonly Scope[];
}

/**
 * True when whoever holds `own` may hand out `given`: no scope, mode or role beyond it. An admin
 * gives people their roles (protection.md 4.3), though with no more scopes than the admin's own key.
 */
export function mayGive(own: Grant, given: Grant): boolean {
  if (given.role === 'system') return false;
  if (own.mode === 'test' && given.mode === 'live') return false;
  if (own.role !== 'admin' && given.role !== own.role) return false;
  return given.scopes.every((scope) => own.scopes.includes(scope));
}

/** One alphabet for people: two spellings of a person would be two pairs of eyes. */
export const HOLDER = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** True where the role belongs to a person, whom its key must name. */
export function needsHolder(role: Role): boolean {
  return PEOPLE.includes(role);
}
