import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { Refusal } from '../../domain/refusal.ts';
import type { SpanFields, SpanWish, Traces } from './traces.ts';

/** The names under which the fields are sent. Only these attributes are allowed. */
const ATTRIBUTES = {
  route: 'http.route',
  method: 'http.request.method',
  status: 'http.response.status_code',
  code: 'error.type',
  request: 'vouch.request.id',
  workflow: 'temporal.workflow.id',
  update: 'temporal.update.id',
  activity: 'temporal.activity.type',
  attempt: 'temporal.activity.attempt',
  queue: 'temporal.task_queue',
} as const satisfies Record<keyof SpanFields, string>;
const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER };
const TEXT_MAX = 200;
const FLUSH_MS = 1000;
const CLOSE_MS = 5000;

/** Starts sending spans by OTLP/HTTP. No detector inspects the host, and nothing global is set. */
export function startTracing(options: {
  process: string;
  url: string;
  headers: Record<string, string>;
  readShare: number;
}): Traces {
  const { process, url, headers, readShare } = options;
  const exporter = new OTLPTraceExporter({ url, headers, timeoutMillis: CLOSE_MS });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `vouch-${process}` }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: FLUSH_MS })],
  });
  const tracer = provider.getTracer('vouch');
  const contexts = new AsyncLocalStorageContextManager().enable();

  async function inSpan<T>(wish: SpanWish, task: () => Promise<T>): Promise<T> {
    const { name, kind, fields = {} } = wish;
    const around = contextOf(wish.parent) ?? contexts.active();
    const kept = { kind: KINDS[kind], attributes: allowed(fields) };
    const span = tracer.startSpan(name, kept, around);
    try {
      return await contexts.with(trace.setSpan(around, span), task);
    } catch (error) {
      annotate(span, { code: codeOf(error) });
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  }
  const running = () => trace.getSpan(contexts.active());
  return {
    span: inSpan,
    note: (fields) => {
      const span = running();
      if (span) annotate(span, fields);
    },
    current: () => {
      const span = running();
      return span && traceparentOf(span.spanContext());
    },
    samplesRead: () => Math.random() < readShare,
    close: async () => {
      await Promise.race([provider.shutdown().catch(() => undefined), pause(CLOSE_MS)]);
    },
  };
}

function annotate(span: Span, fields: SpanFields): void {
  span.setAttributes(allowed(fields));
  if ((fields.status ?? 0) >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
}

function allowed(fields: SpanFields): Attributes {
  const kept: Attributes = {};
  for (const [name, value] of Object.entries(fields) as [keyof SpanFields, unknown][]) {
    if (!Object.hasOwn(ATTRIBUTES, name)) continue;
    if (typeof value === 'number') kept[ATTRIBUTES[name]] = value;
    if (typeof value === 'string') kept[ATTRIBUTES[name]] = value.slice(0, TEXT_MAX);
  }
  return kept;
}

/** What a span may say of an error: its code only, because its text may quote a row. */
function codeOf(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  return error instanceof Error ? error.name : typeof error;
}

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;

/** `tracestate` and `baggage` are ignored, because they may hold anything. */
function contextOf(traceparent: string | undefined): Context | undefined {
  const [, traceId = '', spanId = ''] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (/^0*$/.test(traceId) || /^0*$/.test(spanId)) return undefined;
  const parent = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, parent);
}

function traceparentOf({ traceId, spanId }: SpanContext): string {
  return `00-${traceId}-${spanId}-01`;
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms).unref());
}
