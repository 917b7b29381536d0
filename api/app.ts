import { Hono } from 'hono';
import { Refusal } from '../domain/refusal.ts';
import { newId } from '../platform/new-id.ts';
import type { Deps } from './deps.ts';
import { notFound } from './http/errors.ts';
import { openApiOf } from './openapi/openapi.ts';
import { addressOfRequest } from './http/client-address.ts';
import { createGuesses } from './verify/guesses.ts';
import { HOSTED } from './verify/operations.ts';
import { serveHosted } from './verify/serve-hosted.ts';
import { type Operation, routerPath } from './http/operation.ts';
import { OPERATIONS } from './operations.ts';
import { codecRoutes } from './routes/codec.ts';
import { docsRoutes } from './routes/docs.ts';
import { vendorCallbackRoutes } from './routes/vendor-callbacks.ts';
import { failed, serve } from './http/serve.ts';

/** The whole API as one Hono app: `app.request()` needs no port. */
export function createApp(deps: Deps, operations: readonly Operation[] = OPERATIONS): Hono {
  const app = new Hono();
  const route = (operation: Operation) => {
    const { method, path } = operation.declaration;
    app.on(method.toUpperCase(), routerPath(path), serve(deps, operation));
  };
  // Routes without parameters come first: `/v1/customers/search` must never be read as the customer `search`,
  // whatever the method.
  const plain = operations.filter(({ declaration }) => !declaration.path.includes('{'));
  for (const operation of plain) route(operation);
  for (const path of new Set(plain.map(({ declaration }) => declaration.path))) {
    app.all(path, ({ req }) => refuseMethod(req.path));
  }
  for (const operation of operations) if (!plain.includes(operation)) route(operation);
  const watch = {
    guesses: createGuesses(),
    addressOf: addressOfRequest(deps.settings.trustedProxies),
  };
  for (const operation of HOSTED) {
    const { method, path } = operation.declaration;
    app.on(method.toUpperCase(), routerPath(path), serveHosted(deps, watch, operation));
  }
  app.route(
    '/',
    docsRoutes(() => openApiOf(operations)),
  );
  if (deps.settings.codecOrigin !== null) {
    app.route('/temporal/codec', codecRoutes(deps, deps.settings.codecOrigin));
  }
  app.route('/v1/vendor-callbacks', vendorCallbackRoutes(deps, watch.addressOf));
  const refuse = (error: unknown, path: string, more: Record<string, string> = {}) => {
    const requestId = newId('request');
    return failed(deps, error, { requestId, path, extra: { 'x-request-id': requestId, ...more } });
  };
  function refuseMethod(path: string): Response {
    const allow = methodsAt(operations, path).join(', ');
    return refuse(new Refusal('method_not_allowed'), 'unknown', { allow });
  }
  app.notFound((c) => {
    const isKnown = methodsAt(operations, c.req.path).length > 0;
    return isKnown ? refuseMethod(c.req.path) : refuse(notFound(), 'unknown');
  });
  app.onError((error) => refuse(error, 'unknown'));
  return app;
}

/** The methods that are served at a path, for `Allow`. */
function methodsAt(listed: readonly Operation[], asked: string): string[] {
  const operations = [...listed, ...HOSTED];
  const exact = operations.filter(({ declaration }) => declaration.path === asked);
  const alike = operations.filter(({ declaration }) => {
    const pattern = declaration.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(asked);
  });
  const found = exact.length > 0 ? exact : alike;
  return found.map(({ declaration }) => declaration.method.toUpperCase());
}
