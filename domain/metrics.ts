import { MODES } from './access.ts';
import { DECISION_OUTCOMES } from './case/state.ts';
import { CHECKS, OUTCOMES } from './checks.ts';
import { REFUSAL_CODES } from './refusal.ts';
import { STATUS_REASONS, STATUSES } from './status.ts';
import { ENDPOINT_STATES, TRY_OUTCOMES } from './webhooks/endpoint.ts';

/** The processes that are scraped. */
export const PROCESSES = ['api', 'worker', 'verification', 'sender'] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** A label whose values our code writes down elsewhere: routes, versions of engines. Never what a caller sent. */
export const DECLARED = 'declared';

export interface MetricSpec {
  kind: 'counter' | 'gauge' | 'histogram';
  help: string;
  labels: Readonly<Record<string, readonly string[] | typeof DECLARED>>;
  /** Upper bounds of a histogram, in the unit of its name. */
  buckets?: readonly number[];
  in: readonly ProcessName[];
}

const BOOLEAN = ['true', 'false'] as const;
const FAST = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const WAITS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60] as const;
const LONG = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] as const;

/**
 * Every metric of ours: a scrape holds these and no other `vouch_` name. Label sets are closed: no
 * id of anybody, nothing personal. Counters end in `_total`, units are seconds.
 */
