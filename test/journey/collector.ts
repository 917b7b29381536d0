import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One span as a collector receives it. */
export interface Seen {
  service: string;
  name: string;
  trace: string;
  id: string;
  parent: string;
  attributes: Record<string, string | number>;
  isError: boolean;
}

export interface Collector {
  /** The value for OTEL_EXPORTER_OTLP_ENDPOINT. */
  url: string;
  spans: () => Seen[];
  /** The text of all requests: path, headers and body. */
  texts: () => string;
  stop: () => Promise<void>;
}

interface Value {
  stringValue?: string;
  intValue?: number | string;
}
interface Pair {
  key: string;
  value: Value;
}
interface Sent {
  resourceSpans: {
    resource: { attributes: Pair[] };
    scopeSpans: {
      spans: {
        name: string;
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        attributes: Pair[];
        status: { code: number };
      }[];
    }[];
  }[];
}

/** A collector that receives OTLP/HTTP in JSON. */
export async function startCollector(): Promise<Collector> {
  const spans: Seen[] = [];
  const texts: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      texts.push(`${request.url} ${JSON.stringify(request.headers)} ${body}`);
      spans.push(...seenIn(JSON.parse(body) as Sent));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans: () => [...spans],
    texts: () => texts.join('\n'),
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function seenIn({ resourceSpans }: Sent): Seen[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(recordOf(resource.attributes)['service.name']);
    return scopeSpans.flatMap((scope) =>
      scope.spans.map(({ name, traceId, spanId, parentSpanId = '', attributes, status }) => ({
        service,
        name,
        trace: traceId,
        id: spanId,
        parent: parentSpanId,
        attributes: recordOf(attributes),
        isError: status.code === 2,
      })),
    );
  });
}

function recordOf(pairs: Pair[]): Record<string, string | number> {
  return Object.fromEntries(
    pairs.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]),
  );
}
