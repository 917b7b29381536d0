import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { digestWith, evidenceHash, saltedDigest } from '../../../store/sealing/digest.ts';

test('a salted digest is SHA-256 of salt and content, and differs each time', () => {
  const [a, b] = [saltedDigest('scan'), saltedDigest('scan')];
  expect(a.digest).not.toBe(b.digest);
  const plain = createHash('sha256').update(a.salt).update('scan').digest('hex');
  expect(a.digest).toBe(`sha256:${plain}`);
  expect(digestWith(a.salt, 'scan')).toBe(a.digest);
  expect(digestWith(a.salt, 'scam')).not.toBe(a.digest);
});

test('the evidence hash does not depend on order, but on every part', () => {
  const parts = { digests: ['b', 'a'], checks: ['2', '1'], detailsVersion: 3 };
  const hash = evidenceHash(parts);
  expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(evidenceHash({ digests: ['a', 'b'], checks: ['1', '2'], detailsVersion: 3 })).toBe(hash);
  const others = [
    { ...parts, digests: ['a'] },
    { ...parts, checks: ['1', '2', '3'] },
    { ...parts, detailsVersion: 4 },
    { digests: parts.checks, checks: parts.digests, detailsVersion: 3 },
  ];
  for (const other of others) expect(evidenceHash(other)).not.toBe(hash);
});
