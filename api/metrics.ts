import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

export interface Metrics {
  /** One answered request; `route` is the declared path, never the one that was asked for. */
  observe: (request: { route: string; method: string; status: number; ms: number }) => void;
  refused: (code: string) => void;
  text: () => Promise<string>;
  contentType: string;
}

/** Prometheus metrics of this process. Labels are closed lists: no ids, no personal data. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'vouch_http_request_duration_seconds',
    help: 'Time to answer a request, by route and status',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'vouch_http_refusals_total',
    help: 'Requests refused, by code',
    labelNames: ['code'],
    registers: [registry],
  });
  const timers = new Map<string, Histogram.Internal<string>>();
  return {
    observe: ({ route, method, status, ms }) => {
      const name = `${method} ${route} ${status}`;
      const timer = timers.get(name) ?? duration.labels(route, method, String(status));
      timers.set(name, timer); // hashing the labels anew would cost more than the rest of a poll
      timer.observe(ms / 1000);
    },
    refused: (code) => refusals.inc({ code }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
