import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readApiConfig } from '../../../api/config.ts';
import type { Env } from '../../../platform/config/env.ts';
import {
  readKeysConfig,
  readMigrateConfig,
  readSenderConfig,
  readVerificationConfig,
  readWorkerConfig,
} from '../../../worker/config.ts';
import { readStartConfig } from '../../../worker/embedded/config.ts';

const READERS = {
  api: readApiConfig,
  worker: readWorkerConfig,
  verification: readVerificationConfig,
  sender: readSenderConfig,
  migrate: readMigrateConfig,
  keys: readKeysConfig,
};
type Reader = keyof typeof READERS;
const ALL = Object.keys(READERS) as Reader[];

const folder = mkdtempSync(join(tmpdir(), 'vouch-production-'));
const at = (name: string) => join(folder, name);
const CHECKED = '?sslmode=verify-full';
const SAFE: Env = {
  VOUCH_MODE: 'production',
  DATABASE_URL: `postgresql://serving:${'canary'.repeat(4)}@db.internal/vouch${CHECKED}`,
  KEYS_DATABASE_URL: `postgresql://serving:${'canary'.repeat(4)}@keys.internal/keys${CHECKED}`,
  SERVING_ROLE: 'serving',
  KEK_FILE: at('secrets/kek'),
  BLOB_DIR: at('blobs'),
  WITNESS_DIR: at('witness'),
  TEMPORAL_ADDRESS: 'temporal.internal:7233',
  TEMPORAL_TLS: '1',
  API_HOST: '0.0.0.0',
  API_BEHIND_TLS: 'on',
  VERIFY_URL: 'https://verify.example.com',
  TRUSTED_PROXIES: '10.0.0.0/8, fc00::/7, 192.0.2.1',
};

function writeKek(path: string, bytes: Buffer, mode = 0o400): void {
  writeFileSync(path, bytes);
  chmodSync(path, mode);
}

