import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Temporal } from '../../../worker/embedded/temporal/temporal.ts';
import { PEOPLE } from '../../specimens/people.ts';
import type { Client } from '../client.ts';
import { decided } from '../decided.ts';
import { billOf, bodyOf, newPerson, passportOf } from '../people.ts';
import { type Deployment, openDeployment, told, troubleInTrail, vouch } from './phases.ts';
import { copyDatabase, dropDatabase, restoreDatabase } from './snapshots.ts';

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

async function seen(app: Client, ids: readonly string[]) {
  return Promise.all(ids.map((id) => app.read(id)));
}

test('yesterday’s database under today’s Temporal: rows are rebuilt, nothing is told under a new id', async () => {
  const { databases, phase } = deployment;
  const person = newPerson();
  const ids = await phase({}, async (product) => {
    const app = await product.client();
    const simple = await app.create(plain());
    const papers = await app.create(bodyOf(person));
    const locked = await app.create(plain());
    await app.move(locked.id, 'lock');
    return [simple.id, papers.id, locked.id] as const;
  });
  const [simple, papers, locked] = ids;
  const yesterday = await copyDatabase(databases.databaseUrl, 'yesterday');

  const today = await phase({}, async (product) => {
    const app = await product.client();
    await app.move(simple, 'lock');
    await app.move(simple, 'unlock');
    await app.submit(papers, await passportOf(person));
    await app.submit(papers, await billOf(person));
    await decided(app, papers);
    await app.move(locked, 'unlock');
    const young = await app.create(plain());
    const tales = await Promise.all(ids.map((id) => told(product.store, id)));
    return { young: young.id, customers: await seen(app, ids), tales };
  });

  await restoreDatabase(databases.databaseUrl, yesterday);
  await dropDatabase(yesterday);
  await phase({ processes: ['worker', 'verification'] }, async (product) => {
    const rehearsal = await vouch(product, 'reconcile', '--dry-run');
    expect(rehearsal.lines.join('\n')).toContain(`${simple} row_behind row 1 workflow 3`);
    const { end, lines } = await vouch(product, 'reconcile');
    expect(lines.join('\n')).toContain(`${simple} row_behind row 1 workflow 3`);
    expect(lines).toContain(`${locked} row_behind row 2 workflow 3`);
    expect(lines).toContain(`${today.young} unknown`);
    const ofPapers = lines.find((line) => line.startsWith(`${papers} row_behind row 1`));
    expect(ofPapers).toMatch(/ lost doc_\S+ /); // the rows of its pages and its readings are lost
    expect(end).toBe('exited with code 1'); // because a person must look

    await product.start('api');
    const app = await product.client();
    for (const [at, id] of ids.entries()) {
      expect(await told(product.store, id)).toEqual(today.tales[at]);
      const before = today.customers[at];
      expect(await app.read(id)).toMatchObject({
        status: before?.status,
        status_reason: before?.status_reason,
        version: before?.version,
        requirements: before?.requirements,
        decisions: before?.decisions,
      });
      expect(await app.move(id, 'lock')).toMatchObject({ status: 'locked' });
      expect(await troubleInTrail(product.url, app, id)).toEqual([]);
    }
    const again = await vouch(product, 'reconcile');
    expect(again.lines.join('\n')).not.toContain('_behind');
  });
}, 900_000);
