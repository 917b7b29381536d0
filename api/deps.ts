import type { KeyVerifier } from '../store/api-keys/verify-api-key.ts';
import type { CaseListener } from '../store/events/listen-cases.ts';
import type { Log } from '../platform/log.ts';
import type { Store } from '../store/open-store.ts';
import type { Traces } from '../platform/traces/traces.ts';
import type { VendorName } from '../domain/policy/vendors.ts';
import type { AddressRules } from '../platform/network/read-address.ts';
import type { BodyBudget } from './http/body/body-budget.ts';
import type { RequestMacs } from './http/idempotency/request-macs.ts';
import type { Metrics } from './http/metrics.ts';
import type { RateLimiter } from './http/access/rate.ts';
import type { TemporalService } from './temporal/temporal.ts';
import type { HostedAddress } from './verify/address.ts';

/** Everything the app works with, made in `main.ts` or by a test. */
export interface Deps {
  store: Store;
  engine: TemporalService;
  verifier: KeyVerifier;
  limiter: RateLimiter;
  /** Bounds the memory that request bodies take. */
  bodies: BodyBudget;
  metrics: Metrics;
  /** Only if the operator switched them on. */
  traces?: Traces | undefined;
  /** Wakes long polls. */
  listener: CaseListener;
  log: Log;
  marks: RequestMacs;
  /** For tests only: a named point at which the process may be told to crash. */
  crash: (name: string) => void;
  now: () => string;
  /** Ends long polls when the process stops. */
  stopping: AbortSignal;
  settings: Settings;
}

interface Settings {
  defaultLocale: string;
  /** How long a write waits for its change to become visible in the customer's row. */
  visibleMs: number;
  /** Origin of the Temporal UI that may read payloads; null: none may. */
  codecOrigin: string | null;
  /** Which addresses may be registered for webhooks. */
  webhooks: AddressRules;
  /** Where customers reach the hosted uploads; null: no link can be made. */
  hosted: HostedAddress | null;
  /** Addresses and ranges of proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[];
  /** Vendors that are set up: policies may name them. */
  vendors: readonly VendorName[];
  /** Secrets with which a vendor may sign its callbacks. */
  callbackSecrets: Partial<Record<VendorName, readonly string[]>>;
}
