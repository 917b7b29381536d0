import { CompiledQuery, type KyselyPlugin, PostgresQueryCompiler } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import { SEEN_BY } from '../../../api/http/objects.ts';
import { HOSTED } from '../../../api/verify/operations.ts';
import {
  type Declaration,
  type ObjectKind,
  operation,
  routerPath,
} from '../../../api/http/operation.ts';
import { OPERATIONS } from '../../../api/operations.ts';
import { can, type Role, ROLES, type Scope, SCOPES } from '../../../domain/access/access.ts';
import {
  makeObjects,
  type Objects,
  requestTo,
  roleFor,
  scopesWithout,
  seenBy,
  shownAt,
  unknownLike,
} from '../kit/access-objects.ts';
import { type KeyWish, openKit, type Kit } from '../kit/api-kit.ts';
import type { Answered, Caller } from '../kit/caller.ts';

let kit: Kit;
let objects: Objects;
let dead: string[];
const keys = new Map<string, Promise<string>>();
beforeAll(async () => {
  kit = await openKit();
  objects = await makeObjects(kit);
  dead = [await endedKey('revoked_at'), await endedKey('expires_at')];
});
afterAll(() => kit.close());

const declarations = OPERATIONS.map(({ declaration }) => declaration);
const ROUTES = declarations.map((one) => [`${one.method.toUpperCase()} ${one.path}`, one] as const);
const CALLERS = ROLES.filter((role) => role !== 'system');
/** Each role with all scopes, and with each scope alone. */
const EVERY = CALLERS.flatMap((role) =>
  [SCOPES, ...SCOPES.map((scope) => [scope])].map((scopes) => ({ role, scopes })),
);

async function endedKey(column: 'revoked_at' | 'expires_at'): Promise<string> {
  const key = await kit.key();
  const ended = kit.deps.store.database.updateTable('api_key').set({ [column]: kit.deps.now() });
  await ended.where('id', '=', key.split('_')[2] ?? '').execute();
  return key;
}

/** One key for each wish. */
function keyOf(wish: KeyWish): Promise<string> {
  const name = JSON.stringify(wish);
  const known = keys.get(name) ?? kit.key(wish);
  keys.set(name, known);
  return known;
}

const knownId = ({ object }: Declaration) => (object === null ? '' : objects[object].id);

async function ask(declared: Declaration, key: string | undefined, id: string, by: Caller = kit) {
  const { method, path, asked } = requestOf(declared, id);
  return by.ask(method, path, { ...asked, key });
}

/** Of a route without an object the body does not matter: who may not is refused before it is read. */
function requestOf(declared: Declaration, id: string) {
  return requestTo(declared.object === null ? { ...declared, example: {} } : declared, id);
}

/** What must come of a request with these rights, as far as access decides: null: anything but a no. */
function expected(declared: Declaration, by: { role: Role; scopes: readonly Scope[] }) {
  const isAllowed = can(by.role, by.scopes, declared.action);
  const seen = seenBy(declared);
  const sees = seen === null || can(by.role, by.scopes, seen);
  return { known: isAllowed ? null : sees ? 403 : 404, unknown: seen === null ? null : 404 };
}

/** The status of a call that access allows: a read is answered, a write says what is wrong with it. */
function allowed({ method, name }: Declaration, role: Role): number {
  if (name === 'readPage' && role === 'reviewer') return 409; // who has not claimed the case
  if (name === 'readPolicyMove') return 404; // the example's move is none
  return method === 'get' ? 200 : 422;
}

describe.each(ROUTES)('%s', (_name, declared) => {
  test('nobody without a live key, whatever is asked for', async () => {
    const id = knownId(declared);
    for (const key of [undefined, 'vk_test_nonsense', 'Bearer', ...dead]) {
      for (const asked of [id, unknownLike(id)]) {
        const refused = await ask(declared, key, asked);
        expect(refused).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
        expect(refused.headers.get('www-authenticate')).toBe('Bearer');
      }
    }
  });

  const wishes = [...EVERY, ...CALLERS.map((role) => ({ role, scopes: scopesWithout(declared) }))];
  test('each role with all scopes, all but one, each alone: as the tables say', async () => {
    const id = knownId(declared);
    for (const wish of wishes) {
      const who = `${wish.role} with ${wish.scopes.join(' ')}`;
      const key = await keyOf(wish);
      const { known, unknown } = expected(declared, wish);
      // Whoever may act sends what no schema takes: they are told so, and nothing happens.
      const { status } = await (known === null ? idle : ask)(declared, key, id);
      expect(status, who).toBe(known ?? allowed(declared, wish.role));
      if (unknown === null) continue;
      expect((await ask(declared, key, unknownLike(id))).status, who).toBe(unknown);
    }
  });

  test('what is hidden and what is not there: one answer, by the same queries', async () => {
    const { object } = declared;
    if (object === null) return;
    const { id, isSensitive } = objects[object];
    const role = roleFor(declared);
    const blind = SCOPES.filter((scope) => scope !== 'findings:read');
    const hidden: [KeyWish, string | null][] = [
      [{ role, mode: 'live' }, id],
      [{ role, mode: 'live', scopes: scopesWithout(declared) }, id],
      [{ role, scopes: blind }, isSensitive],
    ];
    // A live key sees keys of both modes: to it none is hidden.
    for (const [wish, there] of object === 'api_key' ? [] : hidden) {
      if (there === null) continue;
      const key = await keyOf(wish);
      const real = await traced(declared, key, there);
      const nothing = await traced(declared, key, unknownLike(there));
      expect(real.answer.status).toBe(404);
      expect(plain(real.answer)).toEqual(plain(nothing.answer));
      expect(real.queries).toEqual(nothing.queries);
    }
  });
});

