import { isDeepStrictEqual } from 'node:util';
import type { Kysely, Transaction } from 'kysely';
import { type Actor, type Mode, SYSTEM } from '../../domain/access/access.ts';
import type { Policy } from '../../domain/policy/policy.ts';
import { Refusal } from '../../domain/refusal.ts';
import { TEST_MODE_POLICIES } from '../../domain/policy/built-in-policies.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { startProcessChain } from '../audit/start-process-chain.ts';
import type { Database } from '../db/database.ts';

/**
 * Publishes a version of a policy: with a live key for customers of both modes, with a test key for test
 * customers. Publishing the same again changes nothing; refuses `policy_version_taken` if the number has
 * another content.
 */
export async function publishPolicy(
  trx: Transaction<Database>,
  actor: Actor,
  input: { policy: Policy; mode: Mode; at: string; request?: string | undefined },
): Promise<void> {
  const { policy, mode, at, request } = input;
  const { name, version } = policy;
  const body = JSON.stringify(policy);
  const made = await trx
    .insertInto('policy')
    .values({ name, version, mode, body, created_at: at, created_by: JSON.stringify(actor) })
    .onConflict((held) => held.doNothing())
    .returning('version')
    .executeTakeFirst();
  if (made) {
    await appendAudit(trx, actor, {
      action: 'policy.published',
      object: name,
      at,
      request,
      policy: { name, version },
    });
    return;
  }
  const kept = await trx
    .selectFrom('policy')
    .select('body')
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  if (!isDeepStrictEqual(kept.body, JSON.parse(body))) {
    throw new Refusal('policy_version_taken', 'Publish it again: it will get the next number.');
  }
}

/**
 * Publishes the built-in policies of this version of the program, at its start. If an operator gave a number
 * to rules of their own, those stay; returns the built-in versions that were left out for that reason.
 */
export async function publishBuiltIn(
  database: Kysely<Database>,
  policies: readonly Policy[],
  at: string,
): Promise<{ name: string; version: number }[]> {
  await startProcessChain(database, at);
  const left: { name: string; version: number }[] = [];
  await database.transaction().execute(async (trx) => {
    for (const policy of policies) {
      const { name, version } = policy;
      if (await isOperators(trx, { name, version })) left.push({ name, version });
      else await publishPolicy(trx, SYSTEM, { policy, mode: servedBy(policy), at });
    }
  });
  return left;
}

function servedBy({ name }: Policy): Mode {
  return TEST_MODE_POLICIES.includes(name) ? 'test' : 'live';
}

async function isOperators(
  trx: Transaction<Database>,
  { name, version }: { name: string; version: number },
): Promise<boolean> {
  const row = await trx
    .selectFrom('policy')
    .select('created_by')
    .where('name', '=', name)
    .where('version', '=', version)
    .executeTakeFirst();
  return row !== undefined && row.created_by.kind !== SYSTEM.kind;
}
