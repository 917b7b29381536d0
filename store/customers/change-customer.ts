import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { sealDetail } from '../audit/entry.ts';
import type { Database } from '../db/database.ts';
import type { Keys } from '../keys/keys.ts';
import { AADS } from '../sealing/aads.ts';
import { ofMode, type Scope } from '../db/scope.ts';
import { openJson, sealJson } from '../sealing/sealed-json.ts';

/**
 * Replaces the app's own labels; the audit entry keeps the old and the new ones, sealed. Refuses `not_found`.
 */
export async function changeMetadata(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: { id: string; metadata: Record<string, string>; at: string; request?: string | undefined },
): Promise<void> {
  const { id, metadata, at, request } = input;
  const row = await trx
    .selectFrom('customer')
    .select('metadata')
    .forNoKeyUpdate()
    .where('id', '=', id)
    .where(ofMode('mode', scope))
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  const from = await openJson(keys, id, AADS.metadata(id), row.metadata);
  const key = await keys.open(id);
  const sealed = sealJson(key, AADS.metadata(id), metadata);
  await trx
    .updateTable('customer')
    .set({ metadata: sealed })
    .where('id', '=', id)
    .where(ofMode('mode', scope))
    .execute();
  const detail = sealDetail(key, { from, to: metadata });
  await appendAudit(trx, actor, {
    action: 'customer.metadata_changed',
    object: id,
    chain: id,
    at,
    request,
    detail,
  });
}

/** Changes the language in which we write to the customer (BCP 47). Refuses `not_found`. */
export async function changeLocale(
  trx: Transaction<Database>,
  actor: Actor,
  scope: Scope,
  input: { id: string; locale: string; at: string; request?: string | undefined },
): Promise<void> {
  const { id, locale, at, request } = input;
  const row = await trx
    .selectFrom('customer')
    .select('locale')
    .forNoKeyUpdate()
    .where('id', '=', id)
    .where(ofMode('mode', scope))
    .executeTakeFirst();
  if (!row) throw new Refusal('not_found');
  await trx
    .updateTable('customer')
    .set({ locale })
    .where('id', '=', id)
    .where(ofMode('mode', scope))
    .execute();
  const change = { from: row.locale, to: locale };
  await appendAudit(trx, actor, {
    action: 'customer.locale_changed',
    object: id,
    chain: id,
    at,
    request,
    ...change,
  });
}
