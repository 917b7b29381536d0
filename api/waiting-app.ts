import { Hono } from 'hono';
import { Refusal } from '../domain/refusal.ts';
import { newId } from '../platform/new-id.ts';
import type { Deps } from './deps.ts';
import { failed } from './http/serve.ts';

/**
 * The app that serves until the stores are open. It reads no request, and refuses each with a retryable code:
 * that of the store that was missing last.
 */
export function createWaitingApp(deps: Pick<Deps, 'log' | 'metrics' | 'traces'>): {
  app: Hono;
  because: (error: unknown) => void;
} {
  let code: 'store_unavailable' | 'key_store_unavailable' = 'store_unavailable';
  const app = new Hono();
  app.all('*', () => {
    const requestId = newId('request');
    const extra = { 'x-request-id': requestId, connection: 'close' };
    const refusal = new Refusal(code, 'Send this again later.');
    return failed(deps, refusal, { requestId, path: 'unknown', extra });
  });
  const because = (error: unknown) => {
    const isKeys = error instanceof Refusal && error.code === 'key_store_unavailable';
    code = isKeys ? 'key_store_unavailable' : 'store_unavailable';
  };
  return { app, because };
}
