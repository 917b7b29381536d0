import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Actor } from '../../domain/access/access.ts';
import { Refusal } from '../../domain/refusal.ts';
import { canonical } from '../sealing/canonical.ts';
import { getCustomerInScope } from '../customers/get-customer.ts';
import type { Database } from '../db/database.ts';
import { sha256Hex } from '../sealing/digest.ts';
import type { Keys } from '../keys/keys.ts';
import { openJson } from '../sealing/sealed-json.ts';
import type { Scope } from '../db/scope.ts';
import type { AuditEntryTable } from '../db/tables/audit.ts';
import { appendAudit } from './append-audit.ts';
import { type Checkpoint, checkpointOf } from './checkpoint.ts';
import { detailAad } from './entry.ts';
import { merkleProof } from './merkle.ts';

/**
 * One customer's audit trail as lines of JSON: every entry with its opened detail, a checkpoint made for it,
 * the public key and a signature over everything. The export itself is the last entry.
 */
export async function exportAudit(
  trx: Transaction<Database>,
  keys: Keys,
  actor: Actor,
  scope: Scope,
  input: { customer: string; at: string; request?: string },
): Promise<string[]> {
  const { customer, at, request } = input;
  await getCustomerInScope(trx, scope, customer);
  const key = await keys.auditKey();
  await appendAudit(trx, actor, {
    action: 'audit.exported',
    object: customer,
    chain: customer,
    at,
    request,
  });
  const checkpoint = await checkpointOf(trx, key, { at, chain: customer });
  const rows = await trx
    .selectFrom('audit_entry')
    .selectAll()
    .where('chain', '=', customer)
    .orderBy('n')
    .execute();
  const entries: string[] = [];
  for (const row of rows) entries.push(await entryLine(keys, row));
  const head = { at, chain: customer, entries: rows.length, format: 1, kind: 'export' };
  const lines = [canonical(head), ...entries, checkpointLine(checkpoint), keyLine(key)];
  return [...lines, signatureLine(key, lines)];
}

async function entryLine(keys: Keys, row: AuditEntryTable): Promise<string> {
  const { body, prev, hash } = row;
  const detail = row.sealed ? await openDetail(keys, row.chain, body, row.sealed) : null;
  const hashes = { hash: hash.toString('hex'), prev: prev.toString('hex') };
  return canonical({ kind: 'entry', body, detail, ...hashes });
}

async function openDetail(
  keys: Keys,
  chain: string,
  body: string,
  sealed: NonNullable<AuditEntryTable['sealed']>,
): Promise<{ salt: string; value: string } | { erased: true }> {
  const { detail = '' } = JSON.parse(body) as { detail?: string };
  const owner = chain.startsWith('sys/') ? 'system' : chain;
  try {
    return await openJson(keys, owner, detailAad(detail), sealed);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'key_destroyed') return { erased: true };
    throw error;
  }
}

function checkpointLine({ body, signature, leaves }: Checkpoint): string {
  const signed = { body, signature: signature.toString('base64') };
  return canonical({
    kind: 'checkpoint',
    ...signed,
    leaf: leaves[0],
    proof: merkleProof(leaves, 0),
  });
}

function keyLine(key: KeyObject): string {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return canonical({ kind: 'key', public: spki.toString('base64') });
}

function signatureLine(key: KeyObject, lines: readonly string[]): string {
  const over = sha256Hex(lines.join('\n'));
  const signature = sign(null, Buffer.from(`vouch/export/1|${over}`), key).toString('base64');
  return canonical({ kind: 'signature', over, signature });
}
