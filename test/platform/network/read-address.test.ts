import { describe, expect, test } from 'vitest';
import { isAllowed, readAllowedRanges } from '../../../platform/network/allowed-ranges.ts';
import { judgeAddress, readAddress } from '../../../platform/network/read-address.ts';

const RULES = { loopback: false, refusedHosts: ['own.example'] };
const EVERY = '0.0.0.0/0, ::/0';

describe('a refused address has its rule', () => {
  test.each([
    ['https://a b.example/', 'form'],
    ['https://user@hooks.example/', 'credentials'],
    ['http://localhost:4000/', 'loopback'],
    ['https://127.0.0.1/', 'loopback'],
    ['http://hooks.example/', 'scheme'],
    ['https://hooks.example:444/', 'port'],
    ['https://10.1.2.3/', 'literal'],
    ['https://2130706434/', 'literal'],
    ['https://hooks.internal/', 'inside'],
    ['https://hooks/', 'inside'],
    ['https://api.own.example/', 'refused'],
  ])('%s', (url, rule) => {
    expect(judgeAddress(url, RULES)).toBe(rule);
    expect(readAddress(url, RULES)).toBeNull();
  });

  test('but not where it is taken', () => {
    expect(readAddress('https://hooks.example:8443/in', RULES)).toMatchObject({
      isLoopback: false,
    });
    const development = { ...RULES, loopback: true };
    expect(readAddress('http://localhost:4000/', development)).toMatchObject({ isLoopback: true });
  });
});

describe('ranges that an operator allows', () => {
  const allowed = readAllowedRanges('10.1.0.0/16, fd12:3456::/32');
  const rules = { ...RULES, ...(allowed ? { allowed } : {}) };

  test('let receivers in them be called, by name or number, and no others', () => {
    for (const url of ['https://10.1.2.3/', 'https://[fd12:3456::1]/', 'https://hooks.internal/']) {
      expect(readAddress(url, rules), url).not.toBeNull();
    }
    for (const url of [
      'https://10.2.0.1/',
      'https://[fd13::1]/',
      'http://10.1.2.3/',
      'https://hooks/',
    ]) {
      expect(readAddress(url, rules), url).toBeNull();
    }
  });

  test.each([
    '127.0.0.1',
    '::1',
    '0.0.0.0',
    '169.254.169.254',
    '169.254.170.2',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    '255.255.255.255',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:10.1.2.3',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
  ])('never hold %s, however wide they are', (address) => {
    expect(isAllowed(address, readAllowedRanges(EVERY))).toBe(false);
  });

  test('never hold the names of clouds’ own services', () => {
    const every = readAllowedRanges(EVERY);
    const all = { ...RULES, ...(every ? { allowed: every } : {}) };
    for (const host of ['metadata.google.internal', 'metadata.goog', 'a.localhost', 'x.onion']) {
      expect(judgeAddress(`https://${host}/`, all), host).toBe('inside');
    }
    expect(judgeAddress('https://169.254.169.254/', all)).toBe('literal');
  });

  test('are refused where they are none, and nothing is allowed where there are none', () => {
    expect(readAllowedRanges(' ')).toBeUndefined();
    for (const text of ['10.0.0.0', '10.0.0.0/33', 'all', '10.0.0.0/8;x']) {
      expect(() => readAllowedRanges(text), text).toThrow();
    }
    expect(isAllowed('10.1.2.3', undefined)).toBe(false);
  });
});
