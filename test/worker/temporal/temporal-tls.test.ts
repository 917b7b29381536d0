import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { readApiConfig } from '../../../api/config.ts';
import { SEARCH_ATTRIBUTES } from '../../../domain/search.ts';
import { readMigrateConfig, readWorkerConfig } from '../../../worker/config.ts';
import { createSearchAttributes } from '../../../worker/temporal/search-attributes.ts';
import { migrate } from '../../journey/product.ts';
import { makeNamespace } from '../../support/namespace.ts';
import { freshDatabases, type FreshDatabases } from '../../support/postgres.ts';
import { apiKeyFront, type Front, mutualTlsFront } from '../../support/temporal-front.ts';

let directory: string;
let plain: Connection;
let databases: FreshDatabases;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'vouch-tls-'));
  plain = await Connection.connect({ address: inject('temporalAddress') });
  databases = await freshDatabases();
});
afterAll(async () => {
  await plain.close();
  await databases.drop();
  await rm(directory, { recursive: true, force: true });
});

async function newNamespace(): Promise<string> {
  const namespace = `kyc-${randomUUID().slice(0, 8)}`;
  await makeNamespace(plain, namespace);
  return namespace;
}

function settings(more: Record<string, string>): Record<string, string> {
  const { databaseUrl, keysDatabaseUrl } = databases;
  const needed = { KEK_FILE: '/run/kek', BLOB_DIR: '/blobs' };
  return { DATABASE_URL: databaseUrl, KEYS_DATABASE_URL: keysDatabaseUrl, ...needed, ...more };
}

async function attributesOf(namespace: string): Promise<string[]> {
  const { customAttributes } = await plain.operatorService.listSearchAttributes({ namespace });
  return Object.keys(customAttributes);
}
const NAMES = SEARCH_ATTRIBUTES.map(({ name }) => name);

/** Whether API and workers, with their own settings, come through. */
async function comesThrough(env: Record<string, string>): Promise<void> {
  const api = readApiConfig(settings(env)).temporal;
  const worker = readWorkerConfig(settings(env)).temporal;
  const connection = await Connection.connect({ ...api.connectionOptions, connectTimeout: '3 s' });
  const client = new Client({ connection, namespace: api.namespace });
  try {
    await client.workflow.count();
  } finally {
    await connection.close();
  }
  const native = await NativeConnection.connect(worker.connectionOptions);
  await native.close();
}

describe('a Temporal behind mutual TLS', () => {
  let front: Front;
  beforeAll(async () => {
    front = await mutualTlsFront(directory, inject('temporalAddress'));
  });
  afterAll(() => front.close());

  test('migration makes the search attributes in its namespace, and may come again', async () => {
    const namespace = await newNamespace();
    const env = settings({ ...front.env, TEMPORAL_NAMESPACE: namespace });
    expect(await attributesOf(namespace)).toEqual([]);
    await migrate(env);
    expect((await attributesOf(namespace)).toSorted()).toEqual(NAMES.toSorted());
    await migrate(env);
  }, 60_000);

  test('client and worker connections come through', async () => {
    await comesThrough(front.env);
  });

  test.each<[string, readonly string[]]>([
    ['without a certificate', ['TEMPORAL_TLS_CLIENT_CERT_PATH', 'TEMPORAL_TLS_CLIENT_KEY_PATH']],
    ['without the authority', ['TEMPORAL_TLS_SERVER_CA_CERT_PATH']],
    [
      'without TLS',
      [
        'TLS',
        'TLS_SERVER_NAME',
        'TLS_SERVER_CA_CERT_PATH',
        'TLS_CLIENT_CERT_PATH',
        'TLS_CLIENT_KEY_PATH',
      ].map((name) => `TEMPORAL_${name}`),
    ],
  ])(
    'nobody comes in %s',
    async (_, left) => {
      const env = Object.fromEntries(
        Object.entries(front.env).filter(([name]) => !left.includes(name)),
      );
      await expect(comesThrough(env)).rejects.toThrow();
      const { temporal } = readWorkerConfig(settings(env));
      await expect(NativeConnection.connect(temporal.connectionOptions)).rejects.toThrow();
    },
    60_000,
  );

  test('a namespace that is not there is named, with the command that makes it', async () => {
    const env = settings({ ...front.env, TEMPORAL_NAMESPACE: 'nowhere' });
    await expect(migrate(env)).rejects.toThrow(
      'the Temporal namespace nowhere does not exist: temporal operator namespace create -n nowhere',
    );
  }, 60_000);
});

describe('a Temporal that asks for a key', () => {
  const apiKey = randomUUID();
  let front: Awaited<ReturnType<typeof apiKeyFront>>;
  beforeAll(async () => {
    front = await apiKeyFront(directory, inject('temporalAddress'), apiKey);
  });
  afterAll(() => front.close());

  test('the key goes with every call, over a TLS that nobody had to switch on', async () => {
    await comesThrough(front.env);
    await migrate(settings(front.env));
    expect(front.refused()).toBe(0);
    const { temporal } = readMigrateConfig(settings(front.env));
    expect(temporal.connectionOptions.tls).toBeTruthy();
  }, 60_000);

  test('another key is refused', async () => {
    await expect(comesThrough({ ...front.env, TEMPORAL_API_KEY: 'wrong' })).rejects.toThrow();
    expect(front.refused()).toBeGreaterThan(0);
  });
});

describe('a Temporal whose attributes are not ours to make, as Temporal Cloud', () => {
  const denied = () => Promise.reject(Object.assign(new Error('denied'), DENIED));
  const DENIED = { code: 7, details: 'denied', metadata: {} };
  const cloud = (more: object = {}) =>
    ({
      workflowService: plain.workflowService,
      operatorService: { listSearchAttributes: denied, addSearchAttributes: denied, ...more },
    }) as unknown as Connection;

  test('a namespace that has them all is found good', async () => {
    await expect(createSearchAttributes(cloud(), 'default')).resolves.toBeUndefined();
  });

  test('what is missing is named, with its types', async () => {
    const namespace = await newNamespace();
    const told = /lacks search attributes.*KycStatus \(Keyword\), .*KycDue \(Datetime\), KycReview/;
    await expect(createSearchAttributes(cloud(), namespace)).rejects.toThrow(told);
    const { operatorService } = plain;
    const listSearchAttributes = operatorService.listSearchAttributes.bind(operatorService);
    const asked = createSearchAttributes(cloud({ listSearchAttributes }), namespace);
    await expect(asked).rejects.toThrow(told);
  }, 60_000);

  test('another fault is told as it is', async () => {
    const broken = () => Promise.reject(new Error('broken'));
    const asked = createSearchAttributes(cloud({ listSearchAttributes: broken }), 'default');
    await expect(asked).rejects.toThrow('broken');
  });
});
