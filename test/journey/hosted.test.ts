import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createVouchClient } from '../../api/client/client.ts';
import type { Client, Upload } from './client.ts';
import { everythingOf } from './decoded.ts';
import { billOf, bodyOf, newPerson, passportOf } from './people.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let app: Client;
beforeAll(async () => {
  product = await startProduct({
    processes: ['worker', 'verification'],
    env: { LOG_LEVEL: 'trace' },
  });
  // When the second file arrives, the API dies like after kill -9, before the file's row is written.
  await product.start('api', { VOUCH_CRASH: 'blob.renamed:2' });
  app = await product.client();
});
afterAll(() => product.stop());

/** A customer's browser, which keeps its cookie across restarts of the API. */
interface Browser {
  token: string;
  ask: (method: string, path: string, file?: Upload) => Promise<{ status: number; text: string }>;
}

async function opened(customer: string): Promise<Browser> {
  const vouch = createVouchClient({ url: product.url, key: app.key });
  const { url } = await vouch.post('/v1/customers/{id}/links', { id: customer, body: {} });
  const headers = { origin: product.url, 'sec-fetch-site': 'same-origin' };
  expect((await fetch(url ?? '')).status).toBe(200);
  const started = await fetch(`${url}/start`, { method: 'POST', headers });
  const { csrf_token: csrf } = (await started.json()) as { csrf_token: string };
  const [cookie = ''] = (started.headers.get('set-cookie') ?? '').split(';');
  return {
    token: url?.split('/').at(-1) ?? '',
    ask: async (method, path, file) => {
      const body = new FormData();
      if (file) body.set('file', new File([new Uint8Array(file.bytes)], file.name));
      const answer = await fetch(`${product.url}/verify/session${path}`, {
        method,
        headers: { ...headers, cookie, 'x-csrf-token': csrf },
        ...(file ? { body } : {}),
      });
      return { status: answer.status, text: await answer.text() };
    },
  };
}

const front = (upload: Upload) => `/documents/${upload.type}/pages/front`;
const places = (text: string) =>
  (JSON.parse(text) as { documents: { type: string; pages: { place: string }[] }[] }).documents.map(
    ({ type, pages }) => [type, ...pages.map(({ place }) => place)],
  );

/** The files of the folder that contain a piece of what was sent. */
function plainFiles(folder: string, uploads: Upload[]): string[] {
  const pieces = uploads.map(({ bytes }) =>
    bytes.subarray(bytes.length / 2, bytes.length / 2 + 32),
  );
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = all.map((name) => join(folder, name)).filter((path) => statSync(path).isFile());
  expect(files.length).toBeGreaterThanOrEqual(uploads.length);
  return files.filter((path) => pieces.some((piece) => readFileSync(path).includes(piece)));
}

test('a customer sends in a passport and a bill by a link, across a kill, and becomes active', async () => {
  const person = newPerson();
  const passport = { ...(await passportOf(person)), name: 'Zwickelmond.jpg' };
  const bill = { ...(await billOf(person)), name: 'Zwickelmond.pdf' };
  const { id } = await app.create(bodyOf(person));
  const browser = await opened(id);
  expect((await browser.ask('PUT', front(passport), passport)).status).toBe(200);
  await expect(browser.ask('PUT', front(bill), bill)).rejects.toThrow();
  expect(await product.died('api')).toContain('SIGKILL');
  await product.start('api', { VOUCH_CRASH: 'api.accepted:1' });
  const session = await browser.ask('GET', '');
  expect(places(session.text)).toEqual([['passport', 'front']]);
  for (const page of [bill, bill, passport]) {
    expect((await browser.ask('PUT', front(page), page)).status).toBe(200);
  }
  expect(places((await browser.ask('GET', '')).text)).toEqual([
    ['passport', 'front'],
    ['utility_bill', 'front'],
  ]);
  expect((await app.read(id)).documents).toEqual([]);
  // The case accepts the documents, but the answer is lost.
  await expect(browser.ask('POST', '/submit')).rejects.toThrow();
  expect(await product.died('api')).toContain('SIGKILL');
  await lapse();
  await product.start('api');
  const submit = () => browser.ask('POST', '/submit');
  const submitted = await submit();
  expect(submitted.status).toBe(201);
  expect((await submit()).text).toBe(submitted.text);
  const { documents = [] } = await app.reach(id, 'active/verified');
  expect(documents.map(({ type, state }) => `${type} ${state}`).toSorted()).toEqual([
    'passport accepted',
    'utility_bill accepted',
  ]);
  expect((await browser.ask('GET', '')).status).toBe(401);
  if (product.env['BLOB_DIR']) {
    expect(plainFiles(product.env['BLOB_DIR'], [passport, bill])).toEqual([]);
  }
  await nowhere(id, [browser.token, 'Zwickelmond']);
}, 180_000);

/** Does what half a minute would: the lease of whoever held the submission expires. */
async function lapse(): Promise<void> {
  const running = product.store.database.updateTable('idempotency').where('state', '=', 'running');
  await running.set({ lease_until: new Date().toISOString() }).execute();
}

/** Checks that none of these words is in any log, row or part of the workflow. */
async function nowhere(id: string, words: string[]): Promise<void> {
  const logs = (['api', 'worker', 'verification'] as const).map((name) => product.logs(name));
  expect(logs.join('\n')).toContain('/verify/session/submit');
  const { database } = product.store;
  const { rows: tables } = await sql<{ name: string }>`SELECT quote_ident(table_name) AS name
    FROM information_schema.tables WHERE table_schema = 'public'`.execute(database);
  const dump: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql`SELECT t::text AS row FROM ${sql.raw(name)} t`.execute(database);
    dump.push(JSON.stringify(rows));
  }
  const texts = [...logs, ...dump, await everythingOf(product, id)];
  for (const word of words) expect(texts.filter((text) => text.includes(word))).toEqual([]);
}
