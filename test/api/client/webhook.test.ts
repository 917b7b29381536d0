import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { placeOf, verifyWebhook } from '../../../api/client/client.ts';

const SECRET = secret();
const EVENT = {
  type: 'customer.status_changed',
  timestamp: '2027-01-31T00:00:00.000Z',
  data: { customer: 'cus_1', status: 'active', place: 'Å' },
  sequence: 7,
  previous_sequence: 5,
};
const PAYLOAD = JSON.stringify(EVENT);
const NOW = new Date('2027-01-31T00:00:10.000Z');

describe('a webhook', () => {
  it('that the public library signed is taken, as text, as bytes, with any kind of headers', () => {
    const headers = signed(PAYLOAD);
    const taken = { id: 'evt_1', event: EVENT, challenge: null };
    for (const payload of [PAYLOAD, Buffer.from(PAYLOAD)]) {
      expect(verify({ payload, headers })).toEqual(taken);
      expect(verify({ payload, headers: new Headers(headers) })).toEqual(taken);
    }
    const loud = Object.fromEntries(
      Object.entries(headers).map(([key, value]) => [key.toUpperCase(), [value]]),
    );
    expect(verify({ headers: loud })).toEqual(taken);
  });

  it('that asks whether we are here says the word to answer with', () => {
    const payload = JSON.stringify({ type: 'webhook.challenge', data: { challenge: 'word' } });
    expect(verify({ payload, headers: signed(payload) }).challenge).toBe('word');
  });

  it('is taken by the old secret or the new while one is being replaced', () => {
    const [old, young] = [secret(), secret()];
    const both = { ...signed(PAYLOAD, young) };
    both['webhook-signature'] += ` ${signed(PAYLOAD, old)['webhook-signature']}`;
    for (const secrets of [old, young, [old, young]]) {
      expect(verify({ headers: both, secrets }).id).toBe('evt_1');
    }
    expect(verify({ headers: signed(PAYLOAD, old), secrets: [young, old] }).id).toBe('evt_1');
  });

  it.each([
    ['another secret', { secrets: secret() }],
    ['a changed body', { payload: PAYLOAD.replace('active', 'locked') }],
    ['another id', { headers: { ...signed(PAYLOAD), 'webhook-id': 'evt_2' } }],
    ['no signature', { headers: { ...signed(PAYLOAD), 'webhook-signature': '' } }],
    ['another version', { headers: { ...signed(PAYLOAD), 'webhook-signature': 'v1a,AAAA' } }],
    ['a cut signature', { headers: { ...signed(PAYLOAD), 'webhook-signature': 'v1,AAAA' } }],
    ['a time that is none', { headers: { ...signed(PAYLOAD), 'webhook-timestamp': 'now' } }],
    ['a time long ago', { now: new Date(NOW.getTime() + 301_000) }],
    ['a time to come', { now: new Date(NOW.getTime() - 321_000) }],
  ])('with %s is refused', (_what, more) => {
    expect(() => verify(more)).toThrow();
  });
});

describe('the place of an event', () => {
  it.each([
    [{ sequence: 1, previous_sequence: null }, null, 'next'],
    [{ sequence: 7, previous_sequence: 5 }, 5, 'next'],
    [{ sequence: 7, previous_sequence: 5 }, 7, 'repeated'],
    [{ sequence: 5, previous_sequence: 4 }, 7, 'repeated'],
    [{ sequence: 7, previous_sequence: 5 }, 4, 'gap'],
    [{ sequence: 7, previous_sequence: 5 }, null, 'gap'],
    [{ sequence: 7, previous_sequence: 5 }, 6, 'next'],
    [{ sequence: 7, previous_sequence: null }, 4, 'gap'],
    [{ sequence: 7, previous_sequence: null }, 7, 'repeated'],
  ] as const)('%j after %s is %s', (event, last, place) => {
    expect(placeOf(event, last)).toBe(place);
  });
});

function verify(more: Partial<Parameters<typeof verifyWebhook>[0]>) {
  return verifyWebhook({
    payload: PAYLOAD,
    headers: signed(PAYLOAD),
    secrets: SECRET,
    now: NOW,
    ...more,
  });
}

function signed(payload: string, by = SECRET) {
  const at = new Date('2027-01-31T00:00:00.000Z');
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(at.getTime() / 1000),
    'webhook-signature': new Webhook(by).sign('evt_1', at, payload),
  };
}

function secret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
