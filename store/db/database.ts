import { Kysely, PostgresDialect } from 'kysely';
import { createPool } from './pool.ts';
import type { ApiKeyTable } from './tables/api-keys.ts';
import type { AuditChainTable, AuditCheckpointTable, AuditEntryTable } from './tables/audit.ts';
import type {
  CaseChangeTable,
  CaseTable,
  CheckTable,
  DecisionTable,
  DocumentTable,
  EventTable,
  OutboxTable,
  ReconcilerTable,
  ReviewTable,
  StatusCountTable,
  CaseReferenceTable,
} from './tables/cases.ts';
import type { ReviewClaimTable } from './tables/claims.ts';
import type { Instant } from './tables/columns.ts';
import type {
  ConsentTable,
  CustomerTable,
  DetailsVersionTable,
  LookupTable,
  QuotaTable,
  TextTable,
  UploadTable,
} from './tables/customers.ts';
import type { DocumentDigestTable, IdentityNumberTable } from './tables/duplicates.ts';
import type { CleanPageTable, FindingTable } from './tables/findings.ts';
import type { IdempotencyTable } from './tables/idempotency.ts';
import type { LinkDraftTable, LinkPageTable, LinkSessionTable, LinkTable } from './tables/links.ts';
import type { LivenessChallengeTable, LivenessResponseTable } from './tables/liveness.ts';
import type { PolicyMoveTable, PolicyTable } from './tables/policies.ts';
import type { VendorCallbackTable, VendorCheckTable } from './tables/vendors.ts';
import type {
  WebhookDeliveryTable,
  WebhookEndpointTable,
  WebhookHealthTable,
  WebhookMessageTable,
  WebhookQueueTable,
  WebhookReplayTable,
  WebhookSecretTable,
} from './tables/webhooks.ts';

/** The main database. Who writes which table: docs/record.md#authors. */
export interface Database {
  customer: CustomerTable;
  details_version: DetailsVersionTable;
  lookup: LookupTable;
  upload: UploadTable;
  text: TextTable;
  consent: ConsentTable;
  liveness_challenge: LivenessChallengeTable;
  liveness_response: LivenessResponseTable;
  quota: QuotaTable;
  case: CaseTable;
  case_change: CaseChangeTable;
  reconciler: ReconcilerTable;
  document: DocumentTable;
  check: CheckTable;
  review: ReviewTable;
  decision: DecisionTable;
  event: EventTable;
  outbox: OutboxTable;
  status_count: StatusCountTable;
  case_reference: CaseReferenceTable;
  review_claim: ReviewClaimTable;
  api_key: ApiKeyTable;
  idempotency: IdempotencyTable;
  policy: PolicyTable;
  policy_move: PolicyMoveTable;
  finding: FindingTable;
  clean_page: CleanPageTable;
  identity_number: IdentityNumberTable;
  document_digest: DocumentDigestTable;
  audit_chain: AuditChainTable;
  audit_entry: AuditEntryTable;
  audit_checkpoint: AuditCheckpointTable;
  webhook_endpoint: WebhookEndpointTable;
  webhook_secret: WebhookSecretTable;
  webhook_health: WebhookHealthTable;
  webhook_message: WebhookMessageTable;
  webhook_queue: WebhookQueueTable;
  webhook_replay: WebhookReplayTable;
  webhook_delivery: WebhookDeliveryTable;
  link: LinkTable;
  link_session: LinkSessionTable;
  link_draft: LinkDraftTable;
  link_page: LinkPageTable;
  vendor_check: VendorCheckTable;
  vendor_callback: VendorCallbackTable;
}

/** The database of keys. It is separate from the main one, so that restoring that one brings no key back. */
export interface KeysDatabase {
  customer_key: {
    customer_id: string;
    version: number;
    kek_id: string;
    wrapped: Buffer | null;
    created_at: Instant;
    destroyed_at: Instant | null;
  };
}

/** Opens a pool of at most `max` connections. The server is not contacted before the first query. */
export function connect<DB = Database>(
  url: string,
  options: { max?: number; statementTimeoutMs?: number; onIdleError?: (error: Error) => void } = {},
): Kysely<DB> {
  const { pool, prepared } = createPool(url, { max: 10, statementTimeoutMs: 15_000, ...options });
  // An idle connection was lost: the pool opens another.
  pool.on('error', options.onIdleError ?? (() => undefined));
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: prepared }) });
}
