/** Who acts, and what they may do (docs/protection.md#access). */
export const ROLES = ['app', 'reviewer', 'senior_reviewer', 'auditor', 'admin', 'system'] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = [
  'customers:read',
  'customers:read_details',
  'customers:write',
  'documents:write',
  'findings:read',
  'reviews:write',
  'decisions:write',
  'policies:manage',
  'webhooks:manage',
  'keys:manage',
  'audit:read',
] as const;
export type Scope = (typeof SCOPES)[number];

export const MODES = ['live', 'test'] as const;
export type Mode = (typeof MODES)[number];

/** `link`: the customer herself, by a link that an app or a person gave her. */
export const ACTOR_KINDS = ['key', 'user', 'rule', 'system', 'link'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Whoever does something. `holder` names the person behind a key: four eyes compares persons, never keys. */
export interface Actor {
  kind: ActorKind;
  id: string;
  role: Role;
  holder: string | null;
  /** People who had the secret of an app's key, or of a customer's link, from our answer. */
  behind?: readonly string[];
}

/** The workflow's own clock and rules. */
export const RULE: Actor = { kind: 'rule', id: 'rule', role: 'system', holder: null };
export const SYSTEM: Actor = { kind: 'system', id: 'system', role: 'system', holder: null };

/** The person behind an actor: a user's id or a key's holder; null for an app or a rule. */
export function personOf(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.id : actor.holder;
}

/** Everybody whose hand this may be: the person behind an actor, and who had its secret from us. */
export function peopleOf(actor: Actor): readonly string[] {
  const person = personOf(actor);
  return person === null ? (actor.behind ?? []) : [person, ...(actor.behind ?? [])];
}

/** True where one person may be behind both, or one of them is known to be the other's. */
export function shareSomebody(some: readonly string[], others: readonly string[]): boolean {
  return some.some((one) => others.includes(one));
}

/** Roles that belong to people: they may see pages, claim and decide. */
export const PEOPLE: readonly Role[] = ['reviewer', 'senior_reviewer', 'auditor', 'admin'];

export const ACTIONS = [
  'customer.create',
  'customer.read',
  'customer.read_details',
  'customer.search',
  'customer.change',
  'customer.lock',
  'customer.close',
  'document.submit',
  'document.read_pages',
  'finding.read',
  'review.read',
  'review.claim',
  'review.note',
  'decision.make',
  'decision.confirm',
  'audit.read',
  'consent.record',
  'policy.read',
  'policy.publish',
  'key.read',
  'key.manage',
  'key.agree',
  'review.assign',
  'stats.read',
  'policy.move',
  'policy.simulate',
  'webhook.read',
  'webhook.manage',
  'link.read',
  'link.manage',
] as const;
export type Action = (typeof ACTIONS)[number];

interface Rule {
  /** The scope an actor's key must carry. */
  scope: Scope;
  /** A second one that it must carry beside the first. */
  beside?: Scope;
  /** The roles that may, given the scope. */
  roles: readonly Role[];
}

const ANYONE: readonly Role[] = ['app', ...PEOPLE];
const DECIDERS: readonly Role[] = ['reviewer', 'senior_reviewer'];

/** One closed table: an action without a row does not compile. */
export const ACCESS = {
  'customer.create': { scope: 'customers:write', roles: ['app', ...DECIDERS] },
  'customer.read': { scope: 'customers:read', roles: ANYONE },
  'customer.read_details': {
    scope: 'customers:read_details',
    roles: ['app', ...DECIDERS, 'auditor'],
  },
  // Who looks for a person by what they know of them must be allowed to know it.
  'customer.search': {
    scope: 'customers:read_details',
    roles: ['app', ...DECIDERS, 'auditor'],
  },
  // Nobody who decides: another level or country would drop what takes a second person to waive.
  'customer.change': { scope: 'customers:write', roles: ['app'] },
  'customer.lock': { scope: 'decisions:write', roles: ['app', 'senior_reviewer'] },
  'customer.close': { scope: 'customers:write', roles: ['app', 'senior_reviewer'] },
  'document.submit': { scope: 'documents:write', roles: ['app', ...DECIDERS] },
  'document.read_pages': {
    scope: 'customers:read_details',
    roles: [...DECIDERS, 'auditor'],
  },
  'finding.read': { scope: 'findings:read', roles: ANYONE },
  'review.read': { scope: 'customers:read', roles: ['app', ...DECIDERS, 'auditor'] },
  'review.claim': { scope: 'reviews:write', roles: DECIDERS },
  'review.note': { scope: 'reviews:write', roles: DECIDERS },
  'decision.make': { scope: 'decisions:write', roles: ['app', ...DECIDERS] },
  'decision.confirm': { scope: 'decisions:write', roles: ['senior_reviewer'] },
  // The trail tells outcomes and reasons of every kind, those too that would tip someone off.
  'audit.read': {
    scope: 'audit:read',
    beside: 'findings:read',
    roles: ['app', 'senior_reviewer', 'auditor'],
  },
  'consent.record': { scope: 'customers:write', roles: ['app', ...DECIDERS] },
  'policy.read': { scope: 'policies:manage', roles: ['app', 'auditor', 'admin'] },
  'policy.publish': { scope: 'policies:manage', roles: ['app', 'admin'] },
  'key.read': { scope: 'keys:manage', roles: ['app', 'auditor', 'admin'] },
  'key.manage': { scope: 'keys:manage', roles: ['app', 'admin'] },
  'key.agree': { scope: 'keys:manage', roles: ['admin'] },
  'review.assign': { scope: 'reviews:write', roles: ['senior_reviewer'] },
  'stats.read': { scope: 'customers:read', roles: ANYONE },
  'policy.move': { scope: 'policies:manage', roles: ['app', 'admin'] },
  'policy.simulate': { scope: 'policies:manage', roles: ['app', 'admin'] },
  'webhook.read': { scope: 'webhooks:manage', roles: ['app', 'auditor', 'admin'] },
  'webhook.manage': { scope: 'webhooks:manage', roles: ['app', 'admin'] },
  'link.read': { scope: 'customers:read', roles: ANYONE },
  // Whoever may send documents in may let the customer do it.
  'link.manage': { scope: 'documents:write', roles: ['app', ...DECIDERS] },
} as const satisfies Record<Action, Rule>;

/** The scopes that an action takes, all of them. */
export function scopesOf(action: Action): Scope[] {
  const { scope, beside }: Rule = ACCESS[action];
  return beside === undefined ? [scope] : [scope, beside];
}

/** True when an actor of this role, with these scopes, may do the action. */
export function can(role: Role, scopes: readonly Scope[], action: Action): boolean {
  const isScoped = scopesOf(action).every((scope) => scopes.includes(scope));
  return isScoped && ACCESS[action].roles.some((one) => one === role);
}

/** Reasons to look at pages (header `Vouch-Reason`): a closed list, never free text. */
export const ACCESS_PURPOSES = [
  'review',
  'appeal',
  'audit',
  'customer_request',
  'fraud_inquiry',
] as const;
export type AccessPurpose = (typeof ACCESS_PURPOSES)[number];
