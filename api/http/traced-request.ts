import type { Context } from 'hono';
import type { Traces } from '../../platform/traces/traces.ts';
import type { Declaration } from './operation.ts';

type Answer = (c: Context) => Promise<Response>;

/**
 * A route's answer in a span: every write, and the share of reads that was asked for. An unsampled
 * read meets nothing of it, and without traces the answer is what it was.
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
