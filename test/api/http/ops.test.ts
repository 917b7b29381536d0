import { expect, test } from 'vitest';
import { createMetrics } from '../../../api/http/metrics.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { createOps, createReadiness, type Probes } from '../../../api/http/ops.ts';

const yes = () => Promise.resolve(true);
const UP: Probes = { postgres: yes, migrations: yes, key_store: yes, temporal: yes, blobs: yes };
const down = () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' }));

function ops(probes: Partial<Probes>, hasStarted = true) {
  const metrics = createMetrics();
  metrics.observe({ route: '/v1/customers/{id}', method: 'get', status: 200, ms: 3 });
  return createOps({ probes: { ...UP, ...probes }, metrics, hasStarted: () => hasStarted });
}

test('ready when all dependencies are', async () => {
  const answer = await ops({}).request('/readyz');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    status: 'ready',
    dependencies: { temporal: 'ready' },
  });
});

test.each(['temporal', 'blobs'] as const)(
  'without %s reads go on: ready, marked degraded',
  async (name) => {
    const answer = await ops({ [name]: down }).request('/readyz');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'degraded',
      dependencies: { [name]: 'away' },
    });
  },
);

test.each(['postgres', 'migrations', 'key_store'] as const)(
  'not ready without %s',
  async (name) => {
    const answer = await ops({ [name]: down }).request('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: 'away',
      dependencies: { [name]: 'away' },
      reasons: { [name]: 'ECONNREFUSED' },
    });
  },
);

test('a reason is a code, never what an error says', async () => {
  const said = Object.assign(new Error('password of kyc at 10.0.0.7'), { name: 'Error' });
  const refused = new Refusal('key_store_unavailable', '', { cause: said });
  const probes = {
    postgres: () => Promise.reject(said),
    key_store: () => Promise.reject(refused),
    migrations: () => Promise.resolve(false),
  };
  const text = await (await ops(probes).request('/readyz')).text();
  expect(text).not.toContain('10.0.0.7');
  expect(JSON.parse(text)).toMatchObject({
    reasons: { postgres: 'Error', key_store: 'Error', migrations: 'not_migrated' },
  });
});

test('while it waits for a server it has not failed to start, and is not ready', async () => {
  const app = createOps({
    probes: UP,
    metrics: createMetrics(),
    hasStarted: () => false,
    isWaiting: () => true,
  });
  const startup = await app.request('/startupz');
  expect(startup.status).toBe(200);
  expect(await startup.json()).toEqual({ status: 'waiting' });
  expect((await app.request('/readyz')).status).toBe(503);
});

test('a dependency that hangs is away', async () => {
  const answer = await ops({ key_store: () => new Promise(() => {}) }).request('/readyz');
  expect(answer.status).toBe(503);
});

test('dependencies are asked at most once a second', async () => {
  let asked = 0;
  const readiness = createReadiness({ ...UP, postgres: () => Promise.resolve(++asked > 0) });
  await Promise.all([readiness(), readiness(), readiness()]);
  expect(asked).toBe(1);
});

test('alive before it has started', async () => {
  const app = ops({}, false);
  expect((await app.request('/livez')).status).toBe(200);
  expect((await app.request('/startupz')).status).toBe(503);
});

test('metrics name the declared route', async () => {
  const text = await (await ops({}).request('/metrics')).text();
  expect(text).toContain(
    'vouch_http_request_duration_seconds_count{route="/v1/customers/{id}",method="get",status_class="2xx"} 1',
  );
});

test('told to end, it is not ready whatever it can reach, and alive until it has ended', async () => {
  const app = createOps({
    probes: UP,
    metrics: createMetrics(),
    hasStarted: () => true,
    isStopping: () => true,
  });
  const ready = await app.request('/readyz');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ status: 'stopping' });
  expect((await app.request('/livez')).status).toBe(200);
});
