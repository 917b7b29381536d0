import { Hono } from 'hono';
import { Refusal } from '../domain/refusal.ts';
import { newId } from '../store/new-id.ts';
import type { Deps } from './deps.ts';
import { notFound } from './errors.ts';
import { openApiOf } from './openapi.ts';
import { type Operation, routerPath } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { codecRoutes } from './routes/codec.ts';
import { docsRoutes } from './routes/docs.ts';
import { failed, serve } from './serve.ts';

/** The whole API as one Hono app: `app.request()` needs no port. */
export function createApp(deps: Deps, operations: readonly Operation[] = OPERATIONS): Hono {
  const app = new Hono();
  for (const operation of operations) {
    const { method, path } = operation.declaration;
    app.on(method.toUpperCase(), routerPath(path), serve(deps, operation));
  }
  app.route(
    '/',
    docsRoutes(() => openApiOf(operations)),
  );
  if (deps.settings.codecOrigin !== null) {
    app.route('/temporal/codec', codecRoutes(deps, deps.settings.codecOrigin));
  }
  const refuse = (error: unknown, path: string, more: Record<string, string> = {}) => {
    const requestId = newId('request');
    return failed(deps, error, { requestId, path, extra: { 'x-request-id': requestId, ...more } });
  };
  app.notFound((c) => {
    const methods = methodsAt(operations, c.req.path);
    if (methods.length === 0) return refuse(notFound(), 'unknown');
    return refuse(new Refusal('method_not_allowed'), 'unknown', { allow: methods.join(', ') });
  });
  app.onError((error) => refuse(error, 'unknown'));
  return app;
}

/** The methods that are served at a path, for `Allow`. */
function methodsAt(operations: readonly Operation[], asked: string): string[] {
  const found = operations.filter(({ declaration }) => {
    const pattern = declaration.path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(asked);
  });
  return found.map(({ declaration }) => declaration.method.toUpperCase());
}