export const METRICS = {
  vouch_http_request_duration_seconds: {
    kind: 'histogram',
    help: 'Time to answer a request; its _count is the number of requests',
    labels: {
      route: DECLARED,
      method: ['get', 'post', 'put', 'patch', 'delete'],
      status_class: ['2xx', '3xx', '4xx', '5xx'],
    },
    buckets: FAST,
    in: ['api'],
  },
  vouch_http_requests_in_flight: {
    kind: 'gauge',
    help: 'Requests that are being answered',
    labels: {},
    in: ['api'],
  },
  vouch_http_refusals_total: {
    kind: 'counter',
    help: 'Requests refused, by code',
    labels: { code: REFUSAL_CODES },
    in: ['api'],
  },
  vouch_rate_limited_total: {
    kind: 'counter',
    help: 'Requests beyond the rate or the memory that a key may use, by class',
    labels: { class: DECLARED },
    in: ['api'],
  },
  vouch_idempotent_replays_total: {
    kind: 'counter',
    help: 'Requests answered with the kept answer of an earlier one',
    labels: {},
    in: ['api'],
  },
  vouch_write_visible_seconds: {
    kind: 'histogram',
    help: 'From the workflow’s receipt until the row has that version; one never seen counts in +Inf',
    labels: {},
    buckets: WAITS,
    in: ['api'],
  },
  vouch_dependency_up: {
    kind: 'gauge',
    help: '1 while a dependency answers',
    labels: { dependency: ['postgres', 'migrations', 'key_store', 'temporal', 'blobs'] },
    in: PROCESSES,
  },
  vouch_key_store_errors_total: {
    kind: 'counter',
    help: 'Keys that could not be had: the store is away, the key is destroyed, it does not unwrap',
    labels: { kind: ['unavailable', 'destroyed', 'unwrap_failed'] },
    in: PROCESSES,
  },
  vouch_blob_errors_total: {
    kind: 'counter',
    help: 'Operations on stored files that failed',
    labels: {
      operation: ['put', 'read', 'delete', 'list'],
      kind: ['missing', 'key', 'storage'],
    },
    in: ['api', 'worker', 'verification'],
  },
  vouch_cases: {
    kind: 'gauge',
    help: 'Customers by status',
    labels: { mode: MODES, status: STATUSES, status_reason: STATUS_REASONS },
    in: ['worker'],
  },
  vouch_cases_stuck: {
    kind: 'gauge',
    help: 'Cases that have been verifying for over 15 minutes without any news',
    labels: { mode: MODES },
    in: ['worker'],
  },
  vouch_case_verifying_oldest_age_seconds: {
    kind: 'gauge',
    help: 'Time since the last news of the case that has been verifying for longest; 0 if none is',
    labels: { mode: MODES },
    in: ['worker'],
  },
  vouch_reviews_open: {
    kind: 'gauge',
    help: 'Open reviews',
    labels: { mode: MODES, claimed: BOOLEAN, escalated: BOOLEAN },
    in: ['worker'],
  },
  vouch_review_oldest_age_seconds: {
    kind: 'gauge',
    help: 'Age of the oldest open review; 0 if there is none',
    labels: { mode: MODES, claimed: BOOLEAN, escalated: BOOLEAN },
    in: ['worker'],
  },
  vouch_reviews_overdue: {
    kind: 'gauge',
    help: 'Open reviews past their deadline',
    labels: { mode: MODES },
    in: ['worker'],
  },
  vouch_audit_checkpoint_age_seconds: {
    kind: 'gauge',
    help: 'Age of the last signed checkpoint; without any, of the process',
    labels: {},
    in: ['worker'],
  },
  vouch_outbox_oldest_age_seconds: {
    kind: 'gauge',
    help: 'Age of the oldest event that the sender has not yet taken up; 0 if there is none',
    labels: {},
    in: ['worker'],
  },
  vouch_webhook_first_try_seconds: {
    kind: 'histogram',
    help: 'From when an event could be tried to the first try of its delivery',
    labels: {},
    buckets: WAITS,
    in: ['sender'],
  },
  vouch_webhook_tries_total: {
    kind: 'counter',
    help: 'Tries to deliver a webhook, by the endpoint’s id',
    labels: { endpoint: DECLARED, outcome: TRY_OUTCOMES },
    in: ['sender'],
  },
  vouch_webhook_try_seconds: {
    kind: 'histogram',
    help: 'From a webhook’s request to the end of its answer',
    labels: {},
    buckets: FAST,
    in: ['sender'],
  },
  vouch_webhook_oldest_age_seconds: {
    kind: 'gauge',
    help: 'Age of the oldest event that an endpoint has not taken; 0 if there is none',
    labels: { endpoint: DECLARED },
    in: ['sender'],
  },
  vouch_webhook_waiting_events: {
    kind: 'gauge',
    help: 'Events that wait for an endpoint',
    labels: { endpoint: DECLARED },
    in: ['sender'],
  },
  vouch_webhook_parked_customers: {
    kind: 'gauge',
    help: 'Customers whose queue to an endpoint is parked',
    labels: { endpoint: DECLARED },
    in: ['sender'],
  },
  vouch_webhook_endpoints: {
    kind: 'gauge',
    help: 'Endpoints by state',
    labels: { state: ENDPOINT_STATES },
    in: ['sender'],
  },
  vouch_stock_timestamp_seconds: {
    kind: 'gauge',
    help: 'When the gauges of the database were last read; 0 if never',
    labels: {},
    in: ['worker'],
  },
  vouch_recordings_total: {
    kind: 'counter',
    help: 'Recordings of cases; path fallback: at once failed, and it is tried until it lands',
    labels: { path: ['local', 'fallback'], result: ['recorded', 'failed'] },
    in: ['worker'],
  },
  vouch_projection_lag_seconds: {
    kind: 'histogram',
    help: 'From an event of a case to its row',
    labels: {},
    buckets: WAITS,
    in: ['worker'],
  },
  vouch_decisions_total: {
    kind: 'counter',
    help: 'Decisions by rule, person or app; override: against what the checks found',
    labels: {
      by: ['rule', 'person', 'app'],
      outcome: DECISION_OUTCOMES,
      state: ['made', 'proposed'],
      override: BOOLEAN,
    },
    in: ['worker'],
  },
  vouch_reviews_opened_total: {
    kind: 'counter',
    help: 'Reviews opened',
    labels: { mode: MODES },
    in: ['worker'],
  },
  vouch_reviews_closed_total: {
    kind: 'counter',
    help: 'Reviews closed',
    labels: { mode: MODES, outcome: ['decided', 'withdrawn'] },
    in: ['worker'],
  },
  vouch_reconciler_repairs_total: {
    kind: 'counter',
    help: 'Customers without a case that were given their start again',
    labels: { result: ['started', 'failed'] },
    in: ['worker'],
  },
  vouch_errand_failures_total: {
    kind: 'counter',
    help: 'Runs of an errand that failed: reconciling, sweeping, checkpoints, cleaning',
    labels: {},
    in: ['worker', 'sender'],
  },
  vouch_checks_total: {
    kind: 'counter',
    help: 'Checks answered by an engine',
    labels: { kind: CHECKS, outcome: OUTCOMES, engine: DECLARED },
    in: ['verification'],
  },
  vouch_check_duration_seconds: {
    kind: 'histogram',
    help: 'Time of one check, without the cleaning of its files',
    labels: { kind: CHECKS },
    buckets: LONG,
    in: ['verification'],
  },
  vouch_cleaning_duration_seconds: {
    kind: 'histogram',
    help: 'Time to clean one file',
    labels: {},
    buckets: LONG,
    in: ['verification'],
  },
  vouch_rounds_total: {
    kind: 'counter',
    help: 'Tries of rounds of checks; unavailable: the fault outlasted its tries, a person looks',
    labels: { result: ['answered', 'failed', 'unavailable'] },
    in: ['verification'],
  },
  vouch_round_retries_total: {
    kind: 'counter',
    help: 'Tries of rounds that were not the first',
    labels: {},
    in: ['verification'],
  },
  vouch_round_duration_seconds: {
    kind: 'histogram',
    help: 'Time of one try of a round of checks',
    labels: {},
    buckets: LONG,
    in: ['verification'],
  },
  vouch_child_deaths_total: {
    kind: 'counter',
    help: 'Decoder processes that died, broke a limit or did not start',
    labels: { child: ['gate', 'ocr'], cause: ['exit', 'memory', 'late', 'not_started'] },
    in: ['verification'],
  },
} as const satisfies Record<`vouch_${string}`, MetricSpec>;

export type MetricName = keyof typeof METRICS;
