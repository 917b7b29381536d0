import { expect, it } from 'vitest';
import { freePort } from '../../../worker/embedded/processes/ports.ts';
import { createMeters } from '../../../platform/metrics/meters.ts';
import { serveOps } from '../../../worker/process/ops.ts';

it.each([
  ['every dependency there', { postgres: true, temporal: true }, 200],
  ['a guard that the machine cannot give', { postgres: true, ownUser: 'inactive' }, 200],
  ['a dependency away', { postgres: false, ownUser: 'active' }, 503],
])('/readyz with %s', async (_, found, status) => {
  const port = await freePort();
  const ops = await serveOps({ host: '127.0.0.1', port, probe: () => Promise.resolve(found) });
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  await ops.close();
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ dependencies: found });
});

it('/readyz tells why, and /metrics shows it as down', async () => {
  const port = await freePort();
  const probe = () =>
    Promise.resolve({
      postgres: { isThere: true } as const,
      key_store: { isThere: false, reason: 'kek_mismatch' } as const,
    });
  const ops = await serveOps({
    host: '127.0.0.1',
    port,
    probe,
    hasStarted: () => false,
    scrape: {
      meters: createMeters('sender'),
      dependencies: probe,
      names: ['postgres', 'key_store'],
    },
  });
  const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
  const ready = await get('/readyz');
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({
    status: 'away',
    dependencies: { postgres: true, key_store: false },
    reasons: { key_store: 'kek_mismatch' },
  });
  const started = await get('/startupz');
  expect([started.status, await started.json()]).toEqual([200, { status: 'waiting' }]);
  const metrics = await (await get('/metrics')).text();
  expect(metrics).toContain('vouch_dependency_up{dependency="key_store"} 0');
  expect(metrics).toContain('vouch_dependency_up{dependency="postgres"} 1');
  await ops.close();
});
