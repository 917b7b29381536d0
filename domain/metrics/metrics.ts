import { CASES } from './cases.ts';
import { DEPENDENCIES } from './dependencies.ts';
import { RECORDING } from './recording.ts';
import { REQUESTS } from './requests.ts';
import { VENDOR_METRICS } from './vendors.ts';
import { VERIFICATION } from './verification.ts';
import { WEBHOOKS } from './webhooks.ts';

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
