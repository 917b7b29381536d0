import { CASES } from './metrics/cases.ts';
import { DEPENDENCIES } from './metrics/dependencies.ts';
import { RECORDING } from './metrics/recording.ts';
import { REQUESTS } from './metrics/requests.ts';
import { VENDOR_METRICS } from './metrics/vendors.ts';
import { VERIFICATION } from './metrics/verification.ts';
import { WEBHOOKS } from './metrics/webhooks.ts';

/**
 * Every metric of ours: a scrape holds these and no other `vouch_` name. Label sets are closed: no
 * id of anybody, nothing personal. Counters end in `_total`, units are seconds.
 */
export const METRICS = {
  ...REQUESTS,
  ...DEPENDENCIES,
  ...CASES,
  ...WEBHOOKS,
  ...RECORDING,
  ...VERIFICATION,
  ...VENDOR_METRICS,
};

export type MetricName = keyof typeof METRICS;
