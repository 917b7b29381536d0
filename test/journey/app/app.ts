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

/** What the app keeps on its disk: all that it knows after a restart. */
interface Kept {
  endpoint: { id: string; secret: string } | null;
  /** The last sequence that was handled, by customer. */
  last: Record<string, number>;
}

/** An app that knows Vouch by its typed client alone. */
export interface App {
  vouch: VouchClient;
  /** Events in the order in which they were handled, since this start. */
  handled: WebhookEvent[];
  /** Where something before an event was missing, since this start. */
  gaps: number;
  register: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts it from what it kept; its port stays the same, as its address is known. */
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

  /** Gives the status that the webhook is answered with, and a body for a challenge. */
  async function take(payload: string, headers: Record<string, string>) {
    const { endpoint } = kept;
    if (!endpoint) return { status: 503, body: '' }; // our secret is on its way
    const { event, challenge } = verifyWebhook({ payload, headers, secrets: endpoint.secret });
    if (challenge !== null) return { status: 200, body: challenge };
    const { customer } = event.data;
    const last = kept.last[customer] ?? null;
    const place = placeOf(event, last);
    if (place === 'gap') {
      app.gaps += 1;
      const body = { customer, from_sequence: (last ?? 0) + 1 };
      await vouch.post('/v1/webhook-endpoints/{id}/replay', { id: endpoint.id, body });
      return { status: 503, body: '' }; // it comes again, behind what was missing
    }
    if (place === 'next') {
      app.handled.push(event);
      kept.last[customer] = event.sequence;
      keep(); // before the answer: what was acknowledged is never asked for again
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
      // Where the answer that shows it was lost, a repeated one has none.
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

/** A disk on which nothing is kept yet. */
export function freshPlace(path: string): string {
  writeFileSync(path, JSON.stringify({ endpoint: null, last: {} } satisfies Kept));
  return path;
}
