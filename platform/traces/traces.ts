import type { Secret } from '../../domain/secret.ts';

/**
 * Everything that a span may carry: ids, codes and counts. Addresses, texts and personal data have no field
 * here.
 */
export interface SpanFields {
  /** The route's pattern, never the path: a path may hold what somebody typed. */
  route?: string;
  method?: string;
  status?: number;
  code?: string;
  request?: string;
  workflow?: string;
  update?: string;
  activity?: string;
  attempt?: number;
  queue?: string;
}

export interface SpanWish {
  /** Made only of our own names: a route, an update, an activity. */
  name: string;
  kind: 'server' | 'client' | 'consumer';
  /** A `traceparent` from outside this process; anything that is not one is ignored. */
  parent?: string | undefined;
  fields?: SpanFields;
}

/** The traces of a process, if the operator switched them on. */
export interface Traces {
  /**
   * Runs a task in a span, a child of `parent` or of the running span. If it throws, only the error's code is
   * noted.
   */
  span: <T>(wish: SpanWish, task: () => Promise<T>) => Promise<T>;
  /** Adds fields to the running span; does nothing without one. */
  note: (fields: SpanFields) => void;
  /** The running span as a `traceparent`. */
  current: () => string | undefined;
  /** Whether this read is traced; writes always are. */
  samplesRead: () => boolean;
  /** Sends the remaining spans, for five seconds at most. */
  close: () => Promise<void>;
}

export interface TraceConfig {
  otelExporterOtlpEndpoint?: string | undefined;
  otelExporterOtlpHeaders?: Secret<string> | undefined;
  otelTracesSamplerArg: number;
}

/** Undefined if no collector is set; then OpenTelemetry is not even loaded. */
export async function openTraces(
  process: string,
  config: TraceConfig,
): Promise<Traces | undefined> {
  const { otelExporterOtlpEndpoint: endpoint, otelExporterOtlpHeaders: headers } = config;
  if (endpoint === undefined) return undefined;
  const { startTracing } = await import('./open-telemetry.ts');
  return startTracing({
    process,
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: headersOf(headers?.reveal() ?? ''),
    readShare: config.otelTracesSamplerArg,
  });
}

/** `name=value,name=value`, the values percent-encoded, as OpenTelemetry writes them. */
function headersOf(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair.includes('='));
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())];
    }),
  );
}
