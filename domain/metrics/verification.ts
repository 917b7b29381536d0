import { CHECKS, OUTCOMES } from '../checks/checks.ts';
import { LONG, DECLARED, type Metrics } from './spec.ts';

/** What checks and their children do. */
export const VERIFICATION = {
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
  vouch_clamd_scans_total: {
    kind: 'counter',
    help: 'Files that ClamAV was asked for; not_scanned: it was away, late or refused',
    labels: { result: ['clean', 'infected', 'not_scanned'] },
    in: ['verification'],
  },
  vouch_child_deaths_total: {
    kind: 'counter',
    help: 'Decoder processes that died, broke a limit or did not start',
    labels: {
      child: ['gate', 'ocr', 'barcode', 'letters', 'faces'],
      cause: ['exit', 'memory', 'late', 'not_started'],
    },
    in: ['verification'],
  },
} as const satisfies Metrics;
