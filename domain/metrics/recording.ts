import { MODES } from '../access/access.ts';
import { FOREIGN_MESSAGES, FOREIGN_REASONS } from '../foreign.ts';
import { DECISION_OUTCOMES } from '../case/state.ts';
import { BOOLEAN, WAITS, type Metrics } from './spec.ts';

/** How a row and its workflow may differ. */
const DIVERGENCES = ['row_behind', 'workflow_behind', 'diverged', 'ended', 'unknown'] as const;

/** What the worker records and repairs. */
export const RECORDING = {
  vouch_stock_timestamp_seconds: {
    kind: 'gauge',
    help: 'When the gauges of the database were last read; 0 if never',
    labels: {},
    in: ['worker'],
  },
  vouch_recordings_total: {
    kind: 'counter',
    help: 'Recordings of cases; path fallback: at once failed, and it is tried until it lands; result ahead: the row had changes of a task that was lost, which the case takes over',
    labels: { path: ['local', 'fallback'], result: ['recorded', 'failed', 'ahead'] },
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
  vouch_case_divergences_total: {
    kind: 'counter',
    help: 'Cases whose row and workflow differed, as the reconciler found them, and what came of it',
    labels: { kind: DIVERGENCES, result: ['mended', 'left', 'failed'] },
    in: ['worker'],
  },
  vouch_foreign_messages_total: {
    kind: 'counter',
    help: 'Messages from Temporal that no key of ours sealed for their place, and that were not taken',
    labels: { message: FOREIGN_MESSAGES, reason: FOREIGN_REASONS },
    in: ['worker', 'verification'],
  },
  vouch_errand_failures_total: {
    kind: 'counter',
    help: 'Runs of an errand that failed: reconciling, sweeping, checkpoints, cleaning',
    labels: {},
    in: ['worker', 'sender'],
  },
} as const satisfies Metrics;
