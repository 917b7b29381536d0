import { MODES } from '../access/access.ts';
import { STATUS_REASONS, STATUSES } from '../case/status.ts';
import { BOOLEAN, type Metrics } from './spec.ts';

/** How cases, reviews and the trail stand in the database. */
export const CASES = {
  vouch_cases: {
    kind: 'gauge',
    help: 'Customers by status',
    labels: { mode: MODES, status: STATUSES, status_reason: STATUS_REASONS },
    in: ['worker'],
  },
  vouch_cases_stuck: {
    kind: 'gauge',
    help: 'Cases in which a start, a check or a deadline has been overdue for over 15 minutes',
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
} as const satisfies Metrics;
