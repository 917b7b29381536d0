import { defaultPayloadConverter, type Headers } from '@temporalio/common';

/** The header by which a trace goes through a case; in the clear, since it says nothing of anybody. */
const HEADER = 'traceparent';

/** A traceparent as a header of Temporal's; none for none. */
export function headersWith(traceparent: string | undefined): Headers {
  if (traceparent === undefined) return {};
  return { [HEADER]: defaultPayloadConverter.toPayload(traceparent) };
}

/** The traceparent that headers of Temporal's carry. */
export function traceparentIn(headers: Headers): string | undefined {
  const payload = headers[HEADER];
  if (!payload) return undefined;
  const value: unknown = defaultPayloadConverter.fromPayload(payload);
  return typeof value === 'string' ? value : undefined;
}
