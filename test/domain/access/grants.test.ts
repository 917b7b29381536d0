import { describe, expect, it } from 'vitest';
import { ACTIONS, can, PEOPLE, ROLES, SCOPES } from '../../../domain/access/access.ts';
import { type Grant, mayGive, needsHolder } from '../../../domain/access/grants.ts';

const ALL: Grant = { role: 'app', mode: 'live', scopes: SCOPES };

describe('what a key may hand out', () => {
  it('no scope beyond its own', () => {
    for (const scope of SCOPES) {
      const own = { ...ALL, scopes: SCOPES.filter((one) => one !== scope) };
      expect(mayGive(own, { ...ALL, scopes: [scope] }), scope).toBe(false);
      expect(mayGive(own, own)).toBe(true);
    }
  });

  it('no live key from a test key; a live key gives both', () => {
    expect(mayGive({ ...ALL, mode: 'test' }, ALL)).toBe(false);
    expect(mayGive({ ...ALL, mode: 'test' }, { ...ALL, mode: 'test' })).toBe(true);
    expect(mayGive(ALL, { ...ALL, mode: 'test' })).toBe(true);
  });

  it('no role but its own, unless an admin gives it; nobody makes a system', () => {
    for (const own of ROLES) {
      for (const role of ROLES) {
        const expected = role !== 'system' && (own === 'admin' || own === role);
        expect(mayGive({ ...ALL, role: own }, { ...ALL, role }), `${own} ${role}`).toBe(expected);
      }
    }
  });

  it('so that no chain of keys of one role ever opens an action that the first could not', () => {
    for (const own of ROLES.filter((role) => role !== 'admin')) {
      for (const given of ROLES.filter((role) => mayGive({ ...ALL, role: own }, { ...ALL, role })))
        for (const action of ACTIONS)
          expect(can(given, SCOPES, action) && !can(own, SCOPES, action)).toBe(false);
    }
  });

  it('a person’s role needs its person', () => {
    expect(ROLES.filter(needsHolder)).toEqual(PEOPLE);
  });
});
