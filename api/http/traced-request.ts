import type { Context } from 'hono';
import type { Traces } from '../../platform/traces/traces.ts';
import type { Declaration } from './operation.ts';

type Answer = (c: Context) => Promise<Response>;

/**
 * Runs a route inside a trace span: every write, and the configured share of reads. An unsampled read runs
 * without any of this, and without traces nothing changes.
 */
export function tracedRequest(
  traces: Traces | undefined,
  { method, path }: Pick<Declaration, 'path'> & { method: Declaration['method'] | 'put' },
  answer: Answer,
): Answer {
  if (!traces) return answer;
  const name = `${method.toUpperCase()} ${path}`;
  const fields = { route: path, method };
  return async (c) => {
    if (method === 'get' && !traces.samplesRead()) return answer(c);
    const parent = c.req.header('traceparent');
    return traces.span({ name, kind: 'server', parent, fields }, async () => {
      const response = await answer(c);
      const request = response.headers.get('x-request-id') ?? '';
      traces.note({ status: response.status, request });
      return response;
    });
  };
}
