import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readApiConfig } from '../api/config.ts';
import { connect } from '../store/db/database.ts';
import type { Env } from '../platform/config/env.ts';
import { grantServing } from '../store/db/grant-serving.ts';
import { migrateAll } from '../store/db/migrate.ts';
import { requireServing } from '../store/live-mode/require-serving.ts';
import {
  readMigrateConfig,
  readSenderConfig,
  readVerificationConfig,
  readWorkerConfig,
} from '../worker/config.ts';
import { compose, manifests, sourceOf, type Workload, workloads } from './house/manifests.ts';
import { ROOT, textOf } from './house/tree.ts';
import { installedPostgres, startOwnPostgres } from './journey/restore/own-postgres.ts';
import { required } from './support/required.ts';

const READERS: Record<string, (env: Env) => unknown> = {
  'api/main.ts': readApiConfig,
  'worker/main.ts': readWorkerConfig,
  'worker/verification.ts': readVerificationConfig,
  'worker/sender.ts': readSenderConfig,
  'worker/migrate.ts': readMigrateConfig,
};
const folder = mkdtempSync(join(tmpdir(), 'vouch-deploy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The secrets as an operator puts them, in the place of what is mounted. */
function mounted(env: Record<string, string>, query: string): Env {
  const entries = Object.entries(env).map(([name, value]) => {
    if (name === 'KEK_FILE') return [name, file('kek', randomBytes(32))];
    if (name.endsWith('_PATH')) return [name, join(ROOT, 'package.json')];
    if (!name.endsWith('_FILE')) return [name, value.replace(/^\$\{\w+:-(.*)\}$/, '$1')];
    const host = value.includes('keys') ? 'postgres-keys' : 'postgres';
    return [name, file(name, `postgresql://role:${'a1'.repeat(24)}@${host}:5432/vouch${query}`)];
  });
  return Object.fromEntries(entries) as Env;
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  rmSync(path, { force: true });
  writeFileSync(path, content);
  chmodSync(path, 0o400);
  return path;
}

function settingsOf({ spec }: Workload): Record<string, string> {
  const [{ env, envFrom }] = spec.template.spec.containers;
  const maps = envFrom.map(({ configMapRef }) =>
    manifests().find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMapRef.name,
    ),
  );
  const direct = env.map(({ name, value = '' }) => [name, value]);
  return Object.assign(
    {},
    ...maps.map((map) => map?.['data']),
    Object.fromEntries(direct),
  ) as Record<string, string>;
}

const OURS = [
  ...Object.entries(compose().services)
    .filter(([, { image }]) => image.startsWith('vouch:'))
    .map(
      ([name, { command, environment }]) =>
        [`compose ${name}`, sourceOf(command), environment, ''] as const,
    ),
  ...workloads().map(
    (one) =>
      [
        `Kubernetes ${one.metadata.name}`,
        sourceOf(one.spec.template.spec.containers[0].command),
        settingsOf(one),
        '?sslmode=verify-full',
      ] as const,
  ),
];

test.each(OURS)('%s starts in production as it is shipped', (_, main, settings, query) => {
  const read = READERS[main];
  const env = mounted(settings, query);
  expect(read?.(env)).toMatchObject({ vouchMode: 'production' });
  expect(() =>
    read?.({ ...env, DATABASE_URL_FILE: file('bad', 'postgresql://far/vouch') }),
  ).toThrow('DATABASE_URL: is reached without a checked certificate');
});

test('the image is in production wherever it runs', () => {
  expect(textOf('Dockerfile')).toMatch(/^ENV VOUCH_MODE=production$/m);
});

describe('the owner of the databases', () => {
  test('is the migration’s in Docker Compose, and nobody else has its password', () => {
    const { services } = compose();
    const having = Object.entries(services).filter(([, { secrets }]) =>
      JSON.stringify(secrets ?? []).includes('owner_'),
    );
    expect(having.map(([name]) => name)).toEqual(['migrate']);
    expect(services['migrate']?.environment['DATABASE_URL_FILE']).toContain('owner_database_url');
  });

  test('is the migration’s in Kubernetes', () => {
    const having = workloads().filter((one) => JSON.stringify(one).includes('vouch-owner'));
    expect(having.map(({ metadata }) => metadata.name)).toEqual(['migrate']);
    expect(settingsOf(having[0] as Workload)['DATABASE_URL_FILE']).toContain('vouch-owner');
  });
});

const BIN = required('a Postgres from 15 on with its tools', installedPostgres()) ?? '';

test.runIf(BIN !== '')(
  'the scripts of Docker Compose make an owner who migrates and a role that only serves',
  async () => {
    const postgres = await startOwnPostgres(BIN, [], 'postgres');
    try {
      for (const name of [
        'database',
        'serving',
        'temporal_database',
        'keys_database',
        'serving_keys',
      ]) {
        file(`${name}_password`, 'secret');
      }
      const { hostname, port } = new URL(postgres.urlOf('postgres'));
      const env = {
        PATH: `${BIN}:${process.env['PATH']}`,
        PGHOST: hostname,
        PGPORT: port,
        SECRETS: folder,
      };
      const run = (script: string) =>
        execFileSync('/bin/sh', [join(ROOT, 'docs/deploy/compose', script)], { env });
      run('make-databases.sh');
      const urls = (role: string) => ({
        databaseUrl: postgres.urlOf('vouch', role),
        keysDatabaseUrl: postgres.urlOf('vouch_keys', role),
      });
      // The keys have a server of their own; here the roles are there already.
      const keys = textOf('docs/deploy/compose/make-keys-database.sh');
      expect(keys).toContain("CREATE ROLE vouch_serving LOGIN PASSWORD :'serving'");
      execFileSync('/bin/sh', ['-c', keys.replaceAll(/^CREATE ROLE .*$/gm, '')], { env });
      await migrateAll(urls('vouch'));
      await grantServing(urls('vouch'), 'vouch_serving');
      await grantServing(urls('vouch'), 'vouch_serving');
      const production = { vouchMode: 'production', liveOutsideProduction: 'refused' } as const;
      const serving = connect(urls('vouch_serving').databaseUrl, { max: 1 });
      await requireServing(serving, production);
      await serving.destroy();
      const owner = connect(urls('vouch').databaseUrl, { max: 1 });
      await expect(requireServing(owner, production)).rejects.toThrow('rewrite the audit');
      await owner.destroy();
    } finally {
      await postgres.stop();
    }
  },
  120_000,
);
