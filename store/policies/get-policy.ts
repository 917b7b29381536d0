import type { Kysely } from 'kysely';
import { type Mode, MODES } from '../../domain/access/access.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../db/database.ts';
import { ofMode, type Scope } from '../db/scope.ts';

/** The version that a case or a move uses, whichever mode it serves. Refuses `policy_unknown`. */
export async function getPolicy(
  db: Kysely<Database>,
  { name, version }: { name: string; version: number },
): Promise<Policy> {
  const row = await db
    .selectFrom('policy')
    .select('body')
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) throw new Refusal('policy_unknown');
  return row.body;
}

/** The newest version that serves customers of the scope. Refuses `policy_unknown`. */
export async function getNewestPolicy(
  db: Kysely<Database>,
  scope: Scope,
  name: string,
): Promise<Policy> {
  const row = await db
    .selectFrom('policy')
    .select('body')
    .where('name', '=', name)
    .where('mode', 'in', serving(scope))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new Refusal('policy_unknown');
  return row.body;
}

/** A published version that serves customers of the scope; undefined if there is none. */
export async function findPolicy(
  db: Kysely<Database>,
  scope: Scope,
  { name, version }: { name: string; version: number },
): Promise<Published | undefined> {
  return db
    .selectFrom('policy')
    .select(['body as policy', 'mode', 'created_at as createdAt'])
    .where('name', '=', name)
    .where('version', '=', version)
    .where('mode', 'in', serving(scope))
    .executeTakeFirst();
}

export interface Published {
  policy: Policy;
  /** `live` serves customers of both modes. */
  mode: Mode;
  createdAt: string;
}

/** The newest version of a name, whichever mode it serves; 0 if none is published. */
export async function latestVersion(db: Kysely<Database>, name: string): Promise<number> {
  const row = await db
    .selectFrom('policy')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** Names and versions of all policies that serve customers of the scope, newest versions first. */
export async function listPolicies(
  db: Kysely<Database>,
  scope: Scope,
): Promise<{ name: string; version: number; mode: Mode; createdAt: string }[]> {
  return db
    .selectFrom('policy')
    .select(['name', 'version', 'mode', 'created_at as createdAt'])
    .where('mode', 'in', serving(scope))
    .orderBy('name')
    .orderBy('version', 'desc')
    .execute();
}

/**
 * The newest version of the case's policy, if it is newer and the case may be verified again: it was approved
 * once, or is locked.
 */
export async function findNewerPolicy(
  db: Kysely<Database>,
  scope: Scope,
  customer: string,
): Promise<Policy | undefined> {
  const row = await db
    .selectFrom('case as c')
    .innerJoin('policy as p', (join) =>
      join.onRef('p.name', '=', 'c.policy_name').onRef('p.version', '>', 'c.policy_version'),
    )
    .select('p.body')
    .where('c.customer_id', '=', customer)
    .where(ofMode('c.mode', scope))
    .where('p.mode', 'in', serving(scope))
    .where((eb) => eb.or([eb('c.verified_at', 'is not', null), eb('c.status', '=', 'locked')]))
    .orderBy('p.version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.body;
}

/**
 * The modes whose policies serve customers of a scope: a policy published by a test key never serves live
 * customers.
 */
function serving({ mode }: Scope): Mode[] {
  return mode === 'test' ? [...MODES] : ['live'];
}
