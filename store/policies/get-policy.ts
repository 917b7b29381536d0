import type { Kysely } from 'kysely';
import type { Policy } from '../../domain/policy.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../database.ts';
import { ofMode, type Scope } from '../scope.ts';

/** A published policy: the version named, or the latest. Refuses `policy_unknown`. */
export async function getPolicy(
  db: Kysely<Database>,
  label: { name: string; version?: number | undefined },
): Promise<Policy> {
  const { name, version } = label;
  const row = await db
    .selectFrom('policy')
    .select('body')
    .where('name', '=', name)
    .$if(version !== undefined, (q) => q.where('version', '=', version ?? 0))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw new Refusal('policy_unknown');
  return row.body;
}

/** A published version with its instant; undefined where there is none. */
export async function findPolicy(
  db: Kysely<Database>,
  { name, version }: { name: string; version: number },
): Promise<Published | undefined> {
  return db
    .selectFrom('policy')
    .select(['body as policy', 'created_at as createdAt'])
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirst();
}

export interface Published {
  policy: Policy;
  createdAt: string;
}

/** The newest version of a name, 0 where none is published. */
export async function latestVersion(db: Kysely<Database>, name: string): Promise<number> {
  const row = await db
    .selectFrom('policy')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.version ?? 0;
}

/** Names and versions of all that is published, newest versions first. */
export async function listPolicies(
  db: Kysely<Database>,
): Promise<{ name: string; version: number; createdAt: string }[]> {
  return db
    .selectFrom('policy')
    .select(['name', 'version', 'created_at as createdAt'])
    .orderBy('name')
    .orderBy('version', 'desc')
    .execute();
}

/**
 * The newest version of the policy that a case is under, where there is a newer one and the case may be
 * verified again: approved once, or locked.
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
    .where((eb) => eb.or([eb('c.verified_at', 'is not', null), eb('c.status', '=', 'locked')]))
    .orderBy('p.version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.body;
}
