import { type Kysely, sql } from 'kysely';

/**
 * Documents of cases that ended while they were being judged: out of play, as they are since. What the
 * case itself keeps of them stands as it is, and is compared with its workflow.
 */
export async function up(db: Kysely<any>): Promise<void> {
  await sql`UPDATE document d SET state = 'superseded' FROM "case" c
    WHERE c.customer_id = d.customer_id AND d.state IN ('received', 'verifying', 'in_review')
      AND (c.closed_at IS NOT NULL OR c.state ->> 'rejected' IS NOT NULL
        OR c.state ->> 'expiredAt' IS NOT NULL)`.execute(db);
}
