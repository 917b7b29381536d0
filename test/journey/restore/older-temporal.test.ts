import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Temporal } from '../../../worker/embedded/temporal/temporal.ts';
import { PEOPLE } from '../../specimens/people.ts';
import { decided } from '../decided.ts';
import { bodyOf, newPerson, passportOf } from '../people.ts';
import { type Deployment, openDeployment, told, troubleInTrail, vouch } from './phases.ts';
import { copyTemporal } from './snapshots.ts';

let deployment: Deployment;
let temporal: Temporal;
beforeAll(async () => {
  deployment = await openDeployment();
  temporal = await deployment.startTemporal();
});
afterAll(async () => {
  await temporal.stop();
  await deployment.end();
});

const plain = () => bodyOf(PEOPLE.anna, { policy: 'plain', level: 'plain' });

test('yesterday’s Temporal under today’s database: cases go on from their rows', async () => {
  const { directory, phase } = deployment;
  const yesterday = join(directory, 'yesterday');
  const person = newPerson();
  const ids = await phase({}, async (product) => {
    const app = await product.client();
    const one = () => app.create(plain()).then(({ id }) => id);
    const [steady, moved, torn] = [await one(), await one(), await one()];
    return {
      steady,
      moved,
      torn,
      papers: (await app.create(bodyOf(person, { level: 'basic' }))).id,
    };
  });
  const { steady, moved, torn, papers } = ids;
  await sleep(500); // by then the worker has reported its last task
  await temporal.stop();
  await copyTemporal(directory, yesterday);
  temporal = await deployment.startTemporal();

  const today = await phase({ processes: ['api', 'worker'] }, async (product) => {
    const app = await product.client();
    await app.move(moved, 'lock');
    await app.move(moved, 'unlock');
    await app.move(torn, 'lock');
    await app.submit(papers, await passportOf(person)); // nothing verifies it yet
    const young = await app.create(plain());
    await app.move(young.id, 'lock');
    return { young: young.id, tale: await told(product.store, moved) };
  });

  await temporal.stop();
  await copyTemporal(yesterday, directory);
  temporal = await deployment.startTemporal();
  // Contrary to the runbook, the API answers before the comparison: the case first takes over what its row
  // has.
  await phase({ processes: ['api', 'worker'] }, async (product) => {
    const app = await product.client();
    const closed = await app.ask('POST', `/v1/customers/${torn}/close`, { body: {} });
    expect(closed).toMatchObject({ status: 200, body: { version: 3 } });
  });
  await phase({ processes: ['worker', 'verification'] }, async (product) => {
    const { end, lines } = await vouch(product, 'reconcile');
    expect(lines.toSorted()).toEqual(
      [
        `${moved} workflow_behind row 3 workflow 1`,
        `${papers} workflow_behind row 2 workflow 1`,
        `${today.young} workflow_behind row 2 workflow none`,
        'agree 2, workflow_behind 3',
      ].toSorted(),
    );
    expect(end).toBe('exited with code 0');

    await product.start('api');
    const app = await product.client();
    expect(await told(product.store, moved)).toEqual(today.tale);
    await decided(app, papers); // its round was requested again
    for (const id of [steady, moved, today.young]) {
      const before = await app.read(id);
      const verb = before.status === 'locked' ? 'unlock' : 'lock';
      const { version } = await app.move(id, verb);
      expect(version).toBe(before.version + 1);
    }
    const { status_reason } = await app.read(torn);
    expect(status_reason).toBe('closed');
    const { body } = await app.ask('GET', `/v1/customers/${torn}/events`);
    const types = (body as { data: { type: string }[] }).data.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['customer.locked', 'customer.closed']));
    expect(await troubleInTrail(product.url, app, moved)).toEqual([]);
    const again = await vouch(product, 'reconcile');
    expect(again.lines).toEqual(['agree 5']);
  });
}, 900_000);
