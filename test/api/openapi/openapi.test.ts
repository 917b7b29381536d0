import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOSTED } from '../../../api/verify/operations.ts';
import { openApiOf } from '../../../api/openapi/openapi.ts';
import { problemStatuses } from '../../../api/openapi/problems.ts';
import { OPERATIONS } from '../../../api/operations.ts';
import { compactJson } from '../kit/compact-json.ts';
import { openKit, type Kit } from '../kit/api-kit.ts';
import { createdBy } from '../kit/people.ts';

const SNAPSHOT = fileURLToPath(new URL('../../../docs/openapi.json', import.meta.url));
const document = openApiOf(OPERATIONS) as {
  openapi: string;
  paths: Record<string, Record<string, { operationId: string }>>;
};

let kit: Kit;
beforeAll(async () => {
  kit = await openKit();
});
afterAll(() => kit.close());

test('docs/openapi.json is what the routes declare (npm test -- -u writes it)', async () => {
  const text = `${compactJson(document)}\n`;
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(document)));
  await expect(text).toMatchFileSnapshot(SNAPSHOT);
});

test('no schema asks for two things that exclude each other', () => {
  expect(JSON.stringify(document)).not.toContain('"allOf"');
  expect(JSON.stringify(document)).toContain('{"type":"null"}');
});

test('the document is OpenAPI 3.1 and names every route once', () => {
  expect(document.openapi).toMatch(/^3\.1/);
  const named = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(named.toSorted()).toEqual(
    [
      ...[...OPERATIONS, ...HOSTED].map(({ declaration }) => declaration.name),
      'takeVendorCallback',
    ].toSorted(),
  );
});

/** Its example names evidence that nobody has seen: decisions.test.ts decides. */
const REFUSED = ['decide'];

const EXAMPLES = OPERATIONS.map(({ declaration }) => declaration).filter(
  ({ name, example, object }) =>
    example !== undefined && (object === null || object === 'customer') && !REFUSED.includes(name),
);

test.each(EXAMPLES.map((one) => [one.name, one] as const))(
  'the example of %s works',
  async (...row) => {
    const [name, { method, path, example }] = row;
    const key = await kit.key();
    const id = path.includes('{id}') ? await createdBy(kit, key) : '';
    if (name === 'unlockCustomer')
      await kit.ask('POST', `/v1/customers/${id}/lock`, { key, body: {} });
    if (name === 'reopenCustomer')
      await kit.ask('POST', `/v1/customers/${id}/close`, { key, body: {} });
    const answer = await kit.ask(
      method.toUpperCase(),
      path.replace('{id}', id).replace('{name}', 'manual').replace('{n}', '1'),
      {
        key,
        body: example,
      },
    );
    expect([200, 201, 202]).toContain(answer.status);
  },
);

test('the document and its reference are served without a key and without the internet', async () => {
  const served = await kit.ask('GET', '/openapi.json');
  expect(served.body).toEqual(JSON.parse(JSON.stringify(document)));
  const page = await kit.ask('GET', '/docs/reference');
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const text = page.bytes.toString();
  expect(text).not.toMatch(/https?:\/\//);
  const assets = [...text.matchAll(/(?:src|href)="(\/docs[^"]+)"/g)].map(([, path]) => path ?? '');
  expect(assets).toHaveLength(4);
  for (const path of assets) {
    const asset = await kit.ask('GET', path);
    expect(asset.status).toBe(200);
    expect(asset.headers.get('cache-control')).toContain('immutable');
  }
});

test('every problem has its page', async () => {
  const refused = await kit.ask('GET', '/v1/customers');
  const page = await kit.ask('GET', refused.text('/type'));
  expect(page.status).toBe(200);
  expect(page.bytes.toString()).toContain('unauthenticated');
  expect((await kit.ask('GET', '/docs/problems/unheard_of')).status).toBe(404);
});

test('410 stands where a customer may have been erased, and on no key or endpoint', () => {
  const declarations = OPERATIONS.map(({ declaration }) => declaration);
  const gone = declarations.filter((one) => problemStatuses(one).includes(410));
  const kinds = new Set(gone.map(({ object }) => object));
  expect(kinds).toEqual(new Set(['customer', 'decision', 'document', 'review']));
  const named = declarations.filter(({ path }) => path.includes('{'));
  expect(named.filter((one) => !problemStatuses(one).includes(404))).toEqual([]);
});
