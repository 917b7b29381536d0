import { type Kysely, sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { type Listed, type Page, pageOf, type Scope } from '../db/scope.ts';
import {
  API_KEY_COLUMNS,
  type ApiKey,
  apiKeyFromRow,
  type ApiKeyState,
  inKeyScope,
  isIn,
} from './api-key.ts';

export interface ApiKeyFilters {
  state?: ApiKeyState | undefined;
  /** The instant for which `state` is computed. */
  now: string;
}

/** The keys that a caller may know of, newest first, a page at a time by keyset. */
export async function listApiKeys(
  db: Kysely<Database>,
  scope: Scope,
  { state, now }: ApiKeyFilters,
  page: Page,
): Promise<Listed<ApiKey>> {
  const { after } = page;
  const rows = await db
    .selectFrom('api_key')
    .select(API_KEY_COLUMNS)
    .where(inKeyScope(scope))
    .$if(state !== undefined, (q) => q.where(isIn(state ?? 'live', now)))
    .$if(after !== undefined, (q) =>
      q.where(sql<boolean>`(created_at, id) < (${after?.at}::timestamptz, ${after?.id})`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page, apiKeyFromRow, ({ createdAt, id }) => ({ at: createdAt, id }));
}

/** Every key of the deployment, of both modes, oldest first: for the operator. */
export async function listApiKeysUnscoped(db: Kysely<Database>): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom('api_key')
    .select(API_KEY_COLUMNS)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(apiKeyFromRow);
}
