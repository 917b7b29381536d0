import { defaultPayloadConverter, type Headers } from '@temporalio/common';

/**
 * The header that carries a trace through a case. It is not encrypted, because it contains nothing about
 * anybody.
 */
const HEADER = 'traceparent';

/** A traceparent as a Temporal header; no header without one. */
export function headersWith(traceparent: string | undefined): Headers {
  if (traceparent === undefined) return {};
  return { [HEADER]: defaultPayloadConverter.toPayload(traceparent) };
}

/** The traceparent in Temporal headers. */
export function traceparentIn(headers: Headers): string | undefined {
  const payload = headers[HEADER];
  if (!payload) return undefined;
  const value: unknown = defaultPayloadConverter.fromPayload(payload);
  return typeof value === 'string' ? value : undefined;
}
