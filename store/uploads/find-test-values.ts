import type { Kysely } from 'kysely';
import type { Database } from '../db/database.ts';

/** The test values of a document's files. */
export interface TestValues {
  values: string[];
  /** True if the document was checked before with an earlier version of the details. */
  isChanged: boolean;
}

/** The test values in the names of a test customer's files; null if there is none, and for live customers. */
export async function findTestValues(
  db: Kysely<Database>,
  input: { customer: string; document: string; detailsVersion: number },
): Promise<TestValues | null> {
  const { customer, document, detailsVersion } = input;
  const rows = await db
    .selectFrom('upload as u')
    .innerJoin('customer as c', 'c.id', 'u.customer_id')
    .select('u.test_values')
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('finding as f')
            .select('f.check_id')
            .where('f.document_id', '=', document)
            .where('f.details_version', '<', detailsVersion),
        )
        .as('changed'),
    )
    .where('u.document_id', '=', document)
    .where('u.customer_id', '=', customer)
    .where('c.mode', '=', 'test')
    .where('u.test_values', 'is not', null)
    .execute();
  const values = rows.flatMap(({ test_values: said }) => (said ?? '').split(' '));
  if (values.length === 0) return null;
  return { values: [...new Set(values)], isChanged: rows.some(({ changed }) => changed === true) };
}
