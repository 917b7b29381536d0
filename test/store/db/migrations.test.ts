import { readdir } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MODES, ROLES, SCOPES } from '../../../domain/access/access.ts';
import { DECISION_OUTCOMES } from '../../../domain/case/state.ts';
import { CHECKS, OUTCOMES } from '../../../domain/checks/checks.ts';
import {
  DOCUMENT_STATES,
  DOCUMENT_TYPES,
  MEDIA_TYPES,
  SIDES,
} from '../../../domain/documents/documents.ts';
import { MOVE_STATES } from '../../../domain/policy/move.ts';
import { AUTOMATION, RISKS } from '../../../domain/policy/policy.ts';
import { REQUIREMENTS } from '../../../domain/case/requirements.ts';
import { STATUS_REASONS, STATUSES } from '../../../domain/case/status.ts';
import {
  DISABLED_REASONS,
  ENDPOINT_STATES,
  TRY_OUTCOMES,
  TRY_PROBLEMS,
} from '../../../domain/webhooks/endpoint.ts';
import { CALLBACK_STATES, VENDOR_CHECK_STATES, VENDORS } from '../../../domain/policy/vendors.ts';
import { WIRE_EVENTS } from '../../../domain/wire/event-types.ts';
import { LOOKUP_FIELDS } from '../../../store/sealing/blind-index.ts';
import { CONSENT_PURPOSES } from '../../../store/consents/consents.ts';
import { migrateAll } from '../../../store/db/migrate.ts';
import { freshStore, type TestStore } from '../kit/make.ts';

const MIGRATIONS = new URL('../../../store/db/migrations/main', import.meta.url);

let store: TestStore;
let checks: Map<string, string>;
beforeAll(async () => {
  store = await freshStore();
  const { rows } = await sql<{ name: string; text: string }>`SELECT conname AS name,
    pg_get_constraintdef(oid) AS text FROM pg_constraint WHERE contype = 'c' AND connamespace = 'public'::regnamespace`.execute(
    store.database,
  );
  checks = new Map(rows.map(({ name, text }) => [name, text]));
});
afterAll(() => store.end());

const LISTS: Record<string, readonly string[]> = {
  customer_mode_check: MODES,
  lookup_field_check: LOOKUP_FIELDS,
  consent_purpose_check: CONSENT_PURPOSES,
  upload_side_check: SIDES,
  upload_media_type_check: MEDIA_TYPES,
  text_kind_check: ['note', 'message', 'reason', 'review_note'],
  case_mode_check: MODES,
  case_status_check: STATUSES,
  case_status_reason_check: STATUS_REASONS,
  case_risk_check: RISKS,
  document_mode_check: MODES,
  document_requirement_check: REQUIREMENTS,
  document_type_check: DOCUMENT_TYPES,
  document_state_check: DOCUMENT_STATES,
  check_kind_check: CHECKS,
  check_requirement_check: REQUIREMENTS,
  check_outcome_check: OUTCOMES,
  review_mode_check: MODES,
  review_outcome_check: ['decided', 'withdrawn'],
  decision_mode_check: MODES,
  decision_outcome_check: DECISION_OUTCOMES,
  decision_state_check: ['made', 'proposed'],
  decision_automation_check: AUTOMATION,
  event_type_check: WIRE_EVENTS,
  event_audience_check: ['all', 'findings'],
  api_key_mode_check: MODES,
  api_key_role_check: ROLES,
  api_key_scopes_check: SCOPES,
  idempotency_state_check: ['running', 'finished'],
  finding_kind_check: CHECKS,
  finding_outcome_check: OUTCOMES,
  clean_page_side_check: SIDES,
  identity_number_mode_check: MODES,
  document_digest_kind_check: ['file', 'text'],
  document_digest_mode_check: MODES,
  policy_mode_check: MODES,
  policy_move_mode_check: MODES,
  policy_move_state_check: MOVE_STATES,
  webhook_endpoint_mode_check: MODES,
  webhook_health_state_check: ENDPOINT_STATES,
  webhook_health_reason_check: DISABLED_REASONS,
  webhook_delivery_outcome_check: TRY_OUTCOMES,
  webhook_delivery_problem_check: TRY_PROBLEMS,
  link_mode_check: MODES,
  link_draft_type_check: DOCUMENT_TYPES,
  vendor_check_vendor_check: VENDORS,
  vendor_check_state_check: VENDOR_CHECK_STATES,
  vendor_callback_vendor_check: VENDORS,
  vendor_callback_state_check: CALLBACK_STATES,
};

test.each(Object.entries(LISTS))('%s holds exactly the words of its list', (name, words) => {
  const stored = [...(checks.get(name) ?? '').matchAll(/'([^']+)'::text/g)].map(([, word]) => word);
  expect(new Set(stored)).toEqual(new Set(words));
  expect(stored).toHaveLength(words.length);
});

test('every constraint that lists words is compared with a list', () => {
  const listing = [...checks].filter(([, text]) => /ARRAY\['/.test(text)).map(([name]) => name);
  expect(listing.sort()).toEqual(Object.keys(LISTS).sort());
});

test('migrating again, and twice at once, changes nothing', async () => {
  const urls = { databaseUrl: store.databaseUrl, keysDatabaseUrl: store.keysDatabaseUrl };
  const names = () => sql`SELECT name FROM kysely_migration ORDER BY name`.execute(store.database);
  const before = (await names()).rows;
  await Promise.all([migrateAll(urls), migrateAll(urls)]);
  expect((await names()).rows).toEqual(before);
  expect(before).toHaveLength((await readdir(MIGRATIONS)).length);
});

test('every instant is a timestamptz', async () => {
  const { rows } = await sql`SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'`.execute(
    store.database,
  );
  expect(rows).toEqual([]);
});

test.each(['audit_entry', 'audit_checkpoint', 'policy'])(
  '%s refuses update, delete and truncate',
  async (table) => {
    const name = sql.table(table);
    const changes = [
      sql`DELETE FROM ${name}`,
      sql`TRUNCATE ${name}`,
      sql`UPDATE ${name} SET body = body`,
    ];
    for (const change of changes)
      await expect(change.execute(store.database)).rejects.toThrow('never change');
  },
);
