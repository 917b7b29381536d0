import { expect, test } from 'vitest';
import { readApiConfig } from '../../../api/config.ts';
import { onfidoUrl } from '../../../platform/config/vendor-config.ts';
import { readVerificationConfig } from '../../../worker/config.ts';

const NEEDED = {
  DATABASE_URL: 'postgresql://vouch:canary@localhost/vouch',
  KEYS_DATABASE_URL: 'postgresql://vouch:canary@localhost/vouch_keys',
  KEK_FILE: '/run/kek',
  BLOB_DIR: '/blobs',
};
const asked = (more: Record<string, string>) => readVerificationConfig({ ...NEEDED, ...more });

test('no vendor is set up unless it is said, and none that nobody knows', () => {
  expect(asked({}).vendors).toEqual([]);
  expect(readApiConfig({ ...NEEDED, VENDORS: ' onfido, ' }).vendors).toEqual(['onfido']);
  expect(() => asked({ VENDORS: 'onfido,acme' })).toThrow('VENDORS: expected names of onfido');
});

test('one address is called: the region’s, or another by https, or this machine', () => {
  expect(onfidoUrl(asked({}))).toBe('https://api.eu.onfido.com/v3.6');
  expect(onfidoUrl(asked({ ONFIDO_REGION: 'ca' }))).toBe('https://api.ca.onfido.com/v3.6');
  const own = 'https://gateway.example:8443/onfido/';
  expect(onfidoUrl(asked({ ONFIDO_BASE_URL: own }))).toBe(own.slice(0, -1));
  for (const url of ['http://127.0.0.1:9/v3.6', 'http://[::1]:9/v3.6', 'http://localhost:9/v3.6']) {
    expect(onfidoUrl(asked({ ONFIDO_BASE_URL: url }))).toBe(url);
  }
  for (const url of ['http://gateway.example/', 'https://user@gateway.example/', 'ftp://x/', 'x']) {
    expect(() => asked({ ONFIDO_BASE_URL: url })).toThrow('ONFIDO_BASE_URL');
  }
});

test('a secret is read by the process that needs it, and printed by none', () => {
  const secrets = { ONFIDO_API_TOKEN: 'canary-live', ONFIDO_WEBHOOK_TOKENS: 'canary-hook' };
  expect(asked(secrets)).not.toHaveProperty('onfidoWebhookTokens');
  expect(readApiConfig({ ...NEEDED, ...secrets })).not.toHaveProperty('onfidoApiToken');
  expect(`${JSON.stringify(asked(secrets))}`).not.toContain('canary-live');
});
