import { expect, it } from 'vitest';
import { freePort } from '../../worker/embedded/ports.ts';
import { serveOps } from '../../worker/ops.ts';

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
