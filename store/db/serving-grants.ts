import type { Database, KeysDatabase } from './database.ts';

type Verb = 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE';
const KEPT: readonly Verb[] = ['SELECT', 'INSERT'];
const CHANGED: readonly Verb[] = [...KEPT, 'UPDATE'];
const SWEPT: readonly Verb[] = [...KEPT, 'DELETE'];
const FREE: readonly Verb[] = [...CHANGED, 'DELETE'];

/**
 * The rights of the serving role on each table, and no more: it owns no table, and cannot alter or truncate
 * one or disable a trigger. Rows that must be kept are never rewritten (docs/protection.md#audit-trail).
 */
export const MAIN_GRANTS: Readonly<Record<keyof Database, readonly Verb[]>> = {
  customer: CHANGED,
  details_version: SWEPT,
  lookup: SWEPT,
  upload: SWEPT,
  text: SWEPT,
  consent: KEPT,
  liveness_challenge: CHANGED,
  liveness_response: KEPT,
  quota: FREE,
  case: CHANGED,
  document: CHANGED,
  check: CHANGED,
  review: CHANGED,
  decision: KEPT,
  event: KEPT,
  outbox: SWEPT,
  status_count: CHANGED,
  case_reference: KEPT,
  case_change: SWEPT,
  reconciler: CHANGED,
  review_claim: FREE,
  api_key: CHANGED,
  idempotency: FREE,
  policy: KEPT,
  policy_move: CHANGED,
  finding: KEPT,
  clean_page: KEPT,
  identity_number: KEPT,
  document_digest: KEPT,
  audit_chain: CHANGED,
  audit_entry: KEPT,
  audit_checkpoint: KEPT,
  webhook_endpoint: CHANGED,
  webhook_secret: FREE,
  webhook_health: FREE,
  webhook_message: FREE,
  webhook_queue: FREE,
  webhook_replay: FREE,
  webhook_delivery: SWEPT,
  link: CHANGED,
  link_session: SWEPT,
  link_draft: FREE,
  link_page: FREE,
  vendor_check: CHANGED,
  vendor_callback: FREE,
};

/**
 * A key is destroyed by an update, and its row stays. A key is deleted only if its customer was never
 * created.
 */
export const KEYS_GRANTS: Readonly<Record<keyof KeysDatabase, readonly Verb[]>> = {
  customer_key: FREE,
};

/** The table that lists the migrations that are done, for readiness. */
export const MIGRATIONS_TABLE = 'kysely_migration';
