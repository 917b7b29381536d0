import type { Receiver } from '../activities/webhooks/receiver.ts';
import type { Client } from './client.ts';
import type { Product } from './product.ts';

/** Registers a path of a receiver as an endpoint, and gives the receiver the secret. Returns its id. */
export async function register(app: Client, receiver: Receiver, path: string): Promise<string> {
  const made = await app.ask('POST', '/v1/webhook-endpoints', {
    body: { url: `${receiver.url}${path}` },
  });
  const { id, secret } = made.body as { id: string; secret: string };
  receiver.knows(path, secret);
  return id;
}

/** The ids of a customer's events, in order, as somebody without `findings:read` sees them. */
export async function feedOf(product: Product, id: string): Promise<string[]> {
  const reader = await product.client({ scopes: ['customers:read'] });
  const { body } = await reader.ask('GET', `/v1/customers/${id}/events?limit=100`);
  return (body as { data: { id: string }[] }).data.map((one) => one.id);
}
