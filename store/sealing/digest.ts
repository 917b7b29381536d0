import { createHash, randomBytes } from 'node:crypto';
import type { EvidenceParts } from '../../domain/case/state.ts';
import { canonical } from './canonical.ts';

/** SHA-256 in hex. */
export function sha256Hex(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * `sha256:` of a fresh salt and the content. It can be checked while the salt can be opened, and means
 * nothing after erasure (docs/protection.md#digests).
 */
export function saltedDigest(content: Buffer | string): { salt: Buffer; digest: string } {
  const salt = randomBytes(32);
  return { salt, digest: digestWith(salt, content) };
}

/** The salted digest for a known salt. */
export function digestWith(salt: Buffer, content: Buffer | string): string {
  return `sha256:${createHash('sha256').update(salt).update(content).digest('hex')}`;
}

/**
 * The hash of the evidence that a decision names: over sorted digests, sorted check ids and the details
 * version.
 */
export function evidenceHash(parts: EvidenceParts): string {
  const sorted = {
    checks: [...parts.checks].sort(),
    detailsVersion: parts.detailsVersion,
    digests: [...parts.digests].sort(),
  };
  return `sha256:${sha256Hex(canonical(sorted))}`;
}
