import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import { Refusal } from '../../domain/refusal.ts';
import { bareProblem } from './bare-problem.ts';
import { notFound } from './errors.ts';
import { isPlainTarget } from './plain-path.ts';

/**
 * The time limits of a connection. Headers are some kilobytes, so a sender who needs longer sends no real
 * request. Bodies have their own limits (`body-pace.ts`); the last limit here ends requests that those do not
 * watch.
 */
const BOUNDS = {
  headersTimeout: 20_000,
  requestTimeout: 300_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
} as const;

/** Serves an app by plain HTTP. Only targets with a plainly written path reach the app (`plain-path.ts`). */
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

/** Answers a request whose target is not a valid address. Our app never sees such a request. */
function refuseUnread(error: unknown): Response {
  if (!(error instanceof RequestError)) return bareProblem(null);
  return bareProblem(
    new Refusal('malformed_request', 'The address of the request cannot be read.'),
  );
}
