import { type Kysely, sql } from 'kysely';
import { connect } from './database.ts';
import { KEYS_GRANTS, MAIN_GRANTS, MIGRATIONS_TABLE } from './serving-grants.ts';

/**
 * Run after a migration, as the owner of both databases. Gives the serving role the rights that it needs, and
 * takes away all others. Safe to repeat. Throws if the role's rights cannot be limited.
 */
export async function grantServing(
  urls: { databaseUrl: string; keysDatabaseUrl: string },
  role: string,
): Promise<void> {
  await grant(urls.databaseUrl, role, MAIN_GRANTS);
  await grant(urls.keysDatabaseUrl, role, KEYS_GRANTS);
}

async function grant(
  url: string,
  role: string,
  grants: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const database = connect<object>(url, { max: 1 });
  try {
    await requireHeldBack(database, role);
    const serving = sql.id(role);
    await database.transaction().execute(async (trx) => {
      const schema = sql.id(await schemaOf(trx));
      await sql`REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM ${serving}`.execute(trx);
      // The default of Postgres from version 15 on; older databases need it set.
      await sql`REVOKE CREATE ON SCHEMA ${schema} FROM PUBLIC, ${serving}`.execute(trx);
      await sql`GRANT USAGE ON SCHEMA ${schema} TO ${serving}`.execute(trx);
      for (const [table, verbs] of Object.entries({ ...grants, [MIGRATIONS_TABLE]: ['SELECT'] })) {
        const list = sql.raw(verbs.join(', '));
        await sql`GRANT ${list} ON TABLE ${sql.table(table)} TO ${serving}`.execute(trx);
      }
    });
  } finally {
    await database.destroy();
  }
}

async function schemaOf(database: Kysely<object>): Promise<string> {
  const { rows } = await sql<{ name: string }>`SELECT current_schema() AS name`.execute(database);
  return rows[0]?.name ?? 'public';
}

/**
 * Throws for a role that is superuser, may create roles, or owns tables, because grants do not limit such a
 * role.
 */
async function requireHeldBack(database: Kysely<object>, role: string): Promise<void> {
  const { rows } = await sql<{ free: boolean; owns: boolean }>`SELECT
      rolsuper OR rolcreaterole AS free,
      pg_has_role(oid, current_user, 'MEMBER') OR EXISTS (SELECT FROM pg_class c
        WHERE c.relnamespace = current_schema()::regnamespace
          AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS owns
    FROM pg_roles r WHERE rolname = ${role}`.execute(database);
  const [found] = rows;
  if (!found) throw new Error(`SERVING_ROLE: Postgres has no role ${role}: docs/runbook.md`);
  if (found.free) throw new Error(`SERVING_ROLE: ${role} may make roles or is a superuser`);
  if (found.owns) throw new Error(`SERVING_ROLE: ${role} owns tables: name another role`);
}
