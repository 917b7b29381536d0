import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WebhookEvent } from '../../api/client/client.ts';
import { PEOPLE } from '../specimens/people.ts';
import { freshPlace, startApp } from './app/app.ts';
import { until } from './client.ts';
import { billOf, bodyOf, specimen } from './people.ts';
import { type Product, startProduct } from './product.ts';

const HURRIED = { WEBHOOK_LEASE_SECONDS: '2', WEBHOOK_RETRY_SECONDS: '0,0.2,0.3,0.5,1,1,2,2,5,5' };
const PERSON = PEOPLE.anna;

let product: Product;
beforeAll(async () => {
  product = await startProduct({
    processes: ['api', 'worker', 'verification', 'sender'],
    env: HURRIED,
  });
}, 120_000);
afterAll(() => product.stop());

/** The status of the customer according to the last event that the app handled. */
const standing = (handled: readonly WebhookEvent[]) => {
  const { data } = handled.at(-1) ?? {};
  return `${String(data?.['status'])}/${String(data?.['status_reason'])}`;
};

test('an app tells the whole story by its client, hears of every change, and outlives its own restart', async () => {
  const place = freshPlace(join(product.directory, 'app.json'));
  const { key } = await product.client({
    scopes: ['customers:read', 'customers:write', 'documents:write', 'webhooks:manage'],
  });
  const first = await startApp({ url: product.url, key, place, port: 0 });
  await first.register();
  const endpoints = () => first.vouch.get('/v1/webhook-endpoints');
  await until(endpoints, ({ data }) => data[0]?.state === 'active');
  const { id } = await first.vouch.post('/v1/customers', { body: bodyOf(PERSON) });
  await until(
    () => Promise.resolve(first.handled.length),
    (count) => count > 1,
  );
  const backup = join(product.directory, 'app-backup.json');
  copyFileSync(place, backup);
  const known = first.handled.length;
  const page = ({ name, bytes, ...more }: ReturnType<typeof specimen>) => ({
    ...more,
    type: more.type as 'passport' | 'utility_bill',
    front: { name, bytes },
  });
  await first.vouch.submitDocuments(id, page(specimen('passport.jpg')));
  await first.vouch.submitDocuments(id, page(await billOf(PERSON, { daysOld: 150 })));
  await until(
    () => Promise.resolve(standing(first.handled)),
    (now) => now === 'restricted/resubmission_required',
  );
  await first.stop();
  await first.vouch.submitDocuments(id, page(await billOf(PERSON)));

  // The app's disk is restored from before the documents, so it has forgotten what it handled since then.
  copyFileSync(backup, place);
  const second = await startApp({ url: product.url, key, place, port: first.port });
  const heard = [...first.handled.slice(0, known), ...second.handled];
  await until(
    () => Promise.resolve(standing(second.handled)),
    (now) => now === 'active/verified',
  );
  expect(second.gaps).toBeGreaterThan(0);
  const feed = await second.vouch.get('/v1/customers/{id}/events', { id, query: { limit: 100 } });
  const told = () => [...first.handled.slice(0, known), ...second.handled];
  await until(
    () => Promise.resolve(told().length),
    (count) => count === feed.data.length,
  );
  expect(heard.length).toBeLessThan(told().length);
  expect(told().map(({ sequence, type }) => ({ sequence, type }))).toEqual(
    feed.data.map(({ sequence, type }) => ({ sequence, type })),
  );
  await second.stop();
}, 180_000);
