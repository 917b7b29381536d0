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
  /** Bounds the memory that bodies of requests take. */
  bodies: BodyBudget;
  metrics: Metrics;
  /** Where an operator asked for them. */
  traces?: Traces | undefined;
  /** Wakes long polls. */
  listener: CaseListener;
  log: Log;
  marks: RequestMacs;
  /** Tests only: a place where the process may be told to die. */
  crash: (name: string) => void;
  now: () => string;
  /** Ends long polls when the process stops. */
  stopping: AbortSignal;
  settings: Settings;
}

interface Settings {
  defaultLocale: string;
  /** How long a write waits to be seen in its row. */
  visibleMs: number;
  /** The Temporal UI that may read payloads; null: nobody may. */
  codecOrigin: string | null;
  /** Which addresses may be registered for webhooks. */
  webhooks: AddressRules;
  /** Where customers reach the hosted uploads; null: no link can be made. */
  hosted: HostedAddress | null;
  /** Addresses and ranges of proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: readonly string[];
  /** Vendors that are set up: policies may name them. */
  vendors: readonly VendorName[];
  /** What may sign a vendor's callbacks. */
  callbackSecrets: Partial<Record<VendorName, readonly string[]>>;
}