beforeAll(() => {
  for (const name of [
    'secrets',
    'blobs',
    'witness',
    '.vouch',
    'blobs/inner',
    'outer',
    'outer/blobs',
  ]) {
    mkdirSync(at(name));
  }
  writeKek(at('secrets/kek'), randomBytes(32));
  writeKek(at('secrets/loose'), randomBytes(32), 0o440 | 0o004);
  writeKek(at('secrets/zeros'), Buffer.alloc(32));
  writeKek(at('secrets/text'), Buffer.from('0123456789abcdef'.repeat(2)));
  writeKek(at('blobs/kek'), randomBytes(32));
  writeKek(at('witness/kek'), randomBytes(32));
  writeKek(at('.vouch/kek'), randomBytes(32));
  writeFileSync(at('.vouch/postgres.password'), '');
  symlinkSync(at('blobs'), at('link-to-blobs'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function told(name: Reader, env: Env): string {
  try {
    READERS[name](env);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : 'no error';
  }
}

test('what is safe starts each process in production', () => {
  for (const name of ALL) expect(told(name, SAFE), name).toBe('');
});

const plain = (url: string) => url.replace(CHECKED, '');
const UNSAFE: [Env, string, Reader[]][] = [
  [{ WEBHOOK_LOOPBACK: 'on' }, 'WEBHOOK_LOOPBACK: lets', ['api', 'sender']],
  [{ CODEC_ENDPOINT: 'on', API_HOST: '127.0.0.1' }, 'CODEC_ENDPOINT: lets', ['api']],
  [{ API_BEHIND_TLS: '' }, 'API_HOST: speaks plain HTTP', ['api']],
  [{ API_BEHIND_TLS: 'off', API_HOST: '::' }, 'API_HOST: speaks plain HTTP', ['api']],
  [{ VOUCH_CRASH: 'x:1' }, 'VOUCH_CRASH: is for tests', ['api', 'worker', 'sender']],
  [{ VERIFY_URL: 'http://127.0.0.1:3000' }, 'VERIFY_URL: customers', ['api']],
  [{ TRUSTED_PROXIES: '0.0.0.0/0' }, 'TRUSTED_PROXIES: so wide', ['api']],
  [{ TRUSTED_PROXIES: '10.0.0.1, ::/0' }, 'TRUSTED_PROXIES: so wide', ['api']],
  [{ WITNESS_DIR: '' }, 'WITNESS_DIR: is missing', ['worker', 'migrate']],
  [{ WITNESS_DIR: at('blobs') }, 'WITNESS_DIR: shares a folder', ['worker']],
  [{ WITNESS_DIR: at('blobs/inner') }, 'WITNESS_DIR: shares a folder', ['worker']],
  [
    { WITNESS_DIR: at('outer'), BLOB_DIR: at('outer/blobs') },
    'WITNESS_DIR: shares a folder',
    ['worker'],
  ],
  [{ WITNESS_DIR: at('link-to-blobs') }, 'WITNESS_DIR: shares a folder', ['worker']],
  [{ KEK_FILE: at('blobs/kek') }, 'KEK_FILE: lies in BLOB_DIR', ['api', 'worker']],
  [{ KEK_FILE: at('witness/kek') }, 'KEK_FILE: lies in WITNESS_DIR', ['worker']],
  [{ KEK_FILE: at('secrets/loose') }, 'KEK_FILE: others may read', ['api', 'sender']],
  [{ KEK_FILE: at('secrets/zeros') }, 'KEK_FILE: is no 32 random', ['api', 'sender']],
  [{ KEK_FILE: at('secrets/text') }, 'KEK_FILE: is no 32 random', ['verification']],
  [{ KEK_FILE: at('.vouch/kek') }, 'KEK_FILE: is the one that npm start made', ['worker']],
  [{ KEK_FILE: at('none') }, 'KEK_FILE: the file cannot be read', ['api']],
  [{ SERVING_ROLE: '' }, 'SERVING_ROLE: is missing', ['migrate']],
  [
    { DATABASE_URL: plain(SAFE['DATABASE_URL'] ?? '') },
    'DATABASE_URL: is reached without a checked certificate',
    ALL,
  ],
  [
    { DATABASE_URL: `${plain(SAFE['DATABASE_URL'] ?? '')}?sslmode=require` },
    'DATABASE_URL: is reached without a checked certificate',
    ALL,
  ],
  [
    { DATABASE_URL: `${SAFE['DATABASE_URL']}&sslmode=no-verify` },
    'DATABASE_URL: is reached without a checked certificate',
    ALL,
  ],
  [
    { DATABASE_URL: 'postgresql://vouch:canary-canary@127.0.0.1/vouch?host=db.internal' },
    'DATABASE_URL: is reached without a checked certificate',
    ALL,
  ],
  [{ DATABASE_URL: 'host=canary' }, 'DATABASE_URL: is no URL', ALL],
  [{ DATABASE_URL: 'postgresql:///vouch' }, 'DATABASE_URL: names no host', ALL],
  [
    { DATABASE_URL: 'postgresql://postgres:canary@localhost/vouch' },
    'DATABASE_URL: has a password that can be guessed',
    ALL,
  ],
  [
    { KEYS_DATABASE_URL: SAFE['DATABASE_URL'] },
    'KEYS_DATABASE_URL: is the database of DATABASE_URL',
    ['api', 'worker', 'sender', 'migrate'],
  ],
  [{ TEMPORAL_TLS: '' }, 'TEMPORAL_ADDRESS: is reached without TLS', ['api', 'worker', 'migrate']],
  [{ TEMPORAL_TLS: '0' }, 'TEMPORAL_ADDRESS: is reached without TLS', ['verification']],
  [{ CLAMD_ADDRESS: 'clamd.internal:3310' }, 'CLAMD_ADDRESS: is reached', ['verification']],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.internal:4318' },
    'OTEL_EXPORTER_OTLP_ENDPOINT: is reached without TLS',
    ['api', 'worker', 'verification', 'sender'],
  ],
  [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED: ', ALL],
  [{ NODE_OPTIONS: '--no-warnings --inspect=0.0.0.0' }, 'NODE_OPTIONS: ', ALL],
  [{ VOUCH_MODE: 'prod' }, 'VOUCH_MODE: ', ALL],
];

test.each(UNSAFE)('production refuses %j', (more, problem, names) => {
  for (const name of names) {
    const text = told(name, { ...SAFE, ...more });
    expect(text, name).toContain(`\n  ${problem}`);
    expect(text).not.toContain('canary');
    expect(text.split('\n'), name).toHaveLength(2);
  }
});

test('all is told at once', () => {
  const [unsafe, names] = [UNSAFE.slice(1, 7), ['CODEC_ENDPOINT', 'VOUCH_CRASH', 'VERIFY_URL']];
  const env = Object.assign({}, SAFE, ...unsafe.map(([more]) => more)) as Env;
  const text = told('api', { ...env, API_PORT: 'x', RATE_READ_PER_SECOND: '1' });
  for (const name of [
    ...names,
    'API_HOST',
    'TRUSTED_PROXIES',
    'API_PORT',
    'RATE_READ_PER_SECOND',
  ]) {
    expect(text).toContain(`\n  ${name}: `);
  }
});

test.each([
  { DATABASE_URL: 'postgresql://serving@%2Frun%2Fpostgresql/vouch' },
  { DATABASE_URL: 'postgresql://serving@localhost/vouch?host=/run/postgresql' },
  { DATABASE_URL: plain(SAFE['DATABASE_URL'] ?? ''), PLAIN_HOSTS: 'other, db.internal' },
  { TEMPORAL_TLS: '', PLAIN_HOSTS: 'temporal.internal' },
  { TEMPORAL_TLS: '', TEMPORAL_ADDRESS: '127.0.0.1:7233' },
  { TEMPORAL_TLS: '', TEMPORAL_ADDRESS: '[::1]:7233' },
  { TEMPORAL_TLS: '', TEMPORAL_API_KEY: 'key' },
  { CLAMD_ADDRESS: '/run/clamd.sock' },
  { API_HOST: '127.0.0.1', API_BEHIND_TLS: '' },
])('production takes %j', (more) => {
  for (const name of ALL) expect(told(name, { ...SAFE, ...more }), name).toBe('');
});

test('none of it is refused in development, and npm start is for nothing else', () => {
  const env = { ...SAFE, VOUCH_MODE: '', API_BEHIND_TLS: '', TEMPORAL_TLS: '', WITNESS_DIR: '' };
  for (const name of ALL) expect(told(name, { ...env, WEBHOOK_LOOPBACK: 'on' }), name).toBe('');
  expect(() => readStartConfig({ VOUCH_MODE: 'production' })).toThrow('VOUCH_MODE: npm start is');
  expect(readStartConfig({ VOUCH_MODE: 'development' })).toMatchObject({ apiPort: 3000 });
});

test.each([
  ['WEBHOOK_LOOPBAK', 'WEBHOOK_LOOPBACK'],
  ['WITNES_DIR', 'WITNESS_DIR'],
  ['WITNESS_DIRECTORY', 'WITNESS_DIR'],
  ['VOUCH_MOD', 'VOUCH_MODE'],
  ['VOUCH_ENVIRONMENT', 'VOUCH_'],
  ['VOUCHMODE', 'VOUCH_MODE'],
  ['vouch_mode', 'VOUCH_MODE'],
  ['API_HOTS', 'API_HOST'],
  ['API_DRAIN_SECS', 'API_DRAIN_SECONDS'],
  ['APIBEHIND_TLS', 'API_BEHIND_TLS'],
  ['DATABASE_URI', 'DATABASE_URL'],
  ['DATABASE_URL_FILES', 'DATABASE_URL_FILE'],
  ['KEK_PATH', 'KEK_FILE'],
  ['BLOBS_DIR', 'BLOB_DIR'],
  ['S3_BUKET', 'S3_BUCKET'],
  ['S3_ACCESS_KEY', 'S3_ACCESS_KEY_ID'],
  ['TEMPORAL_ADRESS', 'TEMPORAL_ADDRESS'],
  ['TEMPORAL_TLS_CLIENT_CERT_DATA', 'TEMPORAL_TLS_CLIENT_CERT_PATH'],
  ['RATE_READS_PER_MINUTE', 'RATE_READS_PER_SECOND'],
  ['TRUSTED_PROXY', 'TRUSTED_PROXIES'],
  ['API_PORT_FILE', 'API_PORT'],
  ['OTEL_EXPORTER_OTLP_ENDPONT', 'OTEL_EXPORTER_OTLP_ENDPOINT'],
  ['LOG_LEVLE', 'LOG_LEVEL'],
  ['VENDROS', 'VENDORS'],
  ['SERVINGROLE', 'SERVING_ROLE'],
])('no process starts with %s, which is near to %s', (name, nearest) => {
  const env = { ...SAFE, VOUCH_MODE: '', WITNESS_DIR: '', [name]: 'canary' };
  for (const reader of ALL) {
    const text = told(reader, env);
    expect(text).toContain(`\n  ${name}: is no setting; did you mean ${nearest}`);
    expect(text).not.toContain('canary');
  }
  expect(() => readStartConfig({ [name]: 'canary' })).toThrow(`${name}: is no setting`);
  expect(told('api', { ...SAFE, [name]: '' })).toBe('');
});

test('what others set is none of our business, and a file of settings may serve every process', () => {
  const foreign: Env = {
    PATH: '/usr/bin',
    HOME: '/root',
    HOSTNAME: 'api-7d9f',
    API_SERVICE_HOST: '10.0.0.1',
    API_SERVICE_PORT: '80',
    API_SERVICE_PORT_HTTP: '80',
    API_PORT_80_TCP: 'tcp://10.0.0.1:80',
    API_PORT_80_TCP_ADDR: '10.0.0.1',
    WORKER_SERVICE_HOST: '10.0.0.1',
    WORKER_PORT: 'tcp://10.0.0.1:80',
    VOUCH_SERVICE_HOST: '10.0.0.2',
    VOUCH_PORT: 'tcp://10.0.0.2:80',
    VOUCH_PORT_80_TCP_PROTO: 'tcp',
    KUBERNETES_SERVICE_HOST: '10.0.0.3',
    TEMPORAL_POLL_SHUTDOWN_INTERRUPT_WAIT_MS: '2000',
    TEMPORAL_CONFIG_FILE: '/x',
    TEMPORAL_PROFILE: 'x',
    OTEL_TRACES_SAMPLER: 'always_on',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_SERVICE_NAME: 'x',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_REGION: 'x',
    API_KEY: 'x',
    API_URL: 'x',
    S3_URL: 'x',
    VENDOR: 'apple',
    VOUCH_VERSION: '0.1.0',
    VOUCH_URL: 'x',
    VOUCH_KEY: 'x',
    VOUCH_APP_KEY: 'x',
    CLAMD: 'x',
    APP_PORT: 'x',
    VOUCH_WEBHOOK_SECRET: 'x',
    NODE_ENV: 'production',
    NODE_VERSION: '24.21.0',
    POSTGRES_PASSWORD: 'x',
    POSTGRES_USER: 'x',
    PGHOST: 'x',
    LOGNAME: 'root',
    SSH_CLIENT: 'x',
    npm_config_loglevel: 'x',
  };
  for (const name of ALL) expect(told(name, { ...SAFE, ...foreign }), name).toBe('');
});
