import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { destroyedListed } from '../../../store/audit/witness.ts';
import { freePort } from '../../../worker/embedded/processes/ports.ts';
import { startTemporal, type Temporal } from '../../../worker/embedded/temporal/temporal.ts';
import { PEOPLE } from '../../specimens/people.ts';
import { until } from '../client.ts';
import { required } from '../../support/required.ts';
import { newKek } from '../../store/kit/make.ts';
import { decided } from '../decided.ts';
import { billOf, bodyOf, detailsOnly, newPerson, passportOf } from '../people.ts';
import { migrate, type Product, type ProductOptions, startProduct } from '../product.ts';
import { installedPostgres, SERVING_ROLE, startOwnPostgres } from './own-postgres.ts';
import { told, troubleInTrail, vouch } from './phases.ts';
import { commandsOf, operate } from './runbook.ts';
import { copyTemporal } from './snapshots.ts';

const BIN = required('a Postgres from 15 on with its tools', installedPostgres()) ?? '';
const DATABASES = ['vouch', 'vouch_keys'];
/**
 * Leaves out the runbook's commands for Temporal's own Postgres; instead the files of the embedded Temporal
 * are copied.
 */
const isOurs = (command: string) => !command.includes('TEMPORAL_');

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'vouch-backup-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

/** A separate machine: databases, Temporal's files, blobs. Only the key file and the witness are shared. */
async function machine(name: string, kekFile: string) {
  const directory = join(root, name);
  await mkdir(directory);
  const postgres = await startOwnPostgres(BIN, DATABASES);
  const urls = (role?: string) => ({
    databaseUrl: postgres.urlOf('vouch', role),
    keysDatabaseUrl: postgres.urlOf('vouch_keys', role),
  });
  const { databaseUrl, keysDatabaseUrl } = urls();
  const port = await freePort();
  const blobs = join(directory, 'blobs');
  // Delays the workers' own comparison beyond the test, so that the command finds the differences.
  const own = {
    KEK_FILE: kekFile,
    WITNESS_DIR: join(root, 'witness'),
    RECONCILE_AFTER_SECONDS: '3600',
  };
  return {
    directory,
    postgres,
    env: {
      ...process.env,
      PATH: `${postgres.bin}:${process.env['PATH']}`,
      DATABASE_URL: databaseUrl,
      KEYS_DATABASE_URL: keysDatabaseUrl,
      SERVING_ROLE,
      TEMPORAL_ADDRESS: `127.0.0.1:${port}`,
      BACKUP: join(root, 'backup'),
      BACKUP_KEYS: join(root, 'backup-keys'),
      BLOB_DIR: blobs, // with JOURNEY=outside the objects of a bucket
      ...own,
    },
    startTemporal: () => startTemporal({ directory, port, uiPort: null }),
    start: (options: ProductOptions) =>
      startProduct({
        databases: { ...urls(), serving: urls(SERVING_ROLE) },
        temporalAddress: `127.0.0.1:${port}`,
        blobs,
        ...options,
        env: own,
      }),
  };
}
type Machine = Awaited<ReturnType<typeof machine>>;

async function live(one: Machine, backUp: () => Promise<void>) {
  const product = await one.start({ policies: [detailsOnly('plain')] });
  try {
    const app = await product.client();
    const [person, later] = [newPerson(), newPerson()];
    const verified = (await app.create(bodyOf(person))).id;
    await app.submit(verified, await billOf(person));
    await app.submit(verified, await passportOf(person));
    await decided(app, verified);
    const collecting = (await app.create(bodyOf(later))).id;
    const erased = (await app.create(bodyOf(PEOPLE.anna))).id;
    const locked = (await app.create(bodyOf(PEOPLE.anna, { policy: 'plain', level: 'plain' }))).id;
    await backUp();
    await app.move(locked, 'lock'); // after the dump, so that only Temporal knows it
    await product.store.keys.destroy(erased); // after the backup of the keys
    await until(
      () => destroyedListed(join(root, 'witness')),
      (keys) => keys.includes(erased),
    );
    const tale = await told(product.store, locked);
    return { verified, collecting, erased, locked, later, tale };
  } finally {
    await product.stop();
  }
}

async function goesOn(product: Product, were: Awaited<ReturnType<typeof live>>): Promise<void> {
  const { verified, collecting, erased, locked, later } = were;
  const { end, lines } = await vouch(product, 'reconcile');
  expect(lines.toSorted()).toEqual(
    [
      `${locked} row_behind row 1 workflow 2`,
      `${erased} erased`,
      'agree 2, erased 1, row_behind 1',
    ].toSorted(),
  );
  expect(end).toBe('exited with code 1'); // because rows must be erased again

  await product.start('api');
  const app = await product.client();
  expect(await told(product.store, locked)).toEqual(were.tale);
  expect((await app.move(locked, 'unlock')).status).toBe('active');
  await app.submit(collecting, await passportOf(later));
  await app.submit(collecting, await billOf(later));
  await decided(app, collecting);
  expect((await app.move(verified, 'lock')).status).toBe('locked');
  for (const id of [verified, collecting, locked]) {
    expect(await troubleInTrail(product.url, app, id)).toEqual([]);
  }
  const { documents = [] } = await app.read(verified);
  const { blob_id: blob } = await product.store.database
    .selectFrom('upload')
    .select('blob_id')
    .where('document_id', '=', documents[0]?.id ?? '')
    .executeTakeFirstOrThrow();
  const page = await product.store.blobs.open({ customer: verified, id: blob });
  expect(page.length).toBeGreaterThan(1000);
  await expect(product.store.keys.open(erased)).rejects.toMatchObject({ code: 'key_destroyed' });
  const gone = await app.ask('GET', `/v1/customers/${erased}?expand=details`);
  expect(gone.text).not.toContain('Eriksson');
}

test.runIf(BIN !== '')(
  'from backups into empty machines: every case goes on, and the erased stay erased',
  async () => {
    const kekFile = await newKek(root);
    for (const name of ['backup', 'backup-keys']) await mkdir(join(root, name));
    const first = await machine('first', kekFile);
    let temporal: Temporal = await first.startTemporal();
    await migrate(first.env as Record<string, string>);
    const backUp = async () => {
      const commands = commandsOf('Backups').filter(isOurs);
      expect(commands).toHaveLength(3);
      for (const command of commands) await operate(command, first.env);
    };
    const were = await live(first, backUp);
    await temporal.stop();
    await copyTemporal(first.directory, join(root, 'backup'));
    await first.postgres.stop();
    await rm(first.directory, { recursive: true });

    const second = await machine('second', kekFile);
    await copyTemporal(join(root, 'backup'), second.directory);
    temporal = await second.startTemporal();
    const [restores, [reconcile]] = [
      commandsOf('Restore').slice(0, -1),
      commandsOf('Restore').slice(-1),
    ];
    expect(reconcile).toBe('node dist/worker/vouch.js reconcile');
    const said: string[] = [];
    for (const command of restores.filter(isOurs)) said.push(await operate(command, second.env));
    expect(said.at(-1)).toContain(`1 keys were destroyed again: ${were.erased}`);
    const product = await second.start({ processes: ['worker', 'verification'] });
    try {
      await goesOn(product, were);
    } finally {
      await product.stop();
      await temporal.stop();
      await second.postgres.stop();
    }
  },
  900_000,
);
