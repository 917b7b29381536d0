import { sql } from 'kysely';
import { connect } from '../../../store/db/database.ts';
import { SERVING_ROLE } from './postgres-urls.ts';

/** Makes the role under which the processes work, unless it exists; the migration grants it its rights. */
export async function makeServingRole(adminUrl: string, password: string): Promise<void> {
  const database = connect<object>(adminUrl, { max: 1 });
  try {
    const { rows } = await sql`SELECT FROM pg_roles WHERE rolname = ${SERVING_ROLE}`.execute(
      database,
    );
    const verb = sql.raw(rows.length === 0 ? 'CREATE' : 'ALTER');
    await sql`${verb} ROLE ${sql.id(SERVING_ROLE)} LOGIN PASSWORD ${sql.lit(password)}`.execute(
      database,
    );
  } finally {
    await database.destroy();
  }
}