/** A read as it is, with what its query needs; a write that nothing can come of. */
async function idle(declared: Declaration, key: string, id: string): Promise<Answered> {
  const { method, path, asked } = requestOf(declared, id);
  const body = method === 'GET' ? undefined : { no_such_field: 1 };
  const needed = declared.name === 'comparePolicies' ? '?from=1' : '';
  // A route without a body refuses a parameter that it does not know.
  const query = method === 'GET' ? needed : '?no_such_parameter=1';
  return kit.ask(method, `${path}${query}`, { ...asked, key, body });
}

/** The answer byte for byte, but for what names the request and counts requests. */
function plain({ status, headers, bytes }: Answered) {
  const own = ['x-request-id', 'ratelimit'];
  const shown = [...headers].filter(([name]) => !own.includes(name));
  return { status, shown, text: bytes.toString().replaceAll(/req_\w+/g, 'req') };
}

/** The answer, and the statements that it took. */
async function traced(declared: Declaration, key: string, id: string) {
  const queries: string[] = [];
  const { store } = kit.deps;
  const database = store.database.withPlugin(recorder(queries));
  const by = kit.withDeps({ store: { ...store, database } });
  const answer = await ask(declared, key, id, by);
  return { answer, queries };
}

function recorder(queries: string[]): KyselyPlugin {
  const compiler = new PostgresQueryCompiler();
  return {
    transformQuery: ({ node, queryId }) => {
      const compiled: CompiledQuery = compiler.compileQuery(node, queryId);
      queries.push(compiled.sql);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
}

test.each(Object.keys(SEEN_BY) as ObjectKind[])(
  'whoever is told 403 about a %s is shown it elsewhere, and nobody else is',
  async (kind) => {
    // Among the newest of the list, and revoked by no other test.
    const newest = { id: (await kit.key()).split('_')[2] ?? '', isSensitive: null };
    const now = { ...objects, api_key: newest };
    for (const wish of EVERY) {
      const { status, bytes } = await kit.ask('GET', shownAt(kind, now), {
        key: await keyOf(wish),
      });
      const isShown = status === 200 && bytes.includes(now[kind].id);
      const who = `${wish.role} with ${wish.scopes.join(' ')}`;
      expect(isShown, who).toBe(can(wish.role, wish.scopes, SEEN_BY[kind]));
    }
  },
);

test('a live key is hidden from a test key as if it were not there', async () => {
  const live = (await kit.key({ mode: 'live' })).split('_')[2] ?? '';
  const key = await keyOf({ role: 'app' });
  for (const declared of declarations.filter(({ object }) => object === 'api_key')) {
    const real = await traced(declared, key, live);
    const nothing = await traced(declared, key, unknownLike(live));
    expect(real.answer.status).toBe(404);
    expect(plain(real.answer)).toEqual(plain(nothing.answer));
    expect(real.queries).toEqual(nothing.queries);
    expect(real.queries).not.toEqual([]);
  }
});

test('no route is served that is not listed', () => {
  const app = createApp({
    ...kit.deps,
    settings: { ...kit.deps.settings, codecOrigin: 'http://127.0.0.1:8233' },
  });
  const listed = declarations.map(
    ({ method, path }) => `${method.toUpperCase()} ${routerPath(path)}`,
  );
  // The cookie router’s own matrix is hosted-access.test.ts.
  listed.push(
    ...HOSTED.map(
      ({ declaration: { method, path } }) => `${method.toUpperCase()} ${routerPath(path)}`,
    ),
  );
  const served = app.routes.map(({ method, path }) => `${method} ${path}`);
  const paths = new Set(declarations.map(({ path }) => path));
  const refusing = [...paths].map((path) => `ALL ${path}`);
  const others = [...new Set(served)].filter((route) => ![...listed, ...refusing].includes(route));
  expect(listed.filter((route) => !served.includes(route))).toEqual([]);
  // The pages of the documentation, and what the Temporal UI asks: no customers, no keys.
  expect(
    others.filter((route) => !/^\w+ \/(docs|openapi\.json|temporal\/codec)/.test(route)),
  ).toEqual(['POST /v1/vendor-callbacks/:vendor']);
});

test('a vendor’s callback is opened by its signature alone: no key stands in for it', async () => {
  for (const role of CALLERS) {
    const key = await keyOf({ role, scopes: SCOPES });
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const path = '/v1/vendor-callbacks/onfido';
    const sent = await createApp(kit.deps).request(path, { method: 'POST', headers, body: '{}' });
    expect(sent.status).toBe(401);
  }
});

test('a route without an action cannot be built', () => {
  const { action: _, ...silent } = declarations[0] ?? ({} as Declaration);
  expect(() => operation(silent as Declaration, () => Promise.reject(new Error()))).toThrow(
    'declares no action',
  );
});

test('a route that takes a body without an example is named', () => {
  const [first] = declarations.filter(({ body, object }) => body && object !== null);
  const { example: _, ...silent } = first ?? ({} as Declaration);
  expect(() => requestTo(silent as Declaration, 'x')).toThrow('declare an `example`');
});

test('a revoked key is refused within a second, also where it was just used', async () => {
  const key = await kit.key();
  const status = async () => (await kit.ask('GET', '/v1/customers', { key })).status;
  expect(await status()).toBe(200);
  await kit.ask('DELETE', `/v1/api-keys/${key.split('_')[2]}`, { key });
  await expect.poll(status, { timeout: 1500 }).toBe(401);
});
