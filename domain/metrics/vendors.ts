import { CALLBACK_RESULTS, VENDOR_FAULTS, VENDORS } from '../policy/vendors.ts';
import { LONG, type Metrics } from './spec.ts';

/** What vendors and the calls to them do. */
export const VENDOR_METRICS = {
  vouch_vendor_requests_total: {
    kind: 'counter',
    help: 'Calls to a vendor by what came of them; breaker_open: spared, it was not called',
    labels: { vendor: VENDORS, outcome: ['answered', ...VENDOR_FAULTS, 'failed'] },
    in: ['verification'],
  },
  vouch_vendor_request_duration_seconds: {
    kind: 'histogram',
    help: 'Time of one call to a vendor',
    labels: { vendor: VENDORS },
    buckets: LONG,
    in: ['verification'],
  },
  vouch_vendor_breaker_open: {
    kind: 'gauge',
    help: '1 while this process leaves a vendor alone, after faults in a row or as it asked',
    labels: { vendor: VENDORS },
    in: ['verification'],
  },
  vouch_vendor_checks_total: {
    kind: 'counter',
    help: 'Checks asked of a vendor that came to an end; given_up: a person looks',
    labels: { vendor: VENDORS, result: ['answered', 'given_up', 'late'] },
    in: ['verification'],
  },
  vouch_vendor_callbacks_total: {
    kind: 'counter',
    help: 'Requests that claim to be a vendor’s callback',
    labels: { vendor: VENDORS, result: CALLBACK_RESULTS },
    in: ['api'],
  },
} as const satisfies Metrics;
