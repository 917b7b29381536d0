import type { RefusalCode } from '../../domain/refusal.ts';
import { createMeters, type LabelsOf, type Meters } from '../../platform/metrics/meters.ts';

type RequestLabels = LabelsOf<'vouch_http_request_duration_seconds'>;

export interface Metrics {
  meters: Meters;
  /** Notes that a request came. The function it returns must be called when the request is answered. */
  begin: () => () => void;
  /** Notes one answered request. `route` is the declared path, never the one that was requested. */
  observe: (request: {
    route: string;
    method: RequestLabels['method'];
    status: number;
    ms: number;
  }) => void;
  refused: (code: RefusalCode) => void;
}

const CLASSES: readonly RequestLabels['status_class'][] = ['2xx', '3xx', '4xx', '5xx'];

/** Prometheus metrics of the API. */
export function createMetrics(): Metrics {
  const meters = createMeters('api');
  let inFlight = 0;
  const show = (change: 1 | -1) => {
    inFlight += change;
    meters.set('vouch_http_requests_in_flight', {}, inFlight);
  };
  return {
    meters,
    begin: () => {
      show(1);
      return () => show(-1);
    },
    observe: ({ route, method, status, ms }) => {
      const status_class = CLASSES[Math.floor(status / 100) - 2] ?? '5xx';
      const labels = { route, method, status_class };
      meters.observe('vouch_http_request_duration_seconds', labels, ms / 1000);
    },
    refused: (code) => meters.count('vouch_http_refusals_total', { code }),
  };
}
