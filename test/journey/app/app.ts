import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createVouchClient,
  placeOf,
  verifyWebhook,
  type VouchClient,
  type WebhookEvent,
} from '../../../api/client/client.ts';

/** What the app keeps on its disk: everything that it knows after a restart. */
interface Kept {
  endpoint: { id: string; secret: string } | null;
  /** By customer: the last sequence that was handled. */
  last: Record<string, number>;
}

/** An app that uses Vouch only through its typed client. */
export interface App {
  vouch: VouchClient;
  /** Events in the order in which they were handled, since this start. */
  handled: WebhookEvent[];
  /** How often something before an event was missing, since this start. */
  gaps: number;
  register: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts the app from what it kept. Its port stays the same, because its address is registered. */
export async function startApp(at: {
  url: string;
  key: string;
  place: string;
  port: number;
}): Promise<App & { port: number }> {
  const kept = JSON.parse(readFileSync(at.place, 'utf8')) as Kept;
  const keep = () => writeFileSync(at.place, JSON.stringify(kept));
  const vouch = createVouchClient({ url: at.url, key: at.key });
  const app = { handled: [] as WebhookEvent[], gaps: 0 };

  /** Returns the status with which the webhook is answered, and a body for a challenge. */
  async function take(payload: string, headers: Record<string, string>) {
    const { endpoint } = kept;
    if (!endpoint) return { status: 503, body: '' }; // we do not have our secret yet
    const { event, challenge } = verifyWebhook({ payload, headers, secrets: endpoint.secret });
    if (challenge !== null) return { status: 200, body: challenge };
    const { customer } = event.data;
    const last = kept.last[customer] ?? null;
    const place = placeOf(event, last);
    if (place === 'gap') {
      app.gaps += 1;
      const body = { customer, from_sequence: (last ?? 0) + 1 };
      await vouch.post('/v1/webhook-endpoints/{id}/replay', { id: endpoint.id, body });
      return { status: 503, body: '' }; // it will come again, after the missing events
    }
    if (place === 'next') {
      app.handled.push(event);
      kept.last[customer] = event.sequence;
      keep(); // before the answer, because an acknowledged event is not sent again
    }
    return { status: 204, body: '' };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      void take(Buffer.concat(chunks).toString(), request.headers as Record<string, string>).then(
        ({ status, body }) => response.writeHead(status).end(body),
        () => response.writeHead(400).end(),
      );
    });
  });
  await new Promise<void>((done) => server.listen(at.port, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return Object.assign(app, {
    vouch,
    port,
    register: async () => {
      const body = { url: `http://127.0.0.1:${port}/vouch` };
      const made = await vouch.post('/v1/webhook-endpoints', { body });
      const { id } = made;
      // If the answer that shows the secret was lost, a repeated one does not contain it, so the secret is
      // rotated.
      const { secret } =
        made.secret === null ? await vouch.post('/v1/webhook-endpoints/{id}/rotate', { id }) : made;
      if (secret === null) throw new Error('no answer with a secret came');
      kept.endpoint = { id, secret };
      keep();
    },
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  });
}

/** A disk on which the app has stored nothing yet. */
export function freshPlace(path: string): string {
  writeFileSync(path, JSON.stringify({ endpoint: null, last: {} } satisfies Kept));
  return path;
}
