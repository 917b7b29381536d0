import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import { Refusal } from '../../domain/refusal.ts';
import { bareProblem } from './bare-problem.ts';
import { notFound } from './errors.ts';
import { isPlainTarget } from './plain-path.ts';

/**
 * The bounds of a connection. Headers are some kilobytes, so that who needs longer sends no request;
 * a body has its own bounds (`body-pace.ts`), and the last one here ends what those do not watch.
 */
const BOUNDS = {
  headersTimeout: 20_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
} as const;

/** Serves an app by plain HTTP, and takes paths as they were written on the wire alone. */
export function listen(
  app: Pick<Hono, 'fetch'>,
  at: { host: string; port: number },
  then?: (address: AddressInfo) => void,
): Server {
  const answer = getRequestListener(
    (request, env) =>
      isPlainTarget(env.incoming.url ?? '') ? app.fetch(request, env) : bareProblem(notFound()),
    { hostname: at.host, errorHandler: refuseUnread },
  );
  const server = createServer(BOUNDS, (request, response) => void answer(request, response));
  server.listen(at.port, at.host, () => then?.(server.address() as AddressInfo));
  return server;
}

/** For a request of whose target no address can be made: our app does not hear of it. */
function refuseUnread(error: unknown): Response {
  if (!(error instanceof RequestError)) return bareProblem(null);
  return bareProblem(
    new Refusal('malformed_request', 'The address of the request cannot be read.'),
  );
}
