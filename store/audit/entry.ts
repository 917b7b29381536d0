import { randomBytes } from 'node:crypto';
import type { Actor } from '../../domain/access/access.ts';
import { canonical } from '../sealing/canonical.ts';
import { digestWith } from '../sealing/digest.ts';
import type { OpenKey } from '../keys/open-key.ts';
import { type SealedAad, seal } from '../sealing/seal.ts';
import type { Sealed } from '../db/tables/columns.ts';

/** The part of an entry that is not sealed: ids, codes and digests, never personal data. */
export interface AuditEntry {
  /** `object.verb`, with the verb in the past tense. */
  action: string;
  /** The id of the object that was changed or read. */
  object: string;
  /** A customer's id; absent for the chain of this process. */
  chain?: string | undefined;
  at: string;
  from?: string | null | undefined;
  to?: string | null | undefined;
  reasons?: readonly string[] | undefined;
  request?: string | undefined;
  policy?: { name: string; version: number } | undefined;
  /** Further ids, codes, digests and whole numbers. */
  data?: Record<string, string | number | boolean | null | readonly string[]> | undefined;
  /** The private part, sealed by `sealDetail`. */
  detail?: SealedDetail | undefined;
}

/** A private part. Only its salted digest is in the chain, so a new key version does not change the chain. */
export interface SealedDetail {
  digest: string;
  sealed: Sealed<'detail'>;
}

/** The AAD of a detail. Its digest stands for the row, because the entry's number is not known yet. */
export function detailAad(digest: string): SealedAad<'detail'> {
  return { table: 'audit_entry', column: 'detail', row: digest };
}

/** Seals a private part (flat JSON) with its salt. */
export function sealDetail(key: OpenKey, value: Record<string, unknown>): SealedDetail {
  const salt = randomBytes(32);
  const text = canonical(value);
  const digest = digestWith(salt, text);
  const opened = JSON.stringify({ salt: salt.toString('hex'), value: text });
  return { digest, sealed: seal(key, detailAad(digest), opened) };
}

/**
 * The exact text to be hashed, in two halves, because the database puts the entry's number between them. Keys
 * stay sorted, as `n` comes between `from` and `object`.
 */
export function bodyHalves(chain: string, actor: Actor, entry: AuditEntry): [string, string] {
  const { action, at, data, detail, from, object, policy, reasons, request, to } = entry;
  const before = canonical({ action, actor, at, chain, data, detail: detail?.digest, from });
  const after = canonical({ object, policy, reasons, request, to });
  return [`${before.slice(0, -1)},"n":`, `,${after.slice(1)}`];
}
