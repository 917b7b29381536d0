import type { Kysely } from 'kysely';
import type { Policy } from '../../domain/policy.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Database } from '../database.ts';

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
