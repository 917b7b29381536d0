import { type Context, Hono } from 'hono';
import { SYSTEM } from '../../domain/access/access.ts';
import { z } from '@hono/zod-openapi';
import { appendAudit } from '../../store/audit/append-audit.ts';
import { openForReading } from '../../store/temporal/codec.ts';
import { newId } from '../../platform/new-id.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../http/errors.ts';
import { JSON_HEADERS } from '../http/headers.ts';
import { readJson } from '../http/body/request-json.ts';
import { failed } from '../http/serve.ts';
import { parse } from '../http/body/validation.ts';

const Payloads = z.object({
  payloads: z
    .array(
      z.object({
        metadata: z.record(z.string(), z.string()).optional(),
        data: z.string().optional(),
      }),
    )
    .max(1000),
});
type Payload = z.output<typeof Payloads>['payloads'][number];

const BYTES_MAX = 8 * 1024 * 1024;

/**
 * Opens payloads for the Temporal UI of a development machine: `api/config.ts` lets it be switched on only
 * while the API listens on a loopback address. Only the UI's own origin is answered, each call is audited,
 * and no bytes are logged. There is no `encode`, because nobody types input for a case.
 */
export function codecRoutes(deps: Deps, origin: string): Hono {
  const app = new Hono();
  const cors = {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'Content-Type, X-Namespace, Authorization',
    vary: 'Origin',
  };
  app.use(async (c, next) => {
    const requestId = newId('request');
    const extra = { 'x-request-id': requestId };
    const at = { requestId, extra, path: '/temporal/codec' };
    // A page of another origin can send this request too, but a browser always names the origin.
    if (c.req.header('origin') !== origin) return failed(deps, notFound(), at);
    return next();
  });
  app.options('/decode', () => new Response(null, { status: 204, headers: cors }));
  app.post('/decode', async (c: Context) => {
    const room = deps.bodies.open();
    room.of({ lane: 'key', id: 'temporal-ui' });
    const { payloads } = await readJson(c.req.raw, room, BYTES_MAX)
      .then((body) => parse(Payloads, body))
      .finally(room.close);
    const found = payloads.map(fromWire);
    await deps.store.database.transaction().execute((trx) =>
      appendAudit(trx, SYSTEM, {
        action: 'payloads.opened',
        object: 'temporal-ui',
        at: deps.now(),
        data: { count: payloads.length, owners: ownersOf(found) },
      }),
    );
    const { keys } = deps.store;
    const decoded = await Promise.all(found.map((one) => openForReading(keys, one)));
    return c.json({ payloads: decoded.map(toWire) }, 200, { ...JSON_HEADERS, ...cors });
  });
  return app;
}

type Decoded = Awaited<ReturnType<typeof openForReading>>;

/**
 * The customers to whom the payloads claim to belong. A false claim gains nothing, because another customer's
 * key does not open them.
 */
function ownersOf(payloads: Decoded[]): string[] {
  const ids = payloads.map(({ metadata }) => Buffer.from(metadata?.['vouch-key'] ?? []).toString());
  const owners = ids.map((id) => /^\w{1,64}(?=\/\d+$)/.exec(id)?.[0]);
  return [...new Set(owners.filter((owner) => owner !== undefined))];
}

function fromWire({ metadata, data }: Payload): Decoded {
  const entries = Object.entries(metadata ?? {}).map(([k, v]) => [k, Buffer.from(v, 'base64')]);
  return { metadata: Object.fromEntries(entries), data: Buffer.from(data ?? '', 'base64') };
}

function toWire({ metadata, data }: Decoded): Payload {
  const entries = Object.entries(metadata ?? {}).map(([k, v]) => [k, base64(v)]);
  return { metadata: Object.fromEntries(entries), data: base64(data) };
}

function base64(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString('base64');
}
