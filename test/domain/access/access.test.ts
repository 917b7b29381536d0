import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  can,
  PEOPLE,
  personOf,
  ROLES,
  RULE,
  SCOPES,
  scopesOf,
} from '../../../domain/access/access.ts';

describe('who may do what', () => {
  it('nobody without the scope, whatever the role', () => {
    for (const action of ACTIONS) {
      for (const needed of scopesOf(action)) {
        const others = SCOPES.filter((scope) => scope !== needed);
        for (const role of ROLES)
          expect(can(role, others, action), `${role} ${action}`).toBe(false);
      }
    }
  });

  it('exactly the roles of the table, with every scope there is', () => {
    const allowed = ACTIONS.map((action) => [
      action,
      ROLES.filter((role) => can(role, SCOPES, action)),
    ]);
    expect(Object.fromEntries(allowed)).toEqual({
      'customer.create': ['app', 'reviewer', 'senior_reviewer'],
      'customer.read': ['app', 'reviewer', 'senior_reviewer', 'auditor', 'admin'],
      'customer.read_details': ['app', 'reviewer', 'senior_reviewer', 'auditor'],
      'customer.search': ['app', 'reviewer', 'senior_reviewer', 'auditor'],
      'customer.change': ['app'],
      'customer.lock': ['app', 'senior_reviewer'],
      'customer.close': ['app', 'senior_reviewer'],
      'document.submit': ['app', 'reviewer', 'senior_reviewer'],
      'document.read_pages': ['reviewer', 'senior_reviewer', 'auditor'],
      'finding.read': ['app', 'reviewer', 'senior_reviewer', 'auditor', 'admin'],
      'review.read': ['app', 'reviewer', 'senior_reviewer', 'auditor'],
      'review.claim': ['reviewer', 'senior_reviewer'],
      'review.note': ['reviewer', 'senior_reviewer'],
      'decision.make': ['app', 'reviewer', 'senior_reviewer'],
      'decision.confirm': ['senior_reviewer'],
      'audit.read': ['app', 'senior_reviewer', 'auditor'],
      'consent.record': ['app', 'reviewer', 'senior_reviewer'],
      'policy.read': ['app', 'auditor', 'admin'],
      'policy.publish': ['app', 'admin'],
      'key.read': ['app', 'auditor', 'admin'],
      'key.manage': ['app', 'admin'],
      'key.agree': ['admin'],
      'review.assign': ['senior_reviewer'],
      'stats.read': ['app', 'reviewer', 'senior_reviewer', 'auditor', 'admin'],
      'policy.move': ['app', 'admin'],
      'policy.simulate': ['app', 'admin'],
      'webhook.read': ['app', 'auditor', 'admin'],
      'webhook.manage': ['app', 'admin'],
      'link.read': ['app', 'reviewer', 'senior_reviewer', 'auditor', 'admin'],
      'link.manage': ['app', 'reviewer', 'senior_reviewer'],
    });
  });

  it('an admin sees no details and no pages, and the system has no rights at the door', () => {
    const of = (role: (typeof ROLES)[number]) =>
      ACTIONS.filter((action) => can(role, SCOPES, action));
    expect(of('admin')).toEqual([
      'customer.read',
      'finding.read',
      'policy.read',
      'policy.publish',
      'key.read',
      'key.manage',
      'key.agree',
      'stats.read',
      'policy.move',
      'policy.simulate',
      'webhook.read',
      'webhook.manage',
      'link.read',
    ]);
    expect(of('system')).toEqual([]);
    expect(PEOPLE).not.toContain('app');
  });

  it('an auditor changes nothing', () => {
    const writes = ACTIONS.filter((action) =>
      /create|change|lock|close|submit|claim|note|make|confirm|record|publish|manage|agree|assign|move/.test(
        action,
      ),
    );
    expect(writes.filter((action) => can('auditor', SCOPES, action))).toEqual([]);
  });
});

describe('the person behind an actor', () => {
  it('is the user, or the holder of the key; an app and a rule are nobody', () => {
    expect(personOf({ kind: 'user', id: 'usr_1', role: 'reviewer', holder: null })).toBe('usr_1');
    expect(personOf({ kind: 'key', id: 'key_1', role: 'reviewer', holder: 'usr_1' })).toBe('usr_1');
    expect(personOf({ kind: 'key', id: 'key_2', role: 'app', holder: null })).toBeNull();
    expect(personOf(RULE)).toBeNull();
  });
});
