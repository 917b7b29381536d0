import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readApiConfig } from '../../../api/config.ts';
import { blobPlace } from '../../../store/blobs/blob-config.ts';
import { variableName } from '../../../platform/config/config.ts';
import {
  readMigrateConfig,
  readVerificationConfig,
  readWorkerConfig,
} from '../../../worker/config.ts';
import { readStartConfig } from '../../../worker/embedded/config.ts';

const NEEDED = {
  DATABASE_URL: 'postgresql://vouch:canary@localhost/vouch',
  KEYS_DATABASE_URL: 'postgresql://vouch:canary@localhost/vouch_keys',
  KEK_FILE: '/run/kek',
  BLOB_DIR: '/blobs',
};

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'vouch-config-'))));
afterAll(() => rm(folder, { recursive: true }));

test('a variable is named after its field', () => {
  expect(['apiPort', 'temporalUiOrigin', 'temporalTlsServerCaCertPath'].map(variableName)).toEqual([
    'API_PORT',
    'TEMPORAL_UI_ORIGIN',
    'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  ]);
});

test('each process starts with what it needs and no more', () => {
  expect(readApiConfig(NEEDED)).toMatchObject({ apiPort: 3000, rateReadsPerSecond: 200 });
  expect(readWorkerConfig(NEEDED)).toMatchObject({ workerOpsPort: 3002 });
  expect(readVerificationConfig(NEEDED).verificationConcurrency).toBeGreaterThanOrEqual(1);
  expect(readWorkerConfig({ ...NEEDED, API_PORT: 'no' })).not.toHaveProperty('apiPort');
});

test('all problems are told at once, and no value is repeated', () => {
  const env = {
    DATABASE_URL: 'canary-url',
    KEK_FILE: '',
    API_PORT: 'canary-port',
    API_OPS_PORT: '70000',
    LOG_LEVEL: 'canary-level',
    RATE_READS_PER_SECOND: '0',
    VOUCH_CRASH: 'canary crash',
    CODEC_ENDPOINT: 'on',
    API_HOST: '0.0.0.0',
  };
  const told = messageOf(() => readApiConfig(env));
  const wrong = ['KEYS_DATABASE_URL', 'KEK_FILE', 'BLOB_DIR', 'API_PORT', 'API_OPS_PORT'];
  for (const name of [...wrong, 'LOG_LEVEL', 'RATE_READS_PER_SECOND', 'VOUCH_CRASH']) {
    expect(told).toContain(`\n  ${name}: `);
  }
  expect(told).toContain('\n  CODEC_ENDPOINT: may be on only while API_HOST is a loopback address');
  expect(told).not.toContain('canary');
});

test.each([
  [{ BLOB_DIR: '' }, 'BLOB_DIR: set either BLOB_DIR or S3_BUCKET'],
  [{ S3_BUCKET: 'documents' }, 'S3_BUCKET: BLOB_DIR is set too, keep one of them'],
  [{ S3_ENDPOINT: 'http://minio.internal:9000' }, 'S3_ENDPOINT: plain http is for loopback'],
  [{ S3_ENDPOINT: 'http://127.0.0.1.example.com' }, 'S3_ENDPOINT: plain http is for loopback'],
  [{ S3_ENDPOINT: 'ftp://files' }, 'S3_ENDPOINT: '],
  [{ S3_ACCESS_KEY_ID: 'canary' }, 'S3_SECRET_ACCESS_KEY: S3_ACCESS_KEY_ID and'],
  [{ S3_SESSION_TOKEN: 'canary' }, 'S3_SESSION_TOKEN: comes with S3_ACCESS_KEY_ID'],
  [{ S3_PREFIX: '/kyc/' }, 'S3_PREFIX: expected names parted by slashes'],
])('documents have one safe place: %j is refused', (more, problem) => {
  for (const read of [readApiConfig, readWorkerConfig, readVerificationConfig]) {
    const told = messageOf(() => read({ ...NEEDED, ...more }));
    expect(told).toContain(`\n  ${problem}`);
    expect(told).not.toContain('canary');
  }
});

test.each(['https://minio.internal:9000', 'http://localhost:9000', 'http://[::1]:9000'])(
  'a bucket may be at %s',
  (S3_ENDPOINT) => {
    const { BLOB_DIR: _, ...rest } = NEEDED;
    const keys = { S3_ACCESS_KEY_ID: 'canary', S3_SECRET_ACCESS_KEY: 'canary' };
    const bucket = { S3_BUCKET: 'documents', S3_ENDPOINT, S3_PATH_STYLE: 'on', ...keys };
    const { blobDir, s3 } = blobPlace(readWorkerConfig({ ...rest, ...bucket }));
    expect(blobDir).toBeUndefined();
    expect(s3).toMatchObject({ endpoint: S3_ENDPOINT, pathStyle: true, region: 'us-east-1' });
    expect(s3?.credentials?.accessKeyId.reveal()).toBe('canary');
    expect(JSON.stringify(s3)).not.toContain('canary');
  },
);

test('settings are frozen, and secrets do not print', () => {
  const config = readApiConfig(NEEDED);
  expect(Object.isFrozen(config)).toBe(true);
  expect(JSON.stringify(config)).not.toContain('canary');
  expect(config.databaseUrl.reveal()).toBe(NEEDED.DATABASE_URL);
});

test('a secret may stand in a file, but not in two places', async () => {
  const path = join(folder, 'url');
  await writeFile(path, 'postgresql://from-file\n');
  const { DATABASE_URL: _, ...rest } = NEEDED;
  const config = readApiConfig({ ...rest, DATABASE_URL_FILE: path });
  expect(config.databaseUrl.reveal()).toBe('postgresql://from-file');
  const twice = { ...NEEDED, DATABASE_URL_FILE: path };
  expect(() => readApiConfig(twice)).toThrow('DATABASE_URL_FILE: DATABASE_URL is set too');
  const missing = { ...rest, DATABASE_URL_FILE: join(folder, 'nothing') };
  expect(() => readApiConfig(missing)).toThrow('DATABASE_URL_FILE: the file cannot be read');
});

test('Temporal is reached by the settings of its own environment variables', () => {
  const env = { ...NEEDED, TEMPORAL_ADDRESS: 'temporal:7233', TEMPORAL_NAMESPACE: 'vouch' };
  const { temporal } = readWorkerConfig(env);
  expect(temporal.connectionOptions.address).toBe('temporal:7233');
  expect(temporal.namespace).toBe('vouch');
});

test.each([
  [{ TEMPORAL_TLS_CLIENT_CERT_PATH: 'package.json' }, 'TEMPORAL_TLS_CLIENT_KEY_PATH: '],
  [{ TEMPORAL_TLS_CLIENT_KEY_PATH: 'package.json' }, 'TEMPORAL_TLS_CLIENT_KEY_PATH: '],
  [{ TEMPORAL_TLS_SERVER_CA_CERT_PATH: 'no/such' }, 'TEMPORAL_TLS_SERVER_CA_CERT_PATH: the file'],
  [{ TEMPORAL_TLS: '0', TEMPORAL_API_KEY: 'canary' }, 'TEMPORAL_TLS: is off, yet'],
  [{ TEMPORAL_TLS: 'false', TEMPORAL_TLS_SERVER_NAME: 'canary' }, 'TEMPORAL_TLS: is off, yet'],
  [{ TEMPORAL_TLS: 'yes' }, 'TEMPORAL_TLS: '],
])('half a TLS to Temporal is refused: %j', (more, problem) => {
  for (const read of [readApiConfig, readWorkerConfig, readVerificationConfig, readMigrateConfig]) {
    const told = messageOf(() => read({ ...NEEDED, ...more }));
    expect(told).toContain(`\n  ${problem}`);
    expect(told).not.toContain('canary');
  }
});

test('a key for Temporal turns TLS on, and the user’s own Temporal file is not read', async () => {
  const path = join(folder, 'temporal.toml');
  await writeFile(path, '[profile.default]\naddress = "elsewhere:7233"\nnamespace = "elsewhere"\n');
  const env = { ...NEEDED, TEMPORAL_API_KEY: 'key', TEMPORAL_CONFIG_FILE: path };
  for (const read of [readApiConfig, readWorkerConfig, readVerificationConfig, readMigrateConfig]) {
    const { connectionOptions, namespace } = read(env).temporal;
    expect(connectionOptions).toMatchObject({
      address: '127.0.0.1:7233',
      tls: true,
      apiKey: 'key',
    });
    expect(namespace).toBe('default');
  }
});

test.each(['localhost', '127.0.0.1', '127.8.8.8', '::1'])('the codec may be on at %s', (host) => {
  const config = readApiConfig({ ...NEEDED, CODEC_ENDPOINT: 'on', API_HOST: host });
  expect(config.codecEndpoint).toBe('on');
});

test.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.com'])(
  'the codec may not be on at %s',
  (host) => {
    const env = { ...NEEDED, CODEC_ENDPOINT: 'on', API_HOST: host };
    expect(() => readApiConfig(env)).toThrow('CODEC_ENDPOINT');
  },
);

test('the two databases come together or not at all', () => {
  expect(readStartConfig({})).toMatchObject({ postgresPort: 5434, temporalUiPort: 8233 });
  expect(() => readStartConfig({ DATABASE_URL: NEEDED.DATABASE_URL })).toThrow('come together');
  expect(() => readStartConfig({ KEYS_DATABASE_URL: 'x' })).toThrow('come together');
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}
