import { MODES } from '../access.ts';
import { DECISION_OUTCOMES } from '../case/state.ts';
import { BOOLEAN, WAITS, type Metrics } from './spec.ts';

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
} as const satisfies Metrics;
