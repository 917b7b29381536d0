import { ACTIONS, can, type Mode, PEOPLE, type Role, type Scope } from './access.ts';

/** What a key opens. */
export interface Grant {
  role: Role;
  mode: Mode;
  scopes: readonly Scope[];
}

/**
 * True when whoever holds `own` may hand out `given`: no scope, mode or role beyond it. An admin
 * gives people their roles (docs/protection.md#access), though with no more scopes than the admin's own key;
 * some of it not alone (`needsAgreement`).
 */
export function mayGive(own: Grant, given: Grant): boolean {
  if (given.role === 'system') return false;
  if (own.mode === 'test' && given.mode === 'live') return false;
  if (own.role !== 'admin' && given.role !== own.role) return false;
  return given.scopes.every((scope) => own.scopes.includes(scope));
}

/** How long a second administrator has to agree to a key. */
export const AGREED_WITHIN = { days: 7 } as const;

/**
 * True where a second administrator must agree before a key opens anything: it does what its giver may
 * not, or it is a person's: whoever is shown it would be two people.
 */
export function needsAgreement(own: Grant, given: Grant & { holder: string | null }): boolean {
  if (given.holder !== null) return true;
  return ACTIONS.some(
    (action) => can(given.role, given.scopes, action) && !can(own.role, own.scopes, action),
  );
}

/** One alphabet for people: two spellings of a person would be two pairs of eyes. */
export const HOLDER = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** True where the role belongs to a person, whom its key must name. */
export function needsHolder(role: Role): boolean {
  return PEOPLE.includes(role);
}
