import { describe, expect, test } from 'vitest';
import { addressReader, isAddressRange } from '../../../api/http/client-address.ts';
import { hostedAddress, isVerifyAddress } from '../../../api/verify/address.ts';
import { createGuesses } from '../../../api/verify/guesses.ts';

describe('where a request came from', () => {
  test('is the socket, whatever anybody says, while no proxy is ours', () => {
    const read = addressReader([]);
    expect(read('203.0.113.7', '10.0.0.1')).toBe('203.0.113.7');
    expect(read('::ffff:203.0.113.7', undefined)).toBe('203.0.113.7');
    expect(read(undefined, '10.0.0.1')).toBe('');
  });

  test('is what our proxies say, up to the first that is not ours', () => {
    const read = addressReader(['10.0.0.0/8', '2001:db8::/32', '192.0.2.1']);
    expect(read('10.1.2.3', '198.51.100.9')).toBe('198.51.100.9');
    expect(read('::ffff:10.1.2.3', '1.2.3.4, 198.51.100.9, 192.0.2.1')).toBe('198.51.100.9');
    expect(read('2001:db8::5', '2001:db9::1')).toBe('2001:db9::1');
    expect(read('192.0.2.2', '198.51.100.9')).toBe('192.0.2.2');
    expect(read('10.1.2.3', 'nonsense')).toBe('10.1.2.3');
    expect(read('10.1.2.3', undefined)).toBe('10.1.2.3');
  });

  test.each([
    ['10.0.0.0/8', true],
    ['::1', true],
    ['2001:db8::/129', false],
    ['10.0.0.0/33', false],
    ['10.0.0.0/x', false],
    ['proxy.example', false],
    ['', false],
  ])('%s is a range: %s', (text, is) => expect(isAddressRange(text)).toBe(is));
});

describe('the address for customers', () => {
  test.each([
    ['https://verify.example', true],
    ['https://verify.example:8443', true],
    ['http://127.0.0.1:3000', true],
    ['http://[::1]:3000', true],
    ['http://localhost:3000', true],
    ['http://verify.example', false],
    ['https://verify.example/path', false],
    ['https://user@verify.example', false],
    ['https://verify.example?x=1', false],
    ['ftp://127.0.0.1', false],
  ])('%s may be one: %s', (url, may) => expect(isVerifyAddress(new URL(url))).toBe(may));

  test('is the API’s own while that is this machine’s, and none otherwise', () => {
    const at = { apiPort: 3000 };
    const own = { url: 'http://127.0.0.1:3000', isSecure: false };
    expect(hostedAddress({ ...at, apiHost: '127.0.0.1' })).toEqual(own);
    expect(hostedAddress({ ...at, apiHost: '::1' })?.url).toBe('http://[::1]:3000');
    expect(hostedAddress({ ...at, apiHost: '0.0.0.0' })).toBeNull();
    const verifyUrl = new URL('https://verify.example/');
    const told = { url: 'https://verify.example', isSecure: true };
    expect(hostedAddress({ ...at, apiHost: '0.0.0.0', verifyUrl })).toEqual(told);
  });
});

describe('wrong tokens', () => {
  const wrongAt = (times: number[]) => {
    const guesses = createGuesses();
    for (const at of times) guesses.note('a', at);
    return guesses;
  };
  const ten = Array.from({ length: 10 }, (_, n) => n * 1000);

  test('are ten a minute from one address, and none is held against another', () => {
    const guesses = wrongAt(ten);
    expect(() => guesses.require('a', 59_999)).toThrow('rate_limited');
    expect(() => guesses.require('b', 59_999)).not.toThrow();
    expect(() => guesses.require('a', 60_000)).not.toThrow();
    expect(() => wrongAt(ten.slice(1)).require('a', 10_000)).not.toThrow();
  });

  test('of very many other addresses make nobody forget one that goes on', () => {
    const guesses = wrongAt(ten);
    for (let n = 0; n < 25_000; n += 1) {
      guesses.note(`other-${n}`, 10_000);
      if (n % 1000 === 0) expect(() => guesses.require('a', 10_000)).toThrow('rate_limited');
    }
  });

  test('are told when to come again', () => {
    const refused = () => wrongAt(ten).require('a', 20_500);
    expect(refused).toThrow(expect.objectContaining({ retryAfterSeconds: 40 }));
  });
});
